"""What a messenger's plan lets through: pure decisions over counts, hours and the last time somebody wrote.

The numbers are Zalo's: a month's messages of the bot's plan; the OA's windows of 48 hours and 7 days after a person's
last interaction, what a message between them costs, and the nights (facts of 2026-11).
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.messages import Deferred, Unreached
from bot.timing import LOCAL, next_hour
from storage.outbox.owed import Announcement, Kind, Manner

WARN_AT = 0.80  # staff hear of it, and ordinary news waits for the digest
SPARE_AT = 0.95  # what is left is for urgent news, for staff and for answers
FREE = timedelta(hours=48)
WINDOW = timedelta(days=7)
PRICE = 55  # đồng a message between the two
MORNING, EVENING = time(6), time(22)

CONVINCED = timedelta(minutes=10)  # of nothing but refusals for the quota: they are not for speed
AGAIN = timedelta(hours=1)  # one sending an hour asks whether it is still so

RESERVED = (Kind.URGENT, Kind.ALL_CLEAR, Kind.NOTICE, Kind.ANSWER)


@dataclass(frozen=True, slots=True)
class Goes:
    """It may go now; `price` is what it costs, in đồng."""

    price: int = 0


def month(now: datetime) -> str:
    """The calendar month that quotas are counted in, «2026-11»."""
    return now.astimezone(LOCAL).strftime("%Y-%m")


def month_end(now: datetime) -> datetime:
    """When the next month begins."""
    first = now.astimezone(LOCAL).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)


def ration(
    told: Announcement,
    used: int,
    limit: int,
    *,
    withheld: int = 0,
    again: datetime | None = None,
    now: datetime,
    digest: time,
) -> Goes | Deferred:
    """Whether one more of `limit` messages a month is spent on this, `used` being gone.

    From 80 % on ordinary news shares a digest, from 95 % on the rest is kept for what cannot wait. Zalo may give fewer
    than `limit`, by `withheld`: where that makes the month over, one sending asks anew at `again`, the next to come.
    """
    if used >= limit:
        return Deferred(month_end(now), "the month's messages are used up")
    mergeable = told.kind is Kind.NEWS and told.manner is Manner.SEND and told.article is not None
    shared = Deferred(next_hour(now, digest), "told in the digest, to spare messages", digest=True)
    if (gone := used + withheld) >= limit:
        if again is None or again <= now:
            return Goes()
        return shared if mergeable else Deferred(again, "Zalo says that the month's messages are used up")
    if told.kind in RESERVED or gone < limit * WARN_AT:
        return Goes()
    if gone >= limit * SPARE_AT:
        return Deferred(month_end(now), "the month's last messages are kept for urgent news")
    return shared if mergeable else Goes()


def window(kind: Kind, heard_at: datetime | None, *, left: int, now: datetime) -> Goes | Deferred | Unreached:
    """Whether an Official Account may write to somebody who last wrote at `heard_at`; `left` đồng may be spent.

    By night only what is urgent and what answers tries; Zalo says itself where it must wait.
    """
    quiet = now - heard_at if heard_at else None
    if quiet is None or quiet >= WINDOW:
        return Unreached("did not write to us for 7 days")
    if kind not in RESERVED and is_night(now):
        return Deferred(next_hour(now, MORNING), "no messages from 22:00 to 06:00")
    if quiet < FREE:
        return Goes()
    return (
        Goes(PRICE)
        if left >= PRICE
        else Unreached("did not write to us for 48 hours, and nothing may be spent")
    )


def is_night(now: datetime) -> bool:
    """Whether it is between 22:00 and 06:00."""
    return not MORNING <= now.astimezone(LOCAL).time() < EVENING
