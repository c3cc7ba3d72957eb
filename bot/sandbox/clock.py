"""A clock that can be moved forward: to the night, to the next morning, by an hour. Never back, as time never goes."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from bot.timing import LOCAL, is_quiet, next_hour

NIGHT, MORNING, NOON = time(2, 0), time(7, 1), time(15, 0)
JUMPS = ("hour", "night", "morning")
QUIET = (time(21, 30), time(6, 0))


class MovableClock:
    """The real clock, moved ahead. It starts by day, so that whoever tries Loa at night is told what they publish."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        now = real()
        self._ahead = next_hour(now, NOON) - now if is_quiet(now, QUIET) else timedelta()

    def __call__(self) -> datetime:
        return self._real() + self._ahead

    def jump(self, where: str) -> None:
        """An hour on, or to the next 02:00 or 07:01 on the island. Raises KeyError for anything else."""
        now = self()
        to = {
            "hour": now + timedelta(hours=1),
            "night": next_hour(now, NIGHT),
            "morning": next_hour(now, MORNING),
        }
        self._ahead += to[where] - now

    @property
    def local(self) -> datetime:
        """What the phones show."""
        return self().astimezone(LOCAL)
