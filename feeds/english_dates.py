"""Dates with English months, as feeds write them: RFC 822 with all its liberties, and what programs print."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<b>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_CLOCK = r"(?P<H>\d{1,2}):(?P<M>\d{1,2})(?::(?P<S>\d{1,2})(?:\.\d+)?)?"
_REST = rf"(?:[\s,-]*(?:at\s+)?{_CLOCK}\s*(?P<half>[ap]\.?m\b\.?)?)?(?P<zone>.*)"
_WEEKDAY = r"\s*(?:[a-z]{2,9}\.?\s*,?\s*)?"
_FORMS = tuple(
    re.compile(_WEEKDAY + form, re.IGNORECASE | re.DOTALL | re.ASCII)
    for form in (
        rf"{_DAY},?[\s-]*{_MONTH},?[\s-]*(?P<y>[12]\d{{3}}|\d\d(?!\d)){_REST}",  # 26 Jan 2024 08:15:00 +0700
        rf"{_MONTH}\s*{_DAY},?\s+(?P<y>[12]\d{{3}}){_REST}",  # January 26, 2024, 8:15 a.m.
        rf"{_MONTH}\s+{_DAY}\s+{_CLOCK}\s+(?P<zone>\S*?)\s*(?P<y>[12]\d{{3}})\b",  # Jan 26 08:15:00 ICT 2024
    )
)
_OFFSET = re.compile(r"([+-])(\d{1,2})(?::?(\d\d))?(?!\d)")
_NAME = re.compile(r"\s*\(?([A-Za-z]+(?:/\w+)?)")
_HOURS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "msk": 3, "ict": 7, "jst": 9,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip


def english_date(text: str) -> datetime | None:
    """The moment in UTC that a text beginning with such a date names, or None.

    What names no zone, or one that nobody knows, is the time of Việt Nam; «-0000» is UTC (RFC 2822, 3.3).
    """
    for form in _FORMS:
        if match := form.match(text):
            return _moment(match.groupdict())
    return None


def zone_of(written: str) -> tzinfo:
    """The zone that is written: «+07», «GMT-07:00», «UTC», «Europe/Paris»; that of Việt Nam where none is known."""
    if offset := _OFFSET.search(written, 0, 40):
        shift = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-shift if offset[1] == "-" else shift) if shift < timedelta(hours=24) else LOCAL
    name = _NAME.match(written)
    if name is None:
        return LOCAL
    if "/" in name[1]:
        try:
            return ZoneInfo(name[1])
        except (ValueError, OSError, LookupError):  # no such place
            return LOCAL
    hours = _HOURS.get(name[1].lower())
    return LOCAL if hours is None else timezone(timedelta(hours=hours))


def _moment(parts: dict[str, str | None]) -> datetime | None:
    hour, half = int(parts["H"] or 0), (parts.get("half") or " ")[0].lower()
    if half in "ap" and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    year = int(parts["y"] or 0)
    year += 0 if year > 99 else 2000 if year < 69 else 1900
    month = _MONTHS.index((parts["b"] or "").lower()) + 1
    minute, second = int(parts["M"] or 0), min(int(parts["S"] or 0), 59)  # a leap second is no date's end
    try:
        zone = zone_of(parts["zone"] or "")
        return datetime(year, month, int(parts["d"] or 0), hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
