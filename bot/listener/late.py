"""What was said a while before it is heard: a webhook that is tried again, a poll after a standstill. Pure.

A digit means what its writer saw when they wrote it, and an older word never undoes a newer one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clocks import BELIEVED, in_ours
from bot.messages import Chose, Incoming, Left, Returned, Said

LATE = timedelta(seconds=20)  # Zalo tries a webhook again after 30
SLACK = timedelta(seconds=5)  # clocks that differ; an answer that is written down after it was read


def timed(told: Sequence[Incoming], *, theirs: datetime | None, now: datetime) -> list[Incoming]:
    """What is told, words and presses at the time of our clock; `theirs` and `now` are one moment by each.

    Coming and going keep the messenger's time: they are compared with nothing but each other.
    """
    return [
        replace(one, at=in_ours(one.at, theirs=theirs, now=now))
        if isinstance(one, Said | Chose) and one.at is not None
        else one
        for one in told
    ]


def said_at(incoming: Incoming, now: datetime) -> datetime | None:
    """When it was said, where that was a good while ago; None where it is timely."""
    at = incoming.at if isinstance(incoming, Said | Chose) else None
    return at if at is not None and LATE <= now - at <= BELIEVED else None


def said_before(incoming: Incoming, now: datetime) -> datetime | None:
    """Until when its writer can have seen anything, where they wrote a good while ago; None where it is timely."""
    at = said_at(incoming, now)
    return at + SLACK if at else None


def overruled(incoming: Incoming, known: datetime | None) -> bool:
    """Whether a coming or going is told of late, when a newer one (at `known`, by the messenger's clock) was heard."""
    at = incoming.at if isinstance(incoming, Left | Returned) else None
    return at is not None and known is not None and at < known


def name_of(incoming: Incoming) -> str:
    """What it is called, where a messenger may tell it again; the same name is the same thing."""
    match incoming:
        case Said(ref=name) | Chose(press=name) | Left(ref=name) | Returned(ref=name):
            return name
