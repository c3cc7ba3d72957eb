"""When things happen, as an article tells it: each time in it with its sentence and its moments on a calendar."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from feeds.gist.clauses import clauses
from feeds.gist.marks import event_times, is_deadline
from feeds.gist.moments import LOCAL, moments
from feeds.gist.times import Span
from feeds.gist.units import Unit

_LASTING = re.compile(r"(?:kể\s+)?từ\b|sau\b", re.IGNORECASE)
_STILL_RUNS = timedelta(days=2)  # an order «từ 8 giờ ngày 17/9» without an end is taken to hold so long


@dataclass(frozen=True, slots=True)
class Happening:
    """One time of the text: `said` is the clause around it, `at` its moments (none for «thứ Hai hằng tuần»)."""

    said: str
    span: Span
    at: tuple[datetime, ...]
    deadline: bool

    def ahead(self, now: datetime) -> bool:
        """Whether its end is still to come, or it began lately and has no end."""
        if "open" in self.span.kinds:
            return not self.at or self.at[0] > now - timedelta(days=30)
        if not self.at:
            return False
        return self.at[-1] >= now or bool(_LASTING.match(self.span.text) and self.at[-1] > now - _STILL_RUNS)


def happenings(title: str, units: Sequence[Unit], published: datetime) -> Iterator[Happening]:
    """Every time that is no citation, title first; years and days left out are taken near `published`."""
    current: date | None = None
    for said, label in _clauses(title, units):
        for span in event_times(said, label):
            at = tuple(_whole_days(span, moments(span, published, current)))
            if at:
                current = at[-1].astimezone(LOCAL).date()
            yield Happening(said, span, at, is_deadline(span, said, label))


def _clauses(title: str, units: Sequence[Unit]) -> Iterator[tuple[str, str]]:
    """The clauses of the text with their labels; a title has none."""
    yield title, ""
    for unit in units:
        for number, (start, end) in enumerate(clauses(unit.text) if not unit.frame else ()):
            yield unit.text[start:end], "" if number else unit.label


def next_moment(found: Sequence[Happening], now: datetime) -> datetime | None:
    """The nearest moment ahead of `now` that the text names."""
    return min((at for one in found for at in one.at if at > now), default=None)


def _whole_days(span: Span, at: list[datetime]) -> list[datetime]:
    """A last day named without an hour lasts until midnight."""
    if at and not span.kinds & {"hour", "part"} and at[-1].hour == 0 and at[-1].minute == 0:
        return [*at, at[-1] + timedelta(hours=23, minutes=59)]
    return at
