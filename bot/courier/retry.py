"""What an outcome means for its delivery. Pure; the whole retry policy of the outbox stands here."""

from datetime import datetime, timedelta
from typing import assert_never

from bot.messages import (
    Deferred,
    Failed,
    Gone,
    Moved,
    Outcome,
    Refused,
    Sent,
    Throttled,
    Unknown,
    Unreached,
    UsedUp,
)
from feeds.text import one_line
from storage.outbox.owed import DeliveryState, Due, Settlement

FIRST_WAIT_SECONDS = 5
LONGEST_WAIT = timedelta(minutes=30)
UNANSWERED = 4
_ENDS = {
    Gone: DeliveryState.GONE,
    Refused: DeliveryState.REFUSED,
    Unreached: DeliveryState.UNREACHED,
}


def settle(outcome: Outcome, due: Due, *, now: datetime) -> Settlement:
    """The settlement of one sending.

    A throttled or moved delivery costs no attempt. Every send whose answer never came (`Unknown`) is followed by
    one more, until `UNANSWERED` of them in a row say that the messenger takes and never answers: no messenger has
    an idempotency key, so a copy too many must be bounded and a lost storm warning must not happen.
    What would be tried again only after its expiry is expired now; what may not go before its expiry was not reachable.
    """
    match outcome:
        case Sent(ref):
            return _final(due, DeliveryState.SENT, message_ref=ref)
        case Gone(reason) | Refused(reason) | Unreached(reason):
            return _final(due, _ENDS[type(outcome)], reason=reason)
        case UsedUp(seconds, reason):
            return settle(Deferred(now + timedelta(seconds=seconds), reason), due, now=now)
        case Deferred(until, reason) if until >= due.expires_at:
            return _final(due, DeliveryState.UNREACHED, reason=reason)
        case Deferred(until, reason, digest):
            return _again(due, DeliveryState.MERGED if digest else _waiting(due), until, reason=reason)
        case Moved(chat) if chat == due.address.chat:
            return _again(
                due, _waiting(due), now + wait(due.attempts), reason="moved to where it is", costs=1
            )
        case Moved(chat):
            return _again(due, _waiting(due), now, reason="moved", moved_to=chat)
        case Throttled(seconds, everyone):
            reason = "throttled: the bot" if everyone else "throttled: this chat"
            at = now + timedelta(seconds=seconds)
            return _again(due, _waiting(due), at, reason=reason, chat_waits=not everyone)
        case Failed(reason):
            return _again(due, _waiting(due), now + wait(due.attempts), reason=reason, costs=1)
        case Unknown(reason) if due.attempts + 1 >= UNANSWERED:
            return _final(due, DeliveryState.UNKNOWN, reason=f"never answered: {reason}")
        case Unknown(reason):
            return _again(due, DeliveryState.UNKNOWN, now + wait(due.attempts), reason=reason, costs=1)
        case _:
            assert_never(outcome)


def wait(attempts: int) -> timedelta:
    """How long after the n-th failed try (counted from 0) the next one is due: doubling, at most half an hour."""
    return min(timedelta(seconds=FIRST_WAIT_SECONDS << min(attempts, 12)), LONGEST_WAIT)


def closed(due: Due, state: DeliveryState, reason: str) -> Settlement:
    """Ended without being sent."""
    return _final(due, state, reason=reason)


def later(due: Due, at: datetime) -> Settlement:
    """Put back, not tried: what was a repeat stays one."""
    return _again(due, _waiting(due), at, reason="its turn comes later")


def _waiting(due: Due) -> DeliveryState:
    return DeliveryState.UNKNOWN if due.repeat else DeliveryState.OWED


def _final(due: Due, state: DeliveryState, *, message_ref: str | None = None, reason: str = "") -> Settlement:
    return Settlement(
        announcement=due.announcement.id,
        citizen=due.citizen,
        state=state,
        attempts=due.attempts,
        message_ref=message_ref and _kept(message_ref),
        reason=_kept(reason),
    )


def _again(
    due: Due,
    state: DeliveryState,
    at: datetime,
    *,
    reason: str,
    costs: int = 0,
    moved_to: str | None = None,
    chat_waits: bool = False,
) -> Settlement:
    stale = at >= due.expires_at
    return Settlement(
        announcement=due.announcement.id,
        citizen=due.citizen,
        state=DeliveryState.EXPIRED if stale else state,
        attempts=due.attempts + costs,
        not_before=None if stale else at,
        reason=_kept(reason),
        moved_to=moved_to,
        chat_waits=chat_waits,
    )


def _kept(words: str) -> str:
    """A server's words as any database takes them: half a surrogate pair or a NUL would refuse the whole batch."""
    return words if words.isascii() and words.isprintable() else one_line(words)
