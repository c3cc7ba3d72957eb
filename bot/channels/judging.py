"""What an answer of the Bot API, or the lack of one, means for what we do next. Pure.

Limits and refusals are those of the Bot API 10.0. What did not come from Telegram itself (a status without its JSON,
as a front end or a captive portal gives it) never condemns a chat, a message or the token.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any, TypeGuard

import httpx

from bot.logs import silence
from bot.messages import Failed, Gone, Moved, Outcome, Refused, Sent, Throttled, Unknown
from feeds.fetching.wire import NEVER_LEFT

log = logging.getLogger(__name__)

TOKEN_REFUSED_WAIT = 60.0
UNSTATED_WAIT = 5.0  # a 429 that does not say how long
LONGEST_WAIT = (
    3600.0  # asked anew after so long: that costs a refusal, a wrong number would cost the office its voice
)
_GONE = (
    "chat not found",
    "chat_restricted",
    "chat_write_forbidden",
    "message thread not found",
    "need administrator rights",
    "no write access",
    "not enough rights",
    "peer_id_invalid",
    "topic_closed",
    "user is deactivated",
)
_NOT_THE_FORM = (
    "chat_id is empty",
    "message can't be edited",
    "message to edit not found",
    "no text in the message to edit",
    "query is too old",
)


class NotTaken(Exception):
    """A request that did not end well: what that means for it, and in one line what was said."""

    def __init__(self, outcome: Outcome, said: str) -> None:
        super().__init__(said)
        self.outcome = outcome


def result(status: int, body: bytes) -> Any:
    """The result an answer holds. Raises NotTaken."""
    answer = _answer(body)
    no = answer is not None and answer.get("ok") is False
    if 200 <= status < 300 and not no:
        if answer is None or "result" not in answer:
            said = "an answer that is not the Bot API's"
            raise NotTaken(Unknown(said), said)  # it may have been delivered
        return answer["result"]
    if answer is None or not no:
        said = f"status {status} without Telegram's words"
        raise NotTaken(refused_before(status, said), said)
    said = " ".join(str(answer.get("description", "")).split())[:200]
    given = answer.get("parameters")
    code = answer.get("error_code")
    if 200 <= status < 300:  # somebody between us changed it
        status = code if isinstance(code, int) else 500
    raise NotTaken(_refused(status, said, given if isinstance(given, dict) else {}), said)


def broken(error: httpx.HTTPError) -> NotTaken:
    """What a line that broke means: a request which never left whole was surely not taken."""
    said = silence(f"{type(error).__name__}: {error}")
    return NotTaken(Failed(said) if isinstance(error, NEVER_LEFT) else Unknown(said), said)


def of_the_form(outcome: Outcome) -> TypeGuard[Refused]:
    """Whether the same words in a plainer form may be taken."""
    return isinstance(outcome, Refused) and not any(
        words in outcome.reason.lower() for words in _NOT_THE_FORM
    )


def _refused(status: int, said: str, parameters: Mapping[str, Any]) -> Outcome:
    """What a refusal in Telegram's own words means."""
    match status, parameters:
        case 429, {"retry_after": int(seconds) | float(seconds)} if seconds > 0:
            return Throttled(float(min(seconds, LONGEST_WAIT)))
        case _, {"migrate_to_chat_id": int(chat)}:
            return Moved(str(chat))
        case 400, _:
            return _bad_request(said)
        case 403, _:
            return Gone(said)
        case 401 | 404, _:
            return _token_refused()
        case _:
            return refused_before(status, said)


def _bad_request(said: str) -> Outcome:
    lower = said.lower()
    if "message is not modified" in lower:
        return Sent("")
    if "logged out" in lower:
        return _token_refused()
    return Gone(said) if any(words in lower for words in _GONE) else Refused(said)


def _token_refused() -> Outcome:
    log.error("telegram refuses the token: check LOA_TELEGRAM_TOKEN")
    return Throttled(TOKEN_REFUSED_WAIT)


def refused_before(status: int, said: str) -> Outcome:
    """Whoever stands before Telegram knows nothing of chats. A gateway that waited in vain has not said no."""
    match status:
        case 413:
            return Refused(said)
        case 429:
            return Throttled(UNSTATED_WAIT)
        case 504:
            return Unknown(said)
        case _:
            return Failed(said)


def _answer(body: bytes) -> Mapping[str, Any] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
