"""Hours and days as people type them: «22h-5h30», «18:00», «đến 30/12», «3 ngày»."""

import re
from dataclasses import dataclass
from datetime import date, time

from feeds.fold import fold

_HOUR = r"([01]?\d|2[0-3])\s*(?:[:h.]\s*([0-5]\d)?|gio)?"
_HOURS = re.compile(rf"(?:tu\s+)?{_HOUR}\s*(?:-|–|den|to)\s*{_HOUR}")
_ONE_HOUR = re.compile(rf"(?:luc\s+|at\s+)?{_HOUR}")
_DATE = re.compile(
    r"(?:den|toi|until)?\s*(?:het\s+)?(?:ngay\s+)?(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?"
)
_COUNT = re.compile(r"(\d{1,3})\s*(ngay|tuan|thang|days?|weeks?|months?)")
_DAYS = {"n": 1, "d": 1, "tu": 7, "w": 7, "th": 30, "m": 30}


@dataclass(frozen=True, slots=True)
class Day:
    """A day somebody named; the year where they said it."""

    day: int
    month: int
    year: int | None = None

    def after(self, today: date) -> date | None:
        """The first such day after today; None where there is none."""
        try:
            if self.year:
                named = date(self.year, self.month, self.day)
                return named if named > today else None
            this = date(today.year, self.month, self.day)
            return this if this > today else this.replace(year=today.year + 1)
        except ValueError:
            return None


def hours(text: str) -> tuple[time, time] | None:
    """A span of hours, each to the nearest quarter, or None."""
    found = _HOURS.fullmatch(fold(text))
    if not found:
        return None
    start, end = _time(found[1], found[2]), _time(found[3], found[4])
    return (start, end) if start != end else None


def hour(text: str) -> time | None:
    """One hour, to the nearest quarter, or None."""
    found = _ONE_HOUR.fullmatch(fold(text))
    return _time(found[1], found[2]) if found else None


def day(text: str) -> Day | None:
    """A day named as day and month, or None."""
    found = _DATE.fullmatch(fold(text))
    if not found:
        return None
    year = int(found[3]) if found[3] else None
    return Day(int(found[1]), int(found[2]), year + 2000 if year is not None and year < 100 else year)


def days(text: str) -> int | None:
    """So many days, weeks of seven or months of thirty; None where it is no count."""
    found = _COUNT.fullmatch(fold(text))
    return (
        int(found[1]) * next(n for unit, n in _DAYS.items() if found[2].startswith(unit)) if found else None
    )


def _time(hours: str, minutes: str | None) -> time:
    """To the nearest quarter: who keeps the same hours shares a slot in the outbox."""
    quarters = (int(hours) * 60 + int(minutes or 0) + 7) // 15
    return time(quarters // 4 % 24, quarters % 4 * 15)
