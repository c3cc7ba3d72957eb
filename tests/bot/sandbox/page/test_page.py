"""The sandbox's page over HTTP: what it shows, what its buttons do, what it refuses."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from bot.sandbox.page import routes
from bot.sandbox.page.routes import same_origin
from bot.sandbox.people import People
from bot.sandbox.portal.site import SamplePortal
from tests.bot.sandbox.page.conftest import HOST, ROWS, state

STATIC = Path(routes.__file__).parent / "static"


async def test_the_page_and_everything_it_names_is_served(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    named = set(re.findall(r"/sandbox/static/[a-z]+\.[a-z]+", page.text))
    for file in STATIC.glob("*.js"):
        imported = re.findall(r'from "\./([a-z]+\.js)"', file.read_text(encoding="utf-8"))
        named |= {f"/sandbox/static/{module}" for module in imported}
    assert named >= {"/sandbox/static/sandbox.js", "/sandbox/static/phone.js", "/sandbox/static/phone.css"}
    for address in sorted(named):
        assert (await browser.get(address)).status_code == 200, address


async def test_the_page_reaches_for_nothing_outside(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/")).text
    assert "https://" not in page
    assert "http://" not in page


async def test_the_first_look_shows_everything_at_once(
    browser: httpx.AsyncClient, portal: SamplePortal, lan: str
) -> None:
    shown = await state(browser)
    assert shown["phone"] == lan
    first = {"id": lan, "kind": "telegram", "name": "Chị Lan", "blocked": False, "newest": 0, "members": []}
    assert shown["phones"][0] == first
    kinds = [one["kind"] for one in shown["phones"]]
    assert kinds == ["telegram", "telegram", "zalo", "oa", "group", "forum", "staff"]
    assert shown["chat"] == []
    assert shown["office"] == ROWS
    assert [one["id"] for one in shown["ready"]] == [one.id for one in portal.ready]
    assert len(shown["articles"]) == len(portal.articles)


async def test_what_a_person_says_stands_in_the_chat_as_text(browser: httpx.AsyncClient, lan: str) -> None:
    answer = await browser.post("/sandbox/say", json={"phone": lan, "text": "<script>alert(1)</script>"})
    assert answer.status_code == 200
    (said,) = (await state(browser, phone=lan))["chat"]
    assert said["segments"] == [{"text": "<script>alert(1)</script>"}]
    assert said["from_bot"] is False


async def test_a_look_waits_for_news_and_ends_with_it(
    browser: httpx.AsyncClient, town: People, lan: str
) -> None:
    looking = asyncio.create_task(state(browser, phone=lan, after=town.pulse.count))
    await asyncio.sleep(0)
    town.screens.find(lan).say("TROGIUP", by="", answers=None, topic=None)
    shown = await asyncio.wait_for(looking, timeout=2)
    assert [one["segments"][0]["text"] for one in shown["chat"]] == ["TROGIUP"]


async def test_a_look_ends_early_at_shutdown(
    browser: httpx.AsyncClient, town: People, lan: str, stopping: asyncio.Event
) -> None:
    looking = asyncio.create_task(state(browser, phone=lan, after=town.pulse.count))
    stopping.set()
    assert (await asyncio.wait_for(looking, timeout=2))["chat"] == []


@pytest.mark.parametrize(
    ("given", "kind"), [({}, "telegram"), ({"messenger": "zalo"}, "zalo"), ({"messenger": "oa"}, "oa")]
)
async def test_a_new_phone_appears(browser: httpx.AsyncClient, given: dict[str, str], kind: str) -> None:
    made = (await browser.post("/sandbox/phones", json={"name": "Em Minh"} | given)).json()["result"]
    [row] = [one for one in (await state(browser))["phones"] if one["id"] == made["id"]]
    assert (row["name"], row["kind"]) == ("Em Minh", kind)


async def test_blocking_and_unblocking_show(browser: httpx.AsyncClient, lan: str) -> None:
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
        ("say", b'{"phone": "x:1", "text": "a"}', "there is no phone x:1"),
        ("say", b'{"phone": true, "text": "a"}', "'phone' must be a text that is not empty"),
        ("say", b'{"phone": "LAN", "text": "  "}', "'text' must be a text that is not empty"),
        ("say", b'{"phone": "LAN", "text": 5}', "'text' must be a text that is not empty"),
        ("press", b'{"phone": "LAN", "message": "x", "data": "a"}', "'message' must be a whole number"),
        ("press", b'{"phone": "LAN", "message": 987654, "data": "a"}', "there is no message 987654"),
        ("publish", b'{"ready": "nowhere"}', "no announcement 'nowhere' is ready to publish"),
        ("publish", b'{"title": "A"}', "'text' must be a text that is not empty"),
        ("phones", b"{}", "'name' must be a text that is not empty"),
        ("flood", b'{"seconds": 1.5}', "'seconds' must be a whole number"),
        ("phones", b'{"name": "A", "messenger": "fax"}', "there is no messenger 'fax' here"),
        ("say", b'{"phone": "LAN", "text": "a", "answers": 987654}', "there is no message 987654"),
        ("zalo", b'{"kind": "rain"}', "there is no trouble 'rain'"),
        ("account", b'{"kind": "rain"}', "there is no trouble 'rain'"),
        ("withdraw", b'{"article": 987654}', "there is no article 987654"),
    ],
)
async def test_bad_input_gets_one_clear_line(
    browser: httpx.AsyncClient, lan: str, name: str, body: bytes, complaint: str
) -> None:
    answer = await browser.post(f"/sandbox/{name}", content=body.replace(b"LAN", lan.encode()))
    assert answer.status_code == 400
    assert complaint in answer.json()["error"]
    assert "\n" not in answer.json()["error"]


@pytest.mark.parametrize("query", [{"phone": "x"}, {"phone": "telegram:5"}, {"after": "1.5"}])
async def test_a_look_at_nothing_is_refused(browser: httpx.AsyncClient, query: dict[str, str]) -> None:
    assert (await browser.get("/sandbox/state", params=query)).status_code == 400


@pytest.mark.parametrize("name", ["phones", "say", "press", "publish", "block", "flood", "zalo", "close"])
async def test_another_site_cannot_press_our_buttons(
    browser: httpx.AsyncClient, town: People, lan: str, name: str
) -> None:
    before = town.pulse.count
    answer = await browser.post(
        f"/sandbox/{name}",
        json={"phone": lan, "name": "X", "text": "X"},
        headers={"Origin": "https://evil.example"},
    )
    assert answer.status_code == 403
    assert town.pulse.count == before


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
