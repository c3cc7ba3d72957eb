"""The addresses of the sandbox's page: the page, what it shows, and what its buttons do."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.clock import JUMPS
from bot.sandbox.page.segments import segments, web
from bot.sandbox.portal.site import SamplePortal
from bot.sandbox.telegram.world import Person, Shown, World

Office = Callable[[], Awaitable[list[dict[str, Any]]]]
Deed = Callable[[Mapping[str, Any]], Any]

HERE = Path(__file__).parent
LONGEST_WAIT = 20.0  # seconds; under the half minute after which proxies give up
POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; object-src 'none'"


class BadRequest(Exception):
    """What was asked cannot be done; the message says why in one line."""


def page_routes(
    world: World,
    portal: SamplePortal,
    office: Office,
    *,
    clock: Callable[[], datetime],
    jump: Callable[[str], None],
    stopping: asyncio.Event | None = None,
) -> list[BaseRoute]:
    """The routes of the page. `office` gives rows `{id, title, count, mean, spread}`; `jump` moves the `clock`;
    `stopping` ends long polls."""
    end = stopping or asyncio.Event()

    async def page(_: Request) -> Response:
        return FileResponse(
            HERE / "templates" / "sandbox.html",
            headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"},
        )

    async def state(request: Request) -> Response:
        try:
            user = _phone(world, request.query_params.get("phone"))
            after = _number(request.query_params.get("after", "-1"), "after")
        except BadRequest as fault:
            return _refused(fault)
        await _changed(world, after, end)
        shown = _state(world, portal, user)
        shown |= {"office": await office(), "now": clock().isoformat()}
        return JSONResponse(shown, headers={"Cache-Control": "no-store"})

    deeds = _deeds(world, portal) | {"clock": lambda body: _jump(jump, body)}
    return [
        Route("/", page),
        Route("/sandbox/state", state),
        Mount("/sandbox/static", StaticFiles(directory=HERE / "static")),
        *(Route(f"/sandbox/{name}", _posted(deed), methods=["POST"]) for name, deed in deeds.items()),
    ]


def _deeds(world: World, portal: SamplePortal) -> dict[str, Deed]:
    """What each button of the page does; every one answers with a value for JSON or nothing."""

    def user(body: Mapping[str, Any]) -> int:
        return _known(world, _number(body.get("phone"), "phone"))

    def publish(body: Mapping[str, Any]) -> None:
        if "ready" in body:
            ready = _text(body, "ready", 100)
            if ready not in {one.id for one in portal.ready}:
                raise BadRequest(f"no announcement {ready!r} is ready to publish")
            portal.publish(ready)
        else:
            portal.write(
                _text(body, "title", 300), _text(body, "text", 20_000), _text(body, "category", 60, "")
            )

    def press(body: Mapping[str, Any]) -> str:
        phone, message = user(body), _number(body.get("message"), "message")
        if not any(shown.message_id == message and shown.from_bot for shown in world.chat(phone)):
            raise BadRequest(f"there is no message {message} with buttons on this phone")
        return world.press(phone, message, _text(body, "data", 64))

    return {
        "phones": lambda body: {"id": world.add_person(_text(body, "name", 40))},
        "say": lambda body: world.say(user(body), _text(body, "text", 4096)),
        "press": press,
        "publish": publish,
        "block": lambda body: world.block(user(body)),
        "unblock": lambda body: world.unblock(user(body)),
        "flood": lambda body: world.flood(min(60, max(1, _number(body.get("seconds", 10), "seconds")))),
    }


def _jump(jump: Callable[[str], None], body: Mapping[str, Any]) -> None:
    where = _text(body, "to", 20)
    if where not in JUMPS:
        raise BadRequest(f"the clock cannot jump to {where!r}: choose from {', '.join(JUMPS)}")
    jump(where)


def _posted(deed: Deed) -> Callable[[Request], Awaitable[Response]]:
    """A POST of this page's own: a JSON object in, JSON out; anything else gets one clear line."""

    async def endpoint(request: Request) -> Response:
        if not same_origin(request.headers.get("origin"), request.headers.get("host", "")):
            return JSONResponse({"error": "this page answers only itself"}, status_code=403)
        try:
            return JSONResponse({"ok": True, "result": deed(_object(await request.body()))})
        except BadRequest as fault:
            return _refused(fault)

    return endpoint


def same_origin(origin: str | None, host: str) -> bool:
    """Whether a request comes from our own page; browsers always name the origin of a POST, programs need not."""
    return origin is None or (web(origin) and urlsplit(origin).netloc == host)


async def _changed(world: World, after: int, end: asyncio.Event) -> None:
    """Return when something is newer than `after`, when stopping, or after the longest wait."""
    waits = {
        asyncio.create_task(world.pulse.after(after, LONGEST_WAIT)),
        asyncio.create_task(end.wait()),
    }
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def _state(world: World, portal: SamplePortal, user: int) -> dict[str, Any]:
    return {
        "version": world.pulse.count,
        "phone": user,
        "phones": [_phone_row(world, person) for person in world.people],
        "chat": [_bubble(shown) for shown in world.chat(user)],
        "toasts": list(world.toasts(user)),
        "ready": [{"id": one.id, "label": one.label, "title": one.title} for one in portal.ready],
        "articles": [
            {"id": article.id, "title": article.title, "at": article.at.isoformat()}
            for article in portal.articles
        ],
    }


def _phone_row(world: World, person: Person) -> dict[str, Any]:
    newest = max((shown.message_id for shown in world.chat(person.id) if shown.from_bot), default=0)
    return {"id": person.id, "name": person.name, "blocked": person.blocked, "newest": newest}


def _bubble(shown: Shown) -> dict[str, Any]:
    return {
        "id": shown.message_id,
        "from_bot": shown.from_bot,
        "segments": segments(shown.text, shown.entities),
        "rows": shown.rows,
        "silent": shown.silent,
        "reply_to": shown.reply_to,
        "edited_at": shown.edited_at.isoformat() if shown.edited_at else None,
        "at": shown.at.isoformat(),
    }


def _phone(world: World, asked: str | None) -> int:
    """The phone asked for; the first one when none was."""
    if asked is None and world.people:
        return world.people[0].id
    return _known(world, _number(asked, "phone"))


def _known(world: World, user: int) -> int:
    if user not in {person.id for person in world.people}:
        raise BadRequest(f"there is no phone {user}")
    return user


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise BadRequest("the body is not JSON") from None
    if not isinstance(value, dict):
        raise BadRequest("the body is not a JSON object")
    return value


def _text(body: Mapping[str, Any], name: str, longest: int, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str) or (not value.strip() and default is None):
        raise BadRequest(f"{name!r} must be a text that is not empty")
    if len(value) > longest:
        raise BadRequest(f"{name!r} is longer than {longest} characters")
    return value.strip()


def _number(value: object, name: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if (
        isinstance(value, str)
        and value.lstrip("-").isascii()
        and value.lstrip("-").isdigit()
        and len(value) < 20
    ):
        return int(value)
    raise BadRequest(f"{name!r} must be a whole number")


def _refused(fault: BadRequest) -> Response:
    return JSONResponse({"error": str(fault)}, status_code=400)
