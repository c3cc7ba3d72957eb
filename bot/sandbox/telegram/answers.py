"""How the Bot API answers: a result, or a refusal in Telegram's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any


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


UNAUTHORIZED = Refusal(401, "Unauthorized")
NOT_FOUND = Refusal(404, "Not Found")
LOGGED_OUT = Refusal(400, "Logged out")
RESTART = Refusal(500, "Internal Server Error: restart")
BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")
CHAT_NOT_FOUND = bad_request("chat not found")
EDIT_NOT_FOUND = bad_request("message to edit not found")
EDIT_NOT_OURS = bad_request("message can't be edited")
DELETE_NOT_FOUND = bad_request("message to delete not found")
DELETE_TOO_LATE = bad_request("message can't be deleted for everyone")
REPLY_NOT_FOUND = bad_request("message to be replied not found")
NOT_MODIFIED = bad_request(
    "message is not modified: specified new message content and reply markup are exactly the same as"
    " a current content and reply markup of the message"
)
QUERY_TOO_OLD = bad_request("query is too old and response timeout expired or query ID is invalid")
OTHER_POLLER = Refusal(
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
)
WEBHOOK_ACTIVE = Refusal(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the"
    " webhook first",
)
WEBHOOK_SET = Refusal(409, "Conflict: terminated by setWebhook request")
