"""Whose clock says what: an office's own may be wrong, and is moved while the service runs.

What a messenger says about times is compared with what the same messenger says, never with our clock alone: the Date of
its answers (RFC 9110 §6.6.1, whole seconds) tells what time it is there.
"""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from feeds.fetching.headers import moment

BELIEVED = timedelta(days=7)  # an older time is none: no messenger keeps words that long
_HALF = 300.0  # seconds: what was learnt holds for so long, and once more
_OFTEN = 1.0  # seconds between two answers whose Date is read; it says no more than that


class TheirClock:
    """A messenger's clock. `monotonic` tells seconds; between answers it carries the time on, so that our own clock may
    be put forward or back meanwhile.

    An answer that was long on its way tells of a time gone by, so the quickest of late is believed.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lately, self._before = -math.inf, -math.inf  # seconds since 1970 at our monotonic 0
        self._half_over = self._read_again = -math.inf

    def told(self, headers: Mapping[str, str]) -> None:
        """An answer came in now."""
        at = self._monotonic()
        if at < self._read_again or (date := moment(headers.get("Date", ""))) is None:
            return
        self._read_again = at + _OFTEN
        if at >= self._half_over:
            self._half_over = at + _HALF
            self._lately, self._before = -math.inf, self._lately
        self._lately = max(self._lately, date.timestamp() - at)

    def now(self) -> datetime | None:
        """What time it is there; None where no answer said so yet."""
        start = max(self._lately, self._before)
        return None if math.isinf(start) else datetime.fromtimestamp(start + self._monotonic(), UTC)


def in_ours(at: datetime, *, theirs: datetime | None, now: datetime) -> datetime:
    """A moment `at` of their clock, by ours, where `theirs` and `now` are one moment by each.

    Never after now, because nothing is heard before it was said. Where their clock is not known ours is taken to be
    right; a time that nobody can mean stays as it is.
    """
    if theirs is None or abs(theirs - at) > BELIEVED:
        return at
    return min(at + (now - theirs), now)
