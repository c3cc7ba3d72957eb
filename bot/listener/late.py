"""What was said a while before it is heard: a webhook that is tried again, a poll after a standstill. Pure.

A digit means what its writer saw when they wrote it, and an older word never undoes a newer one.
"""

from datetime import datetime, timedelta

from bot.messages import Chose, Incoming, Said

LATE = timedelta(seconds=20)  # Zalo tries a webhook again after 30
SLACK = timedelta(seconds=5)  # clocks that differ; an answer that is written down after it was read
BELIEVED = timedelta(days=7)  # an older time is none: no messenger keeps words that long


def said_at(incoming: Incoming, now: datetime) -> datetime | None:
    """When it was said, where that was a good while ago; None where it is timely."""
    at = incoming.at if isinstance(incoming, Said | Chose) else None
    return at if at is not None and LATE <= now - at <= BELIEVED else None


def said_before(incoming: Incoming, now: datetime) -> datetime | None:
    """Until when its writer can have seen anything, where they wrote a good while ago; None where it is timely."""
    at = said_at(incoming, now)
    return at + SLACK if at else None
