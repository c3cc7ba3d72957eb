"""The sandbox's page over HTTP: what it shows, what its buttons do, what it refuses."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox.page.routes import page_routes, same_origin
from bot.sandbox.portal.site import SamplePortal
from bot.sandbox.telegram.world import World

HOST = "http://127.0.0.1:8080"
ROWS = [{"id": 1, "title": "Lịch tàu", "count": 2, "mean": 4.5, "spread": [0, 0, 0, 1, 1]}]


def clock() -> datetime:
    return datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return World(token="1:test", clock=clock)


@pytest.fixture
def portal() -> SamplePortal:
    return SamplePortal(f"{HOST}/cong", clock=clock)


@pytest.fixture
def lan(world: World) -> int:
    return world.add_person("Chị Lan")


@pytest.fixture
def stopping() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def jumps() -> list[str]:
    """Where the clock was sent."""
    return []


@pytest.fixture
async def browser(
    world: World, portal: SamplePortal, lan: int, stopping: asyncio.Event, jumps: list[str]
) -> AsyncIterator[httpx.AsyncClient]:
    async def office() -> list[dict[str, Any]]:
        return ROWS

    routes = page_routes(world, portal, office, clock=clock, jump=jumps.append, stopping=stopping)
    app = Starlette(routes=routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST) as client:
        yield client


async def state(browser: httpx.AsyncClient, **query: int) -> dict[str, Any]:
    answer = await browser.get("/sandbox/state", params=query)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def test_the_page_and_everything_it_names_is_served(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for name in ("sandbox.css", "phone.css", "sandbox.js", "phone.js", "office.js", "loa.svg", "waves.svg"):
        assert (await browser.get(f"/sandbox/static/{name}")).status_code == 200, name


async def test_the_page_reaches_for_nothing_outside(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/")).text
    assert "https://" not in page
    assert "http://" not in page


async def test_the_first_look_shows_everything_at_once(
    browser: httpx.AsyncClient, portal: SamplePortal, lan: int
) -> None:
    shown = await state(browser)
    assert shown["phone"] == lan
    assert shown["phones"] == [{"id": lan, "name": "Chị Lan", "blocked": False, "newest": 0}]
    assert shown["chat"] == []
    assert shown["office"] == ROWS
    assert [one["id"] for one in shown["ready"]] == [one.id for one in portal.ready]
    assert len(shown["articles"]) == len(portal.articles)


async def test_what_a_person_says_stands_in_the_chat_as_text(browser: httpx.AsyncClient, lan: int) -> None:
    answer = await browser.post("/sandbox/say", json={"phone": lan, "text": "<script>alert(1)</script>"})
    assert answer.status_code == 200
    (said,) = (await state(browser, phone=lan))["chat"]
    assert said["segments"] == [{"text": "<script>alert(1)</script>"}]
    assert said["from_bot"] is False


async def test_a_look_waits_for_news_and_ends_with_it(
    browser: httpx.AsyncClient, world: World, lan: int
) -> None:
    looking = asyncio.create_task(state(browser, phone=lan, after=world.pulse.count))
    await asyncio.sleep(0)
    world.say(lan, "TROGIUP")
    shown = await asyncio.wait_for(looking, timeout=2)
    assert [one["segments"][0]["text"] for one in shown["chat"]] == ["TROGIUP"]


async def test_a_look_ends_early_at_shutdown(
    browser: httpx.AsyncClient, world: World, lan: int, stopping: asyncio.Event
) -> None:
    looking = asyncio.create_task(state(browser, phone=lan, after=world.pulse.count))
    stopping.set()
    assert (await asyncio.wait_for(looking, timeout=2))["chat"] == []


async def test_a_new_phone_appears(browser: httpx.AsyncClient) -> None:
    made = (await browser.post("/sandbox/phones", json={"name": "Cô Thu"})).json()["result"]
    assert {"id": made["id"], "name": "Cô Thu", "blocked": False, "newest": 0} in (await state(browser))[
        "phones"
    ]


async def test_blocking_and_unblocking_show(browser: httpx.AsyncClient, lan: int) -> None:
    await browser.post("/sandbox/block", json={"phone": lan})
    assert (await state(browser))["phones"][0]["blocked"] is True
    await browser.post("/sandbox/unblock", json={"phone": lan})
    assert (await state(browser))["phones"][0]["blocked"] is False


async def test_a_ready_announcement_and_an_own_one_reach_the_portal(
    browser: httpx.AsyncClient, portal: SamplePortal
) -> None:
    before, ready = len(portal.articles), portal.ready[0]
    assert (await browser.post("/sandbox/publish", json={"ready": ready.id})).status_code == 200
    own = {"title": "Lịch tàu ngày mai", "text": "Tàu chạy lúc 8 giờ."}
    assert (await browser.post("/sandbox/publish", json=own)).status_code == 200
    titles = [one["title"] for one in (await state(browser))["articles"]]
    assert len(titles) == before + 2
    assert {ready.title, "Lịch tàu ngày mai"} <= set(titles)


@pytest.mark.parametrize(
    ("name", "body", "complaint"),
    [
        ("say", b"{", "the body is not JSON"),
        ("say", b"\xff", "the body is not JSON"),
        ("say", b"[]", "the body is not a JSON object"),
        ("say", b'{"phone": 1, "text": "a"}', "there is no phone 1"),
        ("say", b'{"phone": true, "text": "a"}', "'phone' must be a whole number"),
        ("say", b'{"phone": LAN, "text": "  "}', "'text' must be a text that is not empty"),
        ("say", b'{"phone": LAN, "text": 5}', "'text' must be a text that is not empty"),
        ("press", b'{"phone": LAN, "message": "x", "data": "a"}', "'message' must be a whole number"),
        ("press", b'{"phone": LAN, "message": 987654, "data": "a"}', "there is no message 987654"),
        ("publish", b'{"ready": "nowhere"}', "no announcement 'nowhere' is ready to publish"),
        ("publish", b'{"title": "A"}', "'text' must be a text that is not empty"),
        ("phones", b"{}", "'name' must be a text that is not empty"),
        ("flood", b'{"seconds": 1.5}', "'seconds' must be a whole number"),
    ],
)
async def test_bad_input_gets_one_clear_line(
    browser: httpx.AsyncClient, lan: int, name: str, body: bytes, complaint: str
) -> None:
    answer = await browser.post(f"/sandbox/{name}", content=body.replace(b"LAN", str(lan).encode()))
    assert answer.status_code == 400
    assert complaint in answer.json()["error"]
    assert "\n" not in answer.json()["error"]


@pytest.mark.parametrize("query", [{"phone": "x"}, {"phone": "5"}, {"after": "1.5"}])
async def test_a_look_at_nothing_is_refused(browser: httpx.AsyncClient, query: dict[str, str]) -> None:
    assert (await browser.get("/sandbox/state", params=query)).status_code == 400


@pytest.mark.parametrize("name", ["phones", "say", "press", "publish", "block", "unblock", "flood"])
async def test_another_site_cannot_press_our_buttons(
    browser: httpx.AsyncClient, world: World, lan: int, name: str
) -> None:
    before = world.pulse.count
    answer = await browser.post(
        f"/sandbox/{name}",
        json={"phone": lan, "name": "X", "text": "X"},
        headers={"Origin": "https://evil.example"},
    )
    assert answer.status_code == 403
    assert world.pulse.count == before


@pytest.mark.parametrize(
    ("origin", "ours"),
    [
        (None, True),
        (HOST, True),
        ("http://127.0.0.1:8081", False),
        ("http://127.0.0.1:8080.evil.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_only_the_same_host_and_port_is_our_page(origin: str | None, ours: bool) -> None:
    assert same_origin(origin, "127.0.0.1:8080") is ours


async def test_the_clock_is_shown_and_moved_ahead_alone(browser: httpx.AsyncClient, jumps: list[str]) -> None:
    assert (await state(browser))["now"] == "2026-11-24T08:00:00+00:00"
    assert (await browser.post("/sandbox/clock", json={"to": "night"})).status_code == 200
    refused = await browser.post("/sandbox/clock", json={"to": "yesterday"})
    assert (refused.status_code, jumps) == (400, ["night"])
