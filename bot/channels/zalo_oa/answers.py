"""What the Official Account's API answers, in our words: its error codes, one outcome each.

Errors come with HTTP 200 as `{"error": -216, "message": "…"}`. The codes are those of the public list of 2026-11.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.channels.posting import FIRST_WAIT, Body, Reply, lost, number
from bot.messages import Deferred, Failed, Gone, Outcome, Refused, Sent, Throttled, Unknown, Unreached, UsedUp
from bot.quota import MORNING
from bot.timing import next_hour

log = logging.getLogger(__name__)

ACCOUNT_REFUSED_WAIT = 60.0
_HOUR = 3600.0
TOKEN_REFUSED = (-216, -220, -124)
BUTTONS_REFUSED = (-201, -233)
NOT_THIS_ENDPOINT, ENDPOINT_GONE = -235, -240

_GONE = {-213: "does not follow the account", -217: "blocked the account", -244: "refuses such messages"}
_QUIET = {
    -227: "was not active for 45 days",
    -230: "did not write for 7 days",
    -232: "never wrote to the account",
}
_OUR_FAULT = (-100, -201, -210, -233, -248, -249)
_ACCOUNT = {
    -135: "the account has no ZBS account",
    -136: "the ZBS account cannot pay",
    -137: "the ZBS account cannot pay",
    -204: "the account is switched off",
    -205: "the account does not exist",
    -209: "the app is switched off",
    -212: "the app is not registered for this",
    -219: "the app was removed",
    -221: "the account must be verified",
    -223: "the app lacks a permission",
    -224: "the account's package does not hold this",
    -235: "no endpoint takes messages of this kind of account",
    -240: "no endpoint takes messages of this kind of account",
    -242: "the app secret is wrong",
    -320: "the account must be tied to a Zalo Cloud Account",
    -321: "the Zalo Cloud Account cannot pay",
}


def error(reply: Reply) -> int | None:
    """The code of an answer, 0 where all went well; None where it is no answer of the API."""
    return number(reply.said.get("error")) if isinstance(reply, Body) else None


def account_fault(reply: Reply) -> str:
    """What a person must mend before the account can send anything, if the answer says so."""
    code = error(reply)
    if code in TOKEN_REFUSED:
        return "Zalo refuses the token: run «loa zalo login»"
    return _ACCOUNT.get(code or 0, "")


def outcome(reply: Reply, *, now: datetime) -> Outcome:
    """What a sending came to."""
    if not isinstance(reply, Body):
        return lost(reply)
    code = error(reply)
    if code is None:
        return Unknown("an answer without a code")
    if code == 0:
        data = reply.said.get("data")
        return Sent(str(data.get("message_id") or "") if isinstance(data, dict) else "")
    if fault := account_fault(reply):
        log.error("zalo_oa: %s (%d)", fault, code)
        return Throttled(ACCOUNT_REFUSED_WAIT)
    return _of_the_message(code, _described(reply.said), now)


def _of_the_message(code: int, reason: str, now: datetime) -> Outcome:
    if code in _GONE:
        return Gone(f"{_GONE[code]} ({code})")
    if code in _QUIET:
        return Unreached(f"{_QUIET[code]} ({code})")
    if code in _OUR_FAULT:
        return Refused(reason)
    match code:
        case -32:
            return Throttled(FIRST_WAIT)
        case -211:
            return UsedUp(_HOUR, f"the account's quota is used up ({code})")
        case -218 | -144 | -147:
            return Deferred(next_hour(now, MORNING), f"this person's quota of the day is used up ({code})")
        case -234:
            return Deferred(next_hour(now, MORNING), f"no messages from 22:00 to 06:00 ({code})")
        case _:
            return Failed(reason)


def _described(said: Mapping[str, Any]) -> str:
    return " ".join(f"{said.get('message') or 'no message'} ({said.get('error')})".split())[:200]
