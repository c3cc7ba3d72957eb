"""Dates as portals write them: feeds, meta tags, and the lines citizens see."""

import re
from datetime import UTC, datetime

from feeds.english_dates import LOCAL, english_date, zone_of

__all__ = ["LOCAL", "is_dateline", "read_date"]

_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_ISO = re.compile(
    r"(?<![\d/])(?P<y>[12]\d{3})(?P<sep>[-/])(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?!/)"
    r"(?:(?:T|\s(?:at\s)?)(?P<H>\d\d):(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,]\d+)?)?"
    r"\s?(?P<zone>Z|[+-]\d\d(?::?\d\d)?|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d\d)?)?)?)?(?![\d:])",
    re.IGNORECASE | re.ASCII,
)
# NukeViet formats with `Y-m-dTH:i:s`, where PHP reads the T as the zone: 2024-01-26+0708:15:00.
_NUKEVIET = re.compile(
    r"(?P<y>[12]\d{3})-(?P<m>\d\d)-(?P<d>\d\d)(?P<zone>[+-]\d\d)(?P<H>\d\d):(?P<M>\d\d):(?P<S>\d\d)", re.ASCII
)
_DIGITS = r"(?<!\d)(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>[12]\d{3})(?!\d)"
_MONTHS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_MONTH = rf"(?:tháng|thg)\.?\s*(?P<m>\d{{1,2}}|{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_WORDS = (
    rf"(?<!\d)(?P<d>\d{{1,2}})\s+{_MONTH}(?:,?\s+năm|,)?\s+(?P<y>[12]\d{{3}})(?!\d)"  # Java's and WordPress's
)
_CLOCK = r"(?P<H>\d{1,2})(?:[:hg]|\s?giờ\s?)(?P<M>\d\d)(?:\s?phút)?(?::(?P<S>\d\d))?(?:\s?(?P<half>[AP]M|SA|CH)\b)?"
_LOCAL_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for day in (_DIGITS, _WORDS)
    for form in (
        rf"(?<!\d){_CLOCK}[\s,|-]{{1,5}}(?:ngày\s)?(?:thứ\s\w+[\s,|-]+|chủ nhật[\s,|-]+)?(?:ngày\s)?{day}",
        rf"{day}(?:[\s,|(-]{{1,5}}(?:lúc\s|vào\s)?{_CLOCK}(?!\d))?",
    )
)
_MONTH_FIRST = re.compile(rf"{_MONTH}\s+(?P<d>\d{{1,2}}),\s*(?P<y>[12]\d{{3}})(?!\d)", re.IGNORECASE)
# What may stand beside a date that only says when something was put there.
_POSTED = re.compile(
    r"\W*(?:thứ|hai|ba|tư|năm|sáu|bảy|chủ nhật|ngày|tháng|thg|lúc|vào|hồi|giờ|phút|h|g|t|cn|gmt|utc|am|pm|sa|ch"
    r"|(?:ngày|thời gian) (?:đăng|cập nhật|xuất bản|tạo)|đăng|cập nhật|xuất bản|tin|bài|cuối"
    r"|lượt xem|xem|đã xem|đã đọc)"
    r"(?![^\W\d_])",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\W*(?:(?:ngày|thời gian) (?:đăng|cập nhật|xuất bản|tạo)|đăng (?:ngày|lúc|bởi)|người đăng|cập nhật|xuất bản)\b",
    re.IGNORECASE,
)


def read_date(text: str) -> datetime | None:
    """The moment `text` names, in UTC, or None. Never raises.

    Reads RFC 822, ISO 8601, NukeViet's `2024-01-26+0708:15:00`, and the visible «Thứ sáu - 26/01/2024 08:15»,
    `30/08/2024 04:05:00 PM`, `26/01/2024`, «26 tháng 1, 2024». What names no zone is the time of Việt Nam.
    """
    text = text.strip()[:200]
    if not _DIGIT.search(text):
        return None
    if moment := english_date(text):
        return moment
    for pattern in (_NUKEVIET, _ISO, *_LOCAL_FORMS, _MONTH_FIRST):
        if (match := pattern.search(text)) and (moment := _built(match.groupdict())):
            return moment
    return None


def is_dateline(line: str) -> bool:
    """Whether a line only says when something was published: «Thứ sáu, 26/01/2024 08:15», «Ngày đăng: 26/1/2024».

    «Thời gian: 7h30 ngày 26/01/2024» is what an announcement is about.
    """
    if read_date(line) is None:
        return False
    return bool(_LABELLED.match(line)) or not _LETTER.search(_POSTED.sub(" ", line))


def _built(parts: dict[str, str | None]) -> datetime | None:
    hour = int(parts.get("H") or 0)
    if half := (parts.get("half") or "").upper():
        if not 1 <= hour <= 12:
            half = ""  # «16:05 PM» is already the 24-hour clock
        else:
            hour = hour % 12 + (12 if half in {"PM", "CH"} else 0)
    written = parts["m"] or ""
    month = int(written) if written.isdigit() else _MONTHS.index(written.lower()) + 1
    minute, second = int(parts.get("M") or 0), int(parts.get("S") or 0)
    try:
        zone = zone_of(parts.get("zone") or "")
        moment = datetime(
            int(parts["y"] or 0), month, int(parts["d"] or 0), hour, minute, second, tzinfo=zone
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
