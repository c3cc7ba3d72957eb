"""Durations and hours as people write them in `loa.toml`: 30s, 5m, 1h, 28d; 21:30-06:00."""

import re
from datetime import time, timedelta

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def duration(text: object) -> timedelta:
    """Read 30s, 5m, 1h or 28d. Raises ValueError with the mend."""
    match = re.fullmatch(r"\s*(\d{1,6})\s*([smhd])\s*", text, re.ASCII) if isinstance(text, str) else None
    if not match or not int(match[1]):
        message = f'{_shown(text)} no duration: write "30s", "5m", "1h" or "28d"'
        raise ValueError(message)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def clock(text: object) -> time:
    """Read 07:00. Raises ValueError with the mend."""
    match = re.fullmatch(r"\s*([01]?\d|2[0-3]):([0-5]\d)\s*", text) if isinstance(text, str) else None
    if not match:
        message = f'{_shown(text)} no hour: write "07:00"'
        raise ValueError(message)
    return time(int(match[1]), int(match[2]))


def span(text: object) -> tuple[time, time] | None:
    """Read 21:30-06:00; empty means none. Raises ValueError with the mend."""
    if isinstance(text, str) and not text.strip():
        return None
    start, dash, end = text.partition("-") if isinstance(text, str) else ("", "", "")
    if not dash:
        message = f'{_shown(text)} no span of hours: write "21:30-06:00", or "" for none'
        raise ValueError(message)
    first, last = clock(start), clock(end)
    return None if first == last else (first, last)


def _shown(given: object) -> str:
    """A text as it was written; what stands there without quotes is not repeated in Python's words."""
    return f'"{given}" is' if isinstance(given, str) else "is"
