"""A clock that is put back: the calendar went back while time went on. Pure; both clocks are passed in."""

from datetime import datetime, timedelta

A_STEP = 1.0  # seconds; less is a clock that is being trimmed


class Setback:
    """By how much the calendar was put back and nobody has drawn the consequences yet: `by`."""

    def __init__(self) -> None:
        self._apart: float | None = None
        self.by = timedelta(0)

    def look(self, now: datetime, monotonic: float) -> None:
        """Read both clocks, the calendar's and the one that nobody sets (seconds)."""
        apart = now.timestamp() - monotonic
        back = 0.0 if self._apart is None else self._apart - apart
        self._apart = apart
        if back > A_STEP:
            self.by += timedelta(seconds=back)

    def mended(self) -> None:
        """The consequences are committed."""
        self.by = timedelta(0)
