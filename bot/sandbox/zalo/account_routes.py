"""The Official Account's API over HTTP: tokens (OAuth v4) and messages. Errors come with HTTP 200."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.fitting import utf16
from bot.sandbox.parameters import Unreadable, parameters
from bot.sandbox.zalo.account import APP_ID, Account, Code
from bot.sandbox.zalo.board import Board
from bot.sandbox.zalo.methods import TEXT_LIMIT

MOST_BUTTONS = 5
_WORDS = {
    Code.BUSY: "Your application reached limit call api",
    Code.WRONG: "Params is invalid",
    Code.TOO_LONG: "Parameter exceeds allowable limit",
    Code.QUOTA: "Out of quota",
    Code.NOT_FOLLOWING: "User has not followed OA",
    Code.NOT_READY: "The article is being processed",
    Code.NIGHT: "This message can be sent from 06:00 to 22:00 only",
    Code.BAD_TOKEN: "Access token is invalid",
    Code.EXPIRED: "access_token is expired or removed",
    Code.QUIET: "User has not interacted with the OA in the past 7 days",
    Code.NEVER_WROTE: "User has not interacted with the OA",
    Code.WRONG_KIND: "This API does not support this type of OA",
}


def zalo_account_routes(account: Account) -> list[BaseRoute]:
    """The routes of one account, to be mounted anywhere."""
    board = Board(account)

    async def token(request: Request) -> Response:
        given = await _given(request)
        if given.get("app_id") != APP_ID or request.headers.get("secret_key") != account.app_secret:
            return JSONResponse({"error": -14004, "error_name": "Invalid secret key"})
        pair = account.exchange(str(given.get("refresh_token", "")))
        return JSONResponse(pair or {"error": -14014, "error_name": "Invalid refresh token"})

    def asked(answer: Callable[[Mapping[str, Any]], Response]) -> Callable[[Request], Awaitable[Response]]:
        """Answers whoever shows a token that is good today."""

        async def endpoint(request: Request) -> Response:
            fault = account.token_fault(request.headers.get("access_token", ""))
            return _refused(fault) if fault else answer(await _given(request))

        return endpoint

    def message(given: Mapping[str, Any]) -> Response:
        if "target" in _part(given, "recipient"):
            return _named(board.broadcast(_articles(given)), "message_id")
        return _message(account, given)

    answers: dict[str, Callable[[Mapping[str, Any]], Response]] = {
        "/v3.0/oa/message/cs": lambda _: _refused(Code.WRONG_KIND),
        "/v2.0/oa/message": message,
        "/v2.0/article/create": lambda given: _named(board.make(given), "token"),
        "/v2.0/article/verify": lambda given: _named(board.ready(str(given.get("token"))), "id"),
        "/v3.0/oa/quota/message": lambda _: JSONResponse({"data": [], "error": 0, "message": "Success"}),
    }
    return [
        Route("/v4/oa/access_token", token, methods=["POST"]),
        *(Route(path, asked(answer), methods=["POST"]) for path, answer in answers.items()),
    ]


def _message(account: Account, given: Mapping[str, Any]) -> Response:
    recipient, message = _part(given, "recipient"), _part(given, "message")
    user, text = str(recipient.get("user_id", "")), message.get("text")
    buttons = _part(_part(message, "attachment"), "payload").get("buttons", [])
    if not isinstance(text, str) or not text or not isinstance(buttons, list) or len(buttons) > MOST_BUTTONS:
        return _refused(Code.WRONG)
    if utf16(text) > TEXT_LIMIT:
        return _refused(Code.TOO_LONG)
    if fault := account.hindrance(user):
        return _refused(fault)
    shown = account.deliver(user, text, buttons)
    return JSONResponse(
        {"data": {"message_id": shown.message_id, "user_id": user}, "error": 0, "message": "Success"}
    )


def _articles(given: Mapping[str, Any]) -> list[str]:
    payload = _part(_part(_part(given, "message"), "attachment"), "payload")
    elements = payload.get("elements")
    return [
        str(one.get("attachment_id"))
        for one in (elements if isinstance(elements, list) else [])
        if isinstance(one, dict) and one.get("media_type") == "article"
    ]


def _named(done: str | Code, key: str) -> Response:
    if isinstance(done, Code):
        return _refused(done)
    return JSONResponse({"data": {key: done}, "error": 0, "message": "Success"})


async def _given(request: Request) -> dict[str, Any]:
    """Empty where it cannot be read: what is missing is refused as such."""
    try:
        return await parameters(request)
    except Unreadable:
        return {}


def _part(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = given.get(name)
    return part if isinstance(part, dict) else {}


def _refused(code: Code) -> Response:
    return JSONResponse({"error": int(code), "message": _WORDS[code]})
