"""How much one person may say in one chat: a flood is answered once and then ignored, and harms nobody else. Pure."""

from collections import OrderedDict, deque
from enum import StrEnum

MOST = 20  # words and taps
SPAN = 30.0  # seconds
_REMEMBERED = 5000


class Patience(StrEnum):
    """What becomes of one more word or tap."""

    HEAR = "hear"
    WARN = "warn"  # not heard, and told so
    IGNORE = "ignore"  # not heard any more


class Floods:
    """Sliding windows over who said how much. Times are monotonic seconds."""

    def __init__(self, *, most: int = MOST, span: float = SPAN) -> None:
        self._most, self._span = most, span
        self._said: OrderedDict[str, deque[float]] = OrderedDict()
        self._warned: dict[str, float] = {}

    def weigh(self, who: str, now: float) -> Patience:
        """One more from `who`."""
        times = self._said.setdefault(who, deque(maxlen=self._most))
        self._said.move_to_end(who)
        if len(self._said) > _REMEMBERED:
            self._warned.pop(self._said.popitem(last=False)[0], None)
        if len(times) < self._most or now - times[0] >= self._span:
            times.append(now)
            self._warned.pop(who, None)
            return Patience.HEAR
        if who in self._warned and now - self._warned[who] < self._span:
            return Patience.IGNORE
        self._warned[who] = now
        return Patience.WARN

    def unsaid(self, who: str) -> None:
        """What was heard last from `who` comes again: it counts once."""
        if times := self._said.get(who):
            times.pop()
