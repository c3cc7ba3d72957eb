"""Who was claimed and waits for the pace: more urgent kinds first, then in the order of coming."""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass

from bot.courier.manners import Step
from storage.outbox.owed import Due, Kind
from storage.outbox.priority import PRIORITY


@dataclass(frozen=True, slots=True)
class Ready:
    """A delivery whose steps are written out: the first is tried, the others where it is refused."""

    due: Due
    steps: tuple[Step, ...]

    @property
    def rank(self) -> int:
        return PRIORITY[self.due.announcement.kind]


class Line:
    """A short line of what may leave next."""

    def __init__(self) -> None:
        self._waiting: list[Ready] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[Ready]:
        return iter(tuple(self._waiting))

    def join(self, ready: Ready) -> None:
        """Stand behind everything that is as urgent."""
        if self._waiting and ready.rank < self._waiting[-1].rank:
            insort(self._waiting, ready, key=lambda one: one.rank)
        else:
            self._waiting.append(ready)

    def leave(self, ready: Ready) -> None:
        """Its turn has come, or it is put back."""
        self._waiting.remove(ready)

    @property
    def last(self) -> Kind | None:
        """The least urgent kind that waits."""
        return self._waiting[-1].due.announcement.kind if self._waiting else None
