"""The Bot API over HTTP: `/bot<token>/<method>`, GET or POST, any of the forms a request may take."""

import asyncio
import json
import logging
import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

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

FORM = "application/x-www-form-urlencoded"
LONGEST_BODY = 1 << 20  # bytes
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
        given = await _given(request)
        answer = given if isinstance(given, Refusal) else await _answer(world, method, given, end)
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


async def _given(request: Request) -> dict[str, Any] | Refusal:
    """The parameters of the address and of the body, a form's still as strings."""
    query: dict[str, Any] = dict(request.query_params)
    raw = await _body(request)
    if isinstance(raw, Refusal):
        return raw
    if not raw:
        return query
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == FORM:
            return query | dict(parse_qsl(raw.decode(), keep_blank_values=True, strict_parsing=True))
        if kind == "application/json":
            said = json.loads(raw)
            return query | said if isinstance(said, dict) else bad_request("object expected as request body")
    except (ValueError, RecursionError):
        return bad_request(f"can't parse the request body as {kind}")
    return bad_request(f"the sandbox takes no request body of type {kind or 'unknown'}")


async def _body(request: Request) -> bytes | Refusal:
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LONGEST_BODY:
            return Refusal(413, "Request Entity Too Large")
    return raw


def _response(answer: object) -> Response:
    return JSONResponse(body(answer), status_code=status(answer), headers=headers(answer))
