"""Dates as portals write them: feeds, meta tags, and the lines citizens see."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

_ISO = re.compile(
    r"(?P<y>[12]\d{3})-(?P<m>\d\d)-(?P<d>\d\d)"
    r"(?:[T ](?P<H>\d\d):(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,]\d+)?)?\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?(?![\d:])",
    re.IGNORECASE | re.ASCII,
)
# NukeViet formats with `Y-m-dTH:i:s`, where PHP reads the T as the zone: 2024-01-26+0708:15:00.
_NUKEVIET = re.compile(
    r"(?P<y>[12]\d{3})-(?P<m>\d\d)-(?P<d>\d\d)(?P<zone>[+-]\d\d)(?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d)", re.ASCII
)
_DAY = r"(?<!\d)(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>[12]\d{3})(?!\d)"
_CLOCK = r"(?P<H>\d{1,2})[:hg](?P<M>\d\d)(?::(?P<S>\d\d))?(?:\s?(?P<half>[AP]M|SA|CH)\b)?"
_DAY_FIRST = re.compile(rf"{_DAY}(?:[\s,|-]{{1,5}}(?:lúc\s|vào\s)?{_CLOCK}(?!\d))?", re.IGNORECASE | re.ASCII)
_CLOCK_FIRST = re.compile(
    rf"(?<!\d){_CLOCK}[\s,|-]{{1,5}}(?:ngày\s)?(?:thứ\s\w+[\s,|-]+)?{_DAY}", re.IGNORECASE
)
_RFC = re.compile(r"^\s*(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\.?\s+\d{2,4}\b", re.ASCII)


def read_date(text: str) -> datetime | None:
    """The moment `text` names, in UTC, or None. Never raises.

    Reads RFC 822, ISO 8601, NukeViet's `2024-01-26+0708:15:00`, and the visible «Thứ sáu - 26/01/2024 08:15»,
    `30/08/2024 04:05:00 PM`, `26/01/2024`. What names no zone is the time of Việt Nam.
    """
    text = text.strip()[:200]
    if _RFC.match(text) and (moment := _rfc(text)):
        return moment
    for pattern in (_NUKEVIET, _ISO, _CLOCK_FIRST, _DAY_FIRST):
        if (match := pattern.search(text)) and (moment := _built(match.groupdict())):
            return moment
    return None


def _rfc(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _built(parts: dict[str, str | None]) -> datetime | None:
    hour = int(parts["H"] or 0)
    if half := (parts.get("half") or "").upper():
        if not 1 <= hour <= 12:
            half = ""  # «16:05 PM» is already the 24-hour clock
        else:
            hour = hour % 12 + (12 if half in {"PM", "CH"} else 0)
    try:
        zone = _zone(parts.get("zone"))
        year, month, day = int(parts["y"] or 0), int(parts["m"] or 0), int(parts["d"] or 0)
        minute, second = int(parts["M"] or 0), int(parts["S"] or 0)
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(written: str | None) -> ZoneInfo | timezone:
    if not written:
        return LOCAL
    if written.upper() == "Z":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if written[0] == "-" else offset)
