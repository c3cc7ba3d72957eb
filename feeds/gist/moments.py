"""From words of time to moments: what «từ 22h00 ngày 30/01 đến 05h00 ngày 31/01/2024» means on a calendar."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from feeds.gist.times import Role, Span, Token

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

_NUMBERS = re.compile(r"\d+")
_LUNAR = re.compile(r"chạp|giêng|m[ùồ]ng", re.IGNORECASE)
_TO_THE_END = re.compile(r"\bhết\b", re.IGNORECASE)
_OF_ANOTHER_DAY = re.compile(
    r"hôm (?:sau|trước)$", re.IGNORECASE
)  # the day before a departure: no day by itself
_PARTS = {"sáng": 6, "trưa": 11, "chiều": 13, "tối": 18, "đêm": 22}
_LAST_DAY = date(9999, 12, 29)  # so that «24 giờ» and a change of zone stay on the calendar
_SHIFTS = {"mai": 1, "kia": 2, "qua": -1}


def moments(span: Span, reference: datetime, current: date | None = None) -> list[datetime]:
    """The moments `span` names, ascending, aware, in Asia/Ho_Chi_Minh; years left out are taken near `reference`.

    `current` is the day the text spoke of last, for an hour without a date. Lunar days name no moment.
    """
    days = _days(span, reference, current)
    hours = [token for token in span.tokens if token.kind == "hour"]
    fallback = current or reference.astimezone(LOCAL).date()
    timed = [(_day_of(hour, span, days), hour) for hour in hours]
    found = [_at(days[token] if token else fallback, hour) for token, hour in timed]
    taken = {token for token, _ in timed}
    found += [_whole_day(span, token, day) for token, day in days.items() if token not in taken]
    return sorted(found)


def _days(span: Span, reference: datetime, current: date | None) -> dict[Token, date]:
    """The calendar days of `span`; a full date in it sets the year of the others and outranks «hôm nay»."""
    full = next((d for t in span.tokens if (d := _full(t))), None)
    near = full or reference.astimezone(LOCAL).date()
    today = reference.astimezone(LOCAL).date()
    days: dict[Token, date] = {}
    for token in span.tokens:
        day = _relative(token, today, current) if full is None else None
        day = day or _full(token) or _short(token, near)
        if day:
            days[token] = day
    return days


def _relative(token: Token, today: date, current: date | None) -> date | None:
    if token.kind != "relative" or _OF_ANOTHER_DAY.search(token.text):
        return None
    if "cùng" in token.text.lower():
        return current or today
    return _valid(lambda: today + timedelta(days=_SHIFTS.get(token.text.lower().split()[-1], 0)))


def _full(token: Token) -> date | None:
    numbers = _numbers(token)
    return _valid(lambda: date(numbers[2], numbers[1], numbers[0])) if len(numbers) == 3 else None


def _short(token: Token, near: date) -> date | None:
    numbers = _numbers(token)
    if len(numbers) != 2:
        return None
    days = (_in_year(near.year + shift, numbers) for shift in (0, -1, 1))
    return min((day for day in days if day), key=lambda day: abs((day - near).days), default=None)


def _in_year(year: int, numbers: list[int]) -> date | None:
    return _valid(lambda: date(year, numbers[1], numbers[0]))


def _numbers(token: Token) -> list[int]:
    if token.kind != "date" or _LUNAR.search(token.text):
        return []
    return [int(n) for n in _NUMBERS.findall(token.text)]


def _day_of(hour: Token, span: Span, days: dict[Token, date]) -> Token | None:
    """«8h ngày 5/2 đến 9h ngày 6/2» looks ahead; «ngày 5/2, từ 8h đến 9h» looks back."""
    line = [token for token in span.tokens if token.kind == "hour" or token in days]
    at = line.index(hour)
    before = [token for token in line[:at] if token in days]
    after = [token for token in line[at:] if token in days]
    backwards = line[0] in days and line[-1] not in days
    ahead = after and (line[at + 1] in days or not before)
    if before and (backwards or not ahead):
        return before[-1]
    return after[0] if after else None


def _at(day: date, hour: Token) -> datetime:
    found = [int(n) for n in _NUMBERS.findall(hour.text)]
    minutes = found[0] * 60 + (found[1] if len(found) > 1 else 0)
    whole = datetime.combine(min(day, _LAST_DAY), time(), LOCAL)
    return whole + timedelta(minutes=minutes)


def _whole_day(span: Span, token: Token, day: date) -> datetime:
    """A day without an hour: its part («chiều»), its last minute after «hết», else its beginning."""
    earlier = [
        other.end for other in span.tokens if other.end <= token.start and other.kind in {"date", "relative"}
    ]
    begin = earlier[-1] if earlier else span.start
    around = span.text[max(0, begin - span.start) : token.end - span.start].lower()
    if _TO_THE_END.search(around) or (span.role is Role.BEFORE and "hết" in around):
        return datetime.combine(day, time(23, 59), LOCAL)
    part = next((hour for word, hour in _PARTS.items() if re.search(rf"\b{word}\b", around)), 0)
    return datetime.combine(day, time(part), LOCAL)


def _valid(make: Callable[[], date]) -> date | None:
    try:
        return make()
    except (ValueError, OverflowError):
        return None
