"""When to look again: pure. Chance comes in as a number from 0 up to 1."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from feeds.dates import LOCAL
from feeds.formats.outline import Hints
from feeds.portals import Source
from feeds.reach import host_of, is_loopback
from feeds.visits import Visit

LONGEST_BACKOFF = timedelta(minutes=10)
LONGEST_WISH = timedelta(hours=1)
TRUST = timedelta(days=1)
SHORTEST = timedelta(seconds=60)
NIGHT = timedelta(minutes=15)  # the longest wait of a night: a storm does not keep office hours
DAWN, DUSK = time(5), time(22)
LIVELY = timedelta(minutes=15)  # after a find: offices publish in bunches
AWAKE = timedelta(hours=2)  # after a find the night is no night
JITTER = 0.1  # share of a wait that chance may take off


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What a source's answer says of when the next look is worth while."""

    fresh_for: timedelta = timedelta()
    hints: Hints = field(default_factory=Hints)


def next_look(
    source: Source,
    now: datetime,
    *,
    rhythm: Rhythm | None = None,
    found_at: datetime | None = None,
    chance: float = 0.0,
) -> datetime:
    """After a good look. By day never later than `source.every`; sooner for a while after something was `found_at`.

    In a quiet night four times as late, or as late as the answer wishes, a quarter of an hour at most.
    A source on loopback is looked at every `source.every`, to the second.
    """
    if on_loopback(source):
        return now + source.every
    since = now - found_at if found_at else None
    if since is not None and since < LIVELY:
        wait = max(SHORTEST, source.every / 2)
    elif _is_day(now) or (since is not None and since < AWAKE):
        wait = source.every
    else:
        wait = max(source.every, min(max(source.every * 4, _wish(rhythm or Rhythm(), now)), NIGHT))
        wait = min(wait, _until_dawn(now) + source.every)
    return now + min(wait, max(wait, source.every)) * (1 - JITTER * chance)


def next_try(
    source: Source, now: datetime, *, failures: int, wish: timedelta | None, chance: float = 0.0
) -> datetime:
    """After `failures` looks in a row went wrong: twice as long each time, ten minutes at most, for ever.

    Never before the server's `wish`, of which an hour is heard.
    """
    doubled = source.every * (1 << min(failures, 10))
    wait = min(doubled, max(source.every, LONGEST_BACKOFF))
    if not on_loopback(source):
        wait *= 1 - JITTER * chance
    return now + max(wait, min(wish or timedelta(), LONGEST_WISH))


def may_trust_validators(visit: Visit, now: datetime) -> bool:
    """Whether a conditional question is good enough: once a day nothing is taken on trust."""
    return visit.full_at is not None and now - visit.full_at < TRUST


def on_loopback(source: Source) -> bool:
    """Whether all of the source is on this machine, to which no politeness is owed."""
    return all(is_loopback(host_of(address)) for address in source.addresses)


def _is_day(now: datetime) -> bool:
    return DAWN <= now.astimezone(LOCAL).time() < DUSK


def _until_dawn(now: datetime) -> timedelta:
    local = now.astimezone(LOCAL)
    dawn = local.replace(hour=DAWN.hour, minute=0, second=0, microsecond=0)
    return (dawn if dawn > local else dawn + timedelta(days=1)) - local


def _wish(rhythm: Rhythm, now: datetime) -> timedelta:
    """How long nothing new is promised: by the headers, by the feed's ttl, by the hours and days it skips."""
    utc = now.astimezone(UTC)
    hour = utc.replace(minute=0, second=0, microsecond=0)
    hours = 0
    while hours < 24 and _skipped(rhythm.hints, hour + timedelta(hours=hours)):
        hours += 1
    quiet = hour + timedelta(hours=hours) - utc if hours else timedelta()
    return max(rhythm.fresh_for, rhythm.hints.ttl, quiet)


def _skipped(hints: Hints, moment: datetime) -> bool:
    return moment.hour in hints.skip_hours or moment.weekday() in hints.skip_days
