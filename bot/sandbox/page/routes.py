"""The addresses of the sandbox's page: the page, what it shows, and what its buttons do."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.page.asked import BadRequest, a_number, an_object
from bot.sandbox.page.deeds import Deed
from bot.sandbox.page.screens import Screen, Screens
from bot.sandbox.page.segments import web
from bot.sandbox.portal.days import an_hour_later
from bot.sandbox.portal.site import SampleArticle, SamplePortal
from bot.sandbox.pulse import Pulse

Office = Callable[[], Awaitable[list[dict[str, Any]]]]

HERE = Path(__file__).parent
LONGEST_WAIT = 4.0  # seconds; what the office counts may change without anything on a phone
POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; object-src 'none'"


def page_routes(
    screens: Screens,
    portal: SamplePortal,
    office: Office,
    deeds: Mapping[str, Deed],
    *,
    pulse: Pulse,
    clock: Callable[[], datetime],
    stopping: asyncio.Event | None = None,
) -> list[BaseRoute]:
    """The routes of the page. `office` gives rows `{id, title, count, mean, spread}`; `pulse` beats when something
    on the screens changes; `stopping` ends long polls."""
    end = stopping or asyncio.Event()

    async def page(_: Request) -> Response:
        return FileResponse(
            HERE / "templates" / "sandbox.html",
            headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"},
        )

    async def state(request: Request) -> Response:
        asked = request.query_params
        try:
            screen = screens.find(asked["phone"]) if "phone" in asked else next(iter(screens))
            after = a_number(asked.get("after", "-1"), "after")
            await _changed(pulse, after, end)
            shown = _state(screens, portal, screen, asked.get("by", "")) | {"version": pulse.count}
        except BadRequest as fault:
            return _refused(fault)
        shown |= {"office": await office(), "now": clock().isoformat()}
        return JSONResponse(shown, headers={"Cache-Control": "no-store"})

    return [
        Route("/", page),
        Route("/sandbox/state", state),
        Mount("/sandbox/static", StaticFiles(directory=HERE / "static")),
        *(Route(f"/sandbox/{name}", _posted(deed), methods=["POST"]) for name, deed in deeds.items()),
    ]


def _posted(deed: Deed) -> Callable[[Request], Awaitable[Response]]:
    """A POST of this page's own: a JSON object in, JSON out; anything else gets one clear line."""

    async def endpoint(request: Request) -> Response:
        if not same_origin(request.headers.get("origin"), request.headers.get("host", "")):
            return JSONResponse({"error": "this page answers only itself"}, status_code=403)
        try:
            return JSONResponse({"ok": True, "result": deed(an_object(await request.body()))})
        except BadRequest as fault:
            return _refused(fault)

    return endpoint


def same_origin(origin: str | None, host: str) -> bool:
    """Whether a request comes from our own page; browsers always name the origin of a POST, programs need not."""
    return origin is None or (web(origin) and urlsplit(origin).netloc == host)


async def _changed(pulse: Pulse, after: int, end: asyncio.Event) -> None:
    """Return when something is newer than `after`, when stopping, or after the longest wait."""
    waits = {asyncio.create_task(pulse.after(after, LONGEST_WAIT)), asyncio.create_task(end.wait())}
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def _state(screens: Screens, portal: SamplePortal, screen: Screen, by: str) -> dict[str, Any]:
    return {
        "phone": screen.id,
        "phones": [one.row() for one in screens],
        "chat": screen.bubbles(),
        "toasts": screen.toasts(by),
        "ready": [{"id": one.id, "label": one.label, "title": one.title} for one in portal.ready],
        "articles": [_article(portal, one) for one in portal.everything],
        "closed": portal.closed,
    }


def _article(portal: SamplePortal, article: SampleArticle) -> dict[str, Any]:
    text = article.title + article.lead + article.body
    return {
        "id": article.id,
        "title": article.title,
        "at": article.at.isoformat(),
        "ready": article.ready,
        "gone": portal.is_withdrawn(article.id),
        "hours": an_hour_later(text) != text,
    }


def _refused(fault: BadRequest) -> Response:
    return JSONResponse({"error": str(fault)}, status_code=400)
