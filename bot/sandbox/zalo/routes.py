"""Zalo's Bot Platform over HTTP: `/bot<token>/<method>`, GET or POST."""

import asyncio
import secrets

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.parameters import Unreadable, parameters
from bot.sandbox.zalo.answers import NOT_FOUND, UNAUTHORIZED, Answer, Page, Refusal, bad_request, body
from bot.sandbox.zalo.methods import do
from bot.sandbox.zalo.world import ZaloWorld


def zalo_bot_routes(world: ZaloWorld, *, stopping: asyncio.Event | None = None) -> list[BaseRoute]:
    """The routes of one world, to be mounted anywhere; long polls end empty once `stopping` is set."""
    end = stopping or asyncio.Event()

    async def call(request: Request) -> Response:
        bot, _, method = request.path_params["path"].partition("/")
        if not bot.startswith("bot") or not method:
            return _response(NOT_FOUND)
        if not secrets.compare_digest(bot.removeprefix("bot").encode(), world.token.encode()):
            return _response(UNAUTHORIZED)
        try:
            given = await parameters(request)
        except Unreadable as fault:
            return _response(bad_request(str(fault)))
        return _response(await do(world, method, given, end))

    return [Route("/{path:path}", call, methods=["GET", "POST"])]


def _response(answer: Answer) -> Response:
    if isinstance(answer, Page):
        return HTMLResponse(answer.html, status_code=answer.status)
    return JSONResponse(body(answer), status_code=answer.status if isinstance(answer, Refusal) else 200)
