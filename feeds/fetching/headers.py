"""What the headers of an answer wish for and promise: pure."""

import codecs
import email.utils
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

_AGE = re.compile(r"(?:^|[\s,])(?:s-maxage|max-age)\s*=\s*\"?(\d{1,9})")
_NEVER = re.compile(r"(?:^|[\s,])(?:no-cache|no-store|must-revalidate)\b")
LONGEST = timedelta(days=1)


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Seconds or a date, as RFC 9110 §10.2.3 allows, a day at most; nonsense is no wish."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return min(timedelta(seconds=int(value.strip()[:9])), LONGEST)
    until = moment(value)
    return min(max(until - now, timedelta()), LONGEST) if until else None


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta:
    """For how long the answer says that it stays the same (Cache-Control before Expires), a day at most."""
    control = headers.get("Cache-Control", "").lower()
    if _NEVER.search(control):
        return timedelta()
    if age := _AGE.search(control):
        return min(timedelta(seconds=int(age[1])), LONGEST)
    expires = moment(headers.get("Expires", ""))
    said = moment(headers.get("Date", "")) or now
    return min(max(expires - said, timedelta()), LONGEST) if expires else timedelta()


def charset(name: str | None) -> str | None:
    """The codec of a charset, None where there is none of the name."""
    try:
        return codecs.lookup(name).name if name else None
    except (LookupError, ValueError):
        return None


def moment(value: str) -> datetime | None:
    """The moment a header names; None for nonsense."""
    try:
        said = email.utils.parsedate_to_datetime(value)
        return said if said.tzinfo else said.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
