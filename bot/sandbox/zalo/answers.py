"""How Zalo's Bot Platform answers: `ok` and `result`, or a code in the body. The HTTP status mostly stays 200.

Sources: Zalo's own documentation, and bodies that public clients recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of the API, in a body that may come with any HTTP status."""

    code: int
    description: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Not an answer of the API at all: the web server in front of it speaks."""

    status: int
    html: str


@dataclass(frozen=True, slots=True)
class Done:
    """It was done; some methods answer with no result."""

    result: Mapping[str, Any] | None = None


Answer = Done | Refusal | Page

UNAUTHORIZED = Refusal(401, "Unauthorized")
NOT_FOUND = Refusal(404, "Not Found")
QUOTA_EXCEEDED = Refusal(429, "Quota exceeded")
NO_CHAT = Refusal(400, "Bad request: The chat_id must not be empty")
NO_SUCH_CHAT = Refusal(400, "Bad request: chat not found")
WRONG_TEXT = Refusal(400, "Bad request: text must be 1 to 2000 characters")
NOBODY_SPOKE = Refusal(408, "Request timeout", status=408)
WEBHOOK_IS_SET = Refusal(
    400, "You cannot use this API while a webhook is set. Please remove the webhook first", status=400
)
HAMMERED = Page(
    429,
    "<html><head><title>429 Too Many Requests</title></head><body><center><h1>429 Too Many Requests</h1></center>"
    "<hr><center>nginx</center></body></html>",
)


def bad_request(words: str) -> Refusal:
    return Refusal(400, f"Bad request: {words}")


def body(answer: Done | Refusal) -> dict[str, Any]:
    """The JSON of an answer."""
    if isinstance(answer, Refusal):
        return {"ok": False, "description": answer.description, "error_code": answer.code}
    return {"ok": True} | ({} if answer.result is None else {"result": dict(answer.result)})
