"""What Zalo's Bot Platform answers, in our words: decided by the body, never by the HTTP status.

Codes come as numbers and as strings; `result` may be missing; an empty poll is an error 408, with HTTP 408 or 200.
"""

import logging
from collections.abc import Mapping
from typing import Any

from bot.channels.posting import FIRST_WAIT, Body, Reply, lost, number
from bot.messages import Failed, Outcome, Refused, Sent, Throttled, Unknown, UsedUp

log = logging.getLogger(__name__)

TOKEN_REFUSED_WAIT = 60.0
_NOBODY_ASKED = 408
_QUOTA = (426, 429)


def outcome(reply: Reply) -> Outcome:
    """What a sending came to. Zalo never says how long to wait, so a refusal for quota (or speed) names the least."""
    if not isinstance(reply, Body):
        return lost(reply)
    said = reply.said
    if said.get("ok") is True:
        return Sent(str(result(said).get("message_id") or ""))
    if "ok" not in said:
        return Unknown("an answer that is neither yes nor no")
    code, reason = number(said.get("error_code")), described(said)
    if code in _QUOTA:
        return UsedUp(FIRST_WAIT, reason)
    if code == 401:
        log.error("zalo_bot refuses the token: check LOA_ZALO_BOT_TOKEN")
        return Throttled(TOKEN_REFUSED_WAIT)
    if code == _NOBODY_ASKED:
        return Unknown(reason)
    return Refused(reason) if code in (400, 413) else Failed(reason)


def empty_poll(said: Mapping[str, Any]) -> bool:
    """Whether nobody said anything: «Request timeout»."""
    return said.get("ok") is not True and number(said.get("error_code")) == _NOBODY_ASKED


def webhook_is_set(said: Mapping[str, Any]) -> bool:
    """Whether a webhook left over from another way of running keeps us deaf."""
    return number(said.get("error_code")) == 400 and "webhook is set" in described(said).lower()


def result(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `result` of an answer; empty where there is none."""
    inner = said.get("result")
    return inner if isinstance(inner, dict) else {}


def described(said: Mapping[str, Any]) -> str:
    """What an error says of itself, in one line."""
    words = f"{said.get('description') or 'no description'} ({said.get('error_code')})"
    return " ".join(words.split())[:200]
