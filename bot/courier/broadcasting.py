"""Which urgent announcement is broadcast to all followers of an account, and what follows from Zalo's answer. Pure.

A broadcast reaches quiet followers whom nothing else may reach. It rings everybody's phone, costs one of the few a plan
gives a month, is looked through by Zalo for about half an hour, and leaves between 06:00 and 22:00 alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.courier.retry import wait
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
from bot.quota import MORNING, is_night
from bot.timing import next_hour
from storage.outbox.broadcasts import Broadcast, BroadcastState, Candidate
from storage.outbox.owed import Kind
from storage.records import AnnouncementId

SETTLING = timedelta(minutes=5)  # what is on its way to single people is waited for no longer than that
RESERVE = 1  # broadcasts that a mere change leaves for the next danger, or for the end of this one
OPEN = (BroadcastState.MAKING, BroadcastState.CALLING)
_RANG = (BroadcastState.SENT, BroadcastState.UNKNOWN, BroadcastState.CALLING)


@dataclass(frozen=True, slots=True)
class Go:
    """It may be broadcast now."""

    told: Candidate


@dataclass(frozen=True, slots=True)
class Wait:
    """Its time comes later."""

    told: Candidate
    until: datetime


@dataclass(frozen=True, slots=True)
class Spent:
    """It should be broadcast, and the month has none left."""

    told: Candidate


@dataclass(frozen=True, slots=True)
class Over:
    """It was begun and is not worth finishing: it ended, or was replaced, or is stale."""

    told: Candidate


Verdict = Go | Wait | Spent | Over


def weigh(
    candidates: Sequence[Candidate], in_force: frozenset[AnnouncementId], *, left: int, now: datetime
) -> list[Verdict]:
    """What is to be done about each of `candidates` (oldest first) that concerns quiet followers and has no end yet.

    `in_force`: the urgent ones that were neither ended nor taken down; `left`: how many the month still has.
    """
    return [
        verdict
        for number, told in enumerate(candidates)
        if (told.broadcast is None or told.broadcast.state is BroadcastState.MAKING)
        and _concerned(told, candidates[:number])
        and (
            verdict := _weighed(
                told, ended=_ended(told, candidates[number + 1 :], in_force, now), left=left, now=now
            )
        )
    ]


def _concerned(told: Candidate, earlier: Sequence[Candidate]) -> bool:
    """Whether there are quiet followers to tell: who cannot be told the danger, or was told it by a broadcast."""
    if told.kind is Kind.URGENT:
        return told.unreached > 0 or told.broadcast is not None
    return _warned(told, earlier)


def _ended(
    told: Candidate, later: Sequence[Candidate], in_force: frozenset[AnnouncementId], now: datetime
) -> bool:
    over = told.kind is Kind.URGENT and told.announcement not in in_force
    return over or now >= told.expires_at or any(_replaces(one, told) for one in later)


def _weighed(told: Candidate, *, ended: bool, left: int, now: datetime) -> Verdict | None:
    if ended or (told.kind is Kind.URGENT and not told.unreached):
        return Over(told) if told.broadcast else None
    if told.broadcast and told.broadcast.not_before and told.broadcast.not_before > now:
        return Wait(told, told.broadcast.not_before)
    if is_night(now):
        return Wait(told, next_hour(now, MORNING))
    if told.under_way and now < told.created_at + SETTLING:
        return Wait(told, told.created_at + SETTLING)
    return Go(told) if left > (RESERVE if told.kind is Kind.UPDATE else 0) else Spent(told)


def _warned(told: Candidate, earlier: Sequence[Candidate]) -> bool:
    """Whether quiet followers were told of what this changes or ends, before it was announced."""
    about = told.refers_to if told.kind is Kind.ALL_CLEAR else told.story.id
    return any(
        one.story.id == about
        and one.broadcast is not None
        and one.broadcast.state in _RANG
        and one.broadcast.at < told.created_at
        for one in earlier
    )


def _replaces(later: Candidate, told: Candidate) -> bool:
    """Whether it says the same thing anew; a change does not replace the warning that it belongs to."""
    return later.story.id == told.story.id and (later.kind is Kind.URGENT) is (told.kind is Kind.URGENT)


def settled(outcome: Outcome, broadcast: Broadcast, *, until: datetime, now: datetime) -> Broadcast:
    """Where a broadcast stands after an answer to the call that rings; what is stale at `until` is not tried again.

    An answer that never came is the end: it may have rung everybody's phone, and a second one would cost the month's
    next warning (docs/decisions/0038-a-broadcast-is-called-once.md).
    """
    one = replace(broadcast, at=now, not_before=None)
    match outcome:
        case Sent(ref):
            return replace(one, state=BroadcastState.SENT, ref=ref)
        case Unknown(reason):
            return replace(one, state=BroadcastState.UNKNOWN, reason=reason)
        case Refused(reason) | Gone(reason) | Unreached(reason):
            return replace(one, state=BroadcastState.REFUSED, reason=reason)
        case Moved():
            return replace(one, state=BroadcastState.REFUSED, reason="the account is elsewhere")
        case Throttled() | UsedUp() | Failed() | Deferred():
            return later(outcome, one, until=until, now=now)
        case _:
            assert_never(outcome)


def later(
    outcome: Throttled | UsedUp | Failed | Deferred, broadcast: Broadcast, *, until: datetime, now: datetime
) -> Broadcast:
    """Surely nothing rang: tried again when the answer says so, longer and longer, as long as it is worth it."""
    at = now + wait(broadcast.attempts)
    match outcome:
        case Throttled(seconds):
            at, reason = max(at, now + timedelta(seconds=seconds)), ""
        case UsedUp(seconds, reason):
            at = max(at, now + timedelta(seconds=seconds))
        case Deferred(moment, reason):
            at = max(at, moment)
        case Failed(reason):
            pass
    made = replace(
        broadcast, state=BroadcastState.MAKING, at=now, attempts=broadcast.attempts + 1, reason=reason
    )
    if at >= until:
        return replace(made, state=BroadcastState.REFUSED)
    return replace(made, not_before=at)
