"""When many chats «block» us at once it is the messenger that is ill, not the people who leave. Pure.

It trips at more than 20 in an hour where that is more than 1 % of the answers, or at 5 where that is more than 10 %:
a broadcast to 100,000 meets more than 20 who left, a hamlet of twelve never sees so many.
"""

from collections import deque
from datetime import datetime, timedelta

from storage.records import CitizenId

HOUR = timedelta(hours=1)
AGAIN = timedelta(minutes=10)  # so much later somebody who seems gone is asked once more
MANY, SHARE_OF_MANY = 20, 0.01
FEW, SHARE_OF_FEW = 5, 0.10
ENOUGH = 10  # who must get through before the trouble is over


class Breaker:
    """Believes that a chat is gone, or does not while `open`. Who seemed gone in a trouble is believed after it."""

    def __init__(self) -> None:
        self._lately = _Window(HOUR)
        self._lost: deque[tuple[datetime, CitizenId]] = deque(maxlen=MANY)
        self.suspects: set[CitizenId] = set()
        self.open = False

    def got(self, citizen: CitizenId, now: datetime) -> None:
        """Somebody got a message."""
        self.suspects.discard(citizen)
        self._lately.add(now, gone=False)
        taken, gone = self._lately.taken, self._lately.gone
        if self.open and taken >= min(ENOUGH, len(self.suspects) + 1) and gone <= SHARE_OF_FEW * taken:
            self.open = False
            self._lately = _Window(HOUR)

    def believes(self, citizen: CitizenId, now: datetime) -> bool:
        """A chat seems to be gone: whether it is."""
        if citizen in self.suspects:
            if not self.open:
                self.suspects.discard(citizen)
            return not self.open
        self._lately.add(now, gone=True)
        if not self.open and self._too_many():
            self.open = True
            self.suspects = {one for at, one in self._lost if at > now - HOUR}
            self._lately = _Window(AGAIN)
        if self.open:
            self.suspects.add(citizen)
        else:
            self._lost.append((now, citizen))
        return not self.open

    def _too_many(self) -> bool:
        gone, answers = self._lately.gone, self._lately.gone + self._lately.taken
        return (gone > MANY and gone > SHARE_OF_MANY * answers) or (
            gone >= FEW and gone > SHARE_OF_FEW * answers
        )


class _Window:
    """How many got a message and how many seemed gone in a span that ends now."""

    def __init__(self, span: timedelta) -> None:
        self._span = span
        self._answers: deque[tuple[datetime, bool]] = deque()
        self.taken = self.gone = 0

    def add(self, now: datetime, *, gone: bool) -> None:
        self._count(gone, 1)
        self._answers.append((now, gone))
        while self._answers[0][0] <= now - self._span:
            self._count(self._answers.popleft()[1], -1)

    def _count(self, gone: bool, by: int) -> None:
        if gone:
            self.gone += by
        else:
            self.taken += by
