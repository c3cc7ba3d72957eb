"""Hours and days as people type them: «22h-5h30», «6 giờ chiều», «đến 30/12», «3 ngày»."""

import re
from dataclasses import dataclass
from datetime import date, time

from feeds.fold import fold

_PART = r"(?:\s*(sang|trua|chieu|toi|dem|am|pm))?"
_HOUR = rf"([01]?\d|2[0-3])\s*(?:(?:[:h.]|gio)\s*([0-5]\d)?)?{_PART}"
_HOURS = re.compile(rf"(?:tu\s+)?{_HOUR}\s*(?:-|–|den|toi|to)\s*{_HOUR}")
_ONE_HOUR = re.compile(rf"(?:luc\s+|at\s+)?{_HOUR}")
_DATE = re.compile(
    r"(?:den|toi|until)?\s*(?:het\s+)?(?:ngay\s+)?(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?"
)
_SPELT = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "one": 1, "two": 2, "three": 3}
_COUNT = re.compile(rf"(\d{{1,3}}|{'|'.join(_SPELT)})\s*(ngay|tuan|thang|days?|weeks?|months?)")
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
    start, end = _time(*found.group(1, 2, 3)), _time(*found.group(4, 5, 6))
    return (start, end) if start != end else None


def hour(text: str) -> time | None:
    """One hour, to the nearest quarter, or None."""
    found = _ONE_HOUR.fullmatch(fold(text))
    return _time(*found.group(1, 2, 3)) if found else None


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
    if not found:
        return None
    each = next(n for unit, n in _DAYS.items() if found[2].startswith(unit))
    return each * (_SPELT.get(found[1]) or int(found[1]))


def _time(hours: str, minutes: str | None, part: str | None) -> time:
    """To the nearest quarter: who keeps the same hours shares a slot in the outbox."""
    quarters = (_of_day(int(hours), part) * 60 + int(minutes or 0) + 7) // 15
    return time(quarters // 4 % 24, quarters % 4 * 15)


def _of_day(hour: int, part: str | None) -> int:
    """The hour of the day: «6 giờ chiều» is 18, «1 giờ đêm» is 1, «12 giờ đêm» is 0."""
    if part is None or hour > 12:
        return hour
    if hour == 12:
        return 12 if part in ("trua", "chieu", "pm") else 0
    later = {"chieu": 1, "toi": 1, "pm": 1, "trua": 1, "dem": 6}.get(part, 13)
    return hour + 12 if later <= hour < (4 if part == "trua" else 12) else hour
