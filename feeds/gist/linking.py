"""Finds the earlier urgent that an update or an all-clear belongs to: the same danger, the same season."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from feeds.gist.hazards import stops

Id = TypeVar("Id")

_ONE_STORM = timedelta(days=20)  # a storm's number comes back next year, never next month
_ONE_STOP = timedelta(days=45)  # a ban or a stop has no number: what ends now began of late
_NUMBERED = re.compile(r"bão\b")


@dataclass(frozen=True, slots=True)
class Told(Generic[Id]):
    """What was told when: `hazard` as the gist names it («bão số 6/2026»), `at` aware."""

    id: Id
    title: str
    hazard: str | None
    at: datetime


def belongs_to(told: Told[Id], earlier: Iterable[Told[Id]]) -> Told[Id] | None:
    """The latest of the `earlier` ones that `told` updates or ends; None where there is none.

    The same hazard outranks the same stop: «dỡ bỏ lệnh cấm biển» ends the ban that «Cấm tàu thuyền ra khơi do bão
    số 6» gave, and a storm of the same number of another year is another storm.
    """
    before = [one for one in earlier if one.at <= told.at and one.id != told.id]
    for related in (_same_hazard, _same_stop):
        found = [one for one in before if related(told, one)]
        if found:
            return max(found, key=lambda one: one.at)
    return None


def _same_hazard(told: Told[Id], one: Told[Id]) -> bool:
    if told.hazard is None or one.hazard is None:
        return False
    name, year = _split(told.hazard)
    other, other_year = _split(one.hazard)
    if name != other:
        return False
    if _NUMBERED.match(name):
        return year == other_year or told.at - one.at <= _ONE_STORM
    return told.at - one.at <= _ONE_STOP


def _same_stop(told: Told[Id], one: Told[Id]) -> bool:
    """Two titles that name the same stop, whatever caused it; never two storms of different numbers."""
    storms = {hazard for hazard in (told.hazard, one.hazard) if hazard and _NUMBERED.match(hazard)}
    return (
        len(storms) < 2
        and told.at - one.at <= _ONE_STOP
        and bool(stops(f"{told.title} {told.hazard or ''}") & stops(f"{one.title} {one.hazard or ''}"))
    )


def _split(hazard: str) -> tuple[str, str]:
    name, _, year = hazard.partition("/")
    return name, year
