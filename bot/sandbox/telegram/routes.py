"""The Bot API over HTTP: `/bot<token>/<method>`, GET or POST, any of the forms a request may take."""

import asyncio
import json
import logging
import re
import secrets
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.parameters import Unreadable, parameters
from bot.sandbox.telegram.answers import (
    LOGGED_OUT,
    NOT_FOUND,
    UNAUTHORIZED,
    Refusal,
    bad_request,
    body,
    headers,
    known,
    status,
)
from bot.sandbox.telegram.methods import do, get_updates
from bot.sandbox.telegram.spec import check, result_faults
from bot.sandbox.telegram.world import World

log = logging.getLogger(__name__)

_TOKEN = re.compile(r"(?=.{1,80}$)[0-9]+:.+")


def telegram_routes(world: World, *, stopping: asyncio.Event | None = None) -> list[BaseRoute]:
    """The routes of one world, to be mounted anywhere; long polls end empty once `stopping` is set."""
    end = stopping or asyncio.Event()

    async def call(request: Request) -> Response:
        path = request.path_params["path"]
        if not path.startswith("bot") or path.count("/") != 1:
            return _response(NOT_FOUND)
        token, _, method = path.removeprefix("bot").partition("/")
        if not _TOKEN.fullmatch(token):
            return _response(known("invalid_token"))
        if not secrets.compare_digest(token.encode(), world.token.encode()):
            return _response(UNAUTHORIZED)
        try:
            answer = await _answer(world, method, await parameters(request), end)
        except Unreadable as fault:
            answer = _unreadable(fault)
        if not isinstance(answer, Refusal) and world.troubles.loses_answer(method):
            whole = json.dumps(body(answer))
            return Response(whole[: len(whole) // 2], media_type="application/json")
        return _response(answer)

    return [Route("/{path:path}", call, methods=["GET", "POST"])]


async def _answer(world: World, method: str, given: Mapping[str, Any], stopping: asyncio.Event) -> Any:
    """The result, already held against the Bot API's own description, or a Refusal."""
    if world.logged_out:
        return LOGGED_OUT
    if hindrance := world.troubles.hindrance(method, world.clock()):
        return hindrance
    checked = check(method, given)
    if isinstance(checked, Refusal):
        return checked
    result = (
        await get_updates(world, checked, stopping) if method == "getUpdates" else do(world, method, checked)
    )
    if isinstance(result, Refusal):
        return result
    if faults := result_faults(method, result):
        log.error("sandbox telegram: an answer breaks the Bot API: %s", "; ".join(faults))
        return Refusal(500, f"Internal Server Error: the sandbox breaks the Bot API: {faults[0]}")
    return result


def _unreadable(fault: Unreadable) -> Refusal:
    return bad_request(str(fault)) if fault.status == 400 else Refusal(fault.status, str(fault))


def _response(answer: object) -> Response:
    return JSONResponse(body(answer), status_code=status(answer), headers=headers(answer))
