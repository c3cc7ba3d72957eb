"""When a short message about a change of ordinary news may ring for somebody. Pure."""

from datetime import datetime

from bot.rhythm import Rhythm
from bot.timing import Quiet, quiet_end
from storage.records import Citizen, CitizenState


def may_ring(citizen: Citizen | None, usual: Quiet, now: datetime) -> datetime | None:
    """`now`, or the end of their quiet hours; None where they left, blocked us or pause, and are told nothing.

    `usual` are the office's quiet hours.
    """
    if citizen is None or citizen.state is not CitizenState.ACTIVE:
        return None
    if citizen.paused_until is not None and citizen.paused_until > now:
        return None
    return quiet_end(now, Rhythm.parse(citizen.rhythm).hushed(usual))
