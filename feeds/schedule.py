"""When to look again: pure."""

from datetime import datetime, timedelta

from feeds.portals import Source
from feeds.visits import Visit

LONGEST_BACKOFF = timedelta(minutes=10)
TRUST = timedelta(days=1)


def next_look(source: Source, now: datetime) -> datetime:
    """After a good look."""
    return now + source.every


def next_try(source: Source, now: datetime, *, failures: int, wish: timedelta | None) -> datetime:
    """After `failures` looks in a row went wrong: twice as long each time, and never before the server's `wish`."""
    doubled = source.every * (1 << min(failures, 10))
    wait = min(doubled, max(source.every, LONGEST_BACKOFF))
    return now + max(wait, wish or timedelta())


def may_trust_validators(visit: Visit, now: datetime) -> bool:
    """Whether a conditional question is good enough: once a day nothing is taken on trust."""
    return visit.full_at is not None and now - visit.full_at < TRUST
