"""What an office does with its articles from the page's desk, and a portal closed for maintenance."""

from typing import Any

import httpx
from starlette.applications import Starlette

from bot.sandbox.portal.routes import portal_routes
from bot.sandbox.portal.site import SamplePortal
from feeds.formats.lies import named
from tests.bot.sandbox.page.conftest import state


async def article(browser: httpx.AsyncClient, ready: str) -> dict[str, Any]:
    """The newest article made of a ready announcement, or of one's own words."""
    articles: list[dict[str, Any]] = (await state(browser))["articles"]
    return next(one for one in articles if one["ready"] == ready)


def reading(portal: SamplePortal) -> httpx.AsyncClient:
    """Somebody who reads the portal."""
    transport = httpx.ASGITransport(Starlette(routes=portal_routes(portal)))
    return httpx.AsyncClient(transport=transport, base_url="http://portal")


async def test_an_article_is_put_off_by_an_hour(browser: httpx.AsyncClient, portal: SamplePortal) -> None:
    await browser.post("/sandbox/publish", json={"ready": "cat-dien"})
    published = await article(browser, "cat-dien")
    assert published["hours"]
    assert "từ 08 giờ 00 đến 11 giờ 30" in published["title"]

    await browser.post("/sandbox/put-off", json={"article": published["id"]})
    edited = await article(browser, "cat-dien")
    assert edited["id"] == published["id"]
    assert "từ 09 giờ 00 đến 12 giờ 30" in edited["title"]
    kept = portal.find(published["id"])
    assert kept
    assert "từ 09 giờ 00 đến 12 giờ 30" in kept.body


async def test_an_article_without_an_hour_cannot_be_put_off(browser: httpx.AsyncClient) -> None:
    await browser.post("/sandbox/publish", json={"title": "Cấp nước", "text": "Mỗi khu 4 giờ mỗi ngày."})
    written = await article(browser, "own")
    assert not written["hours"]
    refused = await browser.post("/sandbox/put-off", json={"article": written["id"]})
    assert (refused.status_code, "no hour" in refused.json()["error"]) == (400, True)


async def test_a_withdrawn_article_is_nowhere_until_it_is_restored(
    browser: httpx.AsyncClient, portal: SamplePortal
) -> None:
    await browser.post("/sandbox/publish", json={"ready": "cat-dien"})
    published = await article(browser, "cat-dien")
    kept = portal.find(published["id"])
    assert kept
    page = portal.path_of(kept).removeprefix(portal.path)
    async with reading(portal) as reader:
        await browser.post("/sandbox/withdraw", json={"article": kept.id})
        assert (await article(browser, "cat-dien"))["gone"]
        assert (await reader.get(page)).status_code == 404
        assert kept.alias not in (await reader.get("/rss/")).text
        await browser.post("/sandbox/restore", json={"article": kept.id})
        assert not (await article(browser, "cat-dien"))["gone"]
        assert (await reader.get(page)).status_code == 200
        assert kept.alias in (await reader.get("/rss/")).text


async def test_a_closed_portal_answers_one_page_that_a_reader_sees_through(
    browser: httpx.AsyncClient, portal: SamplePortal
) -> None:
    async with reading(portal) as reader:
        await browser.post("/sandbox/close", json={})
        assert (await state(browser))["closed"] is True
        for path in ("/", "/rss/", "/tau-ra-dao/"):
            answer = await reader.get(path)
            assert answer.status_code == 200
            assert named(answer.content, "text/html") == "the portal is closed for maintenance"
        await browser.post("/sandbox/open", json={})
        assert named((await reader.get("/rss/")).content, "text/xml") is None
