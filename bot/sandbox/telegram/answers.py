"""How the Bot API answers: a result, or a refusal in Telegram's own words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request not taken: the HTTP status, what Telegram says, and `parameters` as `retry_after`."""

    status: int
    description: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def bad_request(words: str) -> Refusal:
    return Refusal(400, f"Bad Request: {words}")


def retry_after(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def body(answer: object) -> dict[str, Any]:
    """The JSON of an answer: `{"ok": true, "result": …}`, or the refusal's."""
    if not isinstance(answer, Refusal):
        return {"ok": True, "result": answer}
    said: dict[str, Any] = {"ok": False, "error_code": answer.status, "description": answer.description}
    return said | ({"parameters": dict(answer.parameters)} if answer.parameters else {})


def status(answer: object) -> int:
    return answer.status if isinstance(answer, Refusal) else HTTPStatus.OK


def headers(answer: object) -> dict[str, str]:
    """`Retry-After` beside a 429, as Telegram sends it."""
    if isinstance(answer, Refusal) and "retry_after" in answer.parameters:
        return {"Retry-After": str(answer.parameters["retry_after"])}
    return {}


def known(name: str) -> Refusal:
    """One of Telegram's refusals by its name in refusals.json. Raises KeyError."""
    return Refusal(**_refusals()[name])


@cache
def _refusals() -> dict[str, dict[str, Any]]:
    text = files(__package__).joinpath("refusals.json").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, Any]]", json.loads(text))


UNAUTHORIZED = known("unauthorized")
NOT_FOUND = known("not_found")
LOGGED_OUT = known("logged_out")
BLOCKED = known("blocked")
CHAT_NOT_FOUND = known("chat_not_found")
EDIT_NOT_FOUND = known("edit_not_found")
EDIT_NOT_OURS = known("edit_cant")
DELETE_NOT_FOUND = known("delete_not_found")
DELETE_TOO_LATE = known("delete_cant")
REPLY_NOT_FOUND = known("reply_not_found")
NOT_MODIFIED = known("not_modified")
QUERY_TOO_OLD = known("query_too_old")
OTHER_POLLER = known("conflict_two_pollers")
WEBHOOK_ACTIVE = known("conflict_webhook_active")
WEBHOOK_SET = known("conflict_set_webhook")
