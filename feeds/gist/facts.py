"""Key facts of an announcement, exactly as the source writes them: nothing is re-formatted, nothing is added."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.article import Fact, FactKind
from feeds.gist.clauses import clauses
from feeds.gist.marks import Mark, marks
from feeds.gist.phrases import people, places
from feeds.gist.units import CELL, Unit, columns, units
from feeds.letters import single_spaced, tidy

_MOST = 12  # of one kind; a list of forty dates is a table, not a fact
_LONGEST = 200  # characters
_OWN_NUMBER_WITHIN = 6  # units; what the head does not number, the text cites
_STATED = frozenset({FactKind.DO, FactKind.WHAT})
_PHRASES = frozenset({FactKind.WHO, FactKind.WHERE})
_LABELLED = 1.2  # worth of a mark that is its whole line, under «Đối tượng:», «Địa điểm:», «Tài sản:»
_VALUE = re.compile(r"[^:]{2,60}:\s+(?=\S)")
_RIGHTS = re.compile(r"\bđược\s+(?:hoàn|đổi|dời|hỗ trợ|miễn|giảm|ưu tiên|trả|nhận|cấp)\b", re.IGNORECASE)
_STOPS = re.compile(r"[.;:,!\s|]+$")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a unit stands in the tidied source."""

    source: str
    at: int

    def fact(self, kind: FactKind, said: str) -> Fact | None:
        """`said` as the source writes it, line breaks and all; None where it was pieced together."""
        said = _STOPS.sub("", said).lstrip(" ,;:|")
        if len(said) < 2:
            return None
        begin = max(0, self.at - 4)
        found = self.source.find(said, begin)
        if found >= 0:
            return Fact(kind, said, found)
        words = re.compile(r"\s+".join(map(re.escape, said.split())))
        spaced = words.search(self.source, begin)
        return Fact(kind, spaced[0], spaced.start()) if spaced else None


def facts(text: str, *, title: str = "") -> tuple[Fact, ...]:
    """The key facts of `text` in its order, the title first as what it is about; for any text.

    Offsets count in the tidied (NFC) text. Document numbers are the announcement's own, never cited ones.
    """
    source, heading = tidy(text), single_spaced(tidy(title).replace("\n", " "))
    kept: list[Fact] = [Fact(FactKind.WHAT, heading)] if heading else []
    kept += _of_title(heading)
    told = units(source)
    kept += _opening(told, source)
    seen: set[tuple[FactKind, str]] = {(fact.kind, fact.text.lower()) for fact in kept}
    counted = dict.fromkeys(FactKind, 0)
    heads: list[str] = []
    for order, unit in enumerate(told):
        heads = columns(unit.text) or (heads if CELL in unit.text else [])
        for fact in _of_unit(unit, _Place(source, unit.start), order, heads):
            key = (fact.kind, fact.text.lower())
            if key not in seen and counted[fact.kind] < _MOST:
                seen.add(key)
                counted[fact.kind] += 1
                kept.append(fact)
    return tuple(_widest(kept))


def _widest(kept: list[Fact]) -> Iterator[Fact]:
    """Of phrases for who and where that lie in one another, only the widest; «người dân» alone says little."""
    spans = [(fact.kind, fact.start, fact.start + len(fact.text)) for fact in kept if fact.kind in _PHRASES]
    for fact in kept:
        start, end = fact.start, fact.start + len(fact.text)
        inside = (
            fact.kind in _PHRASES
            and fact.start >= 0
            and any(
                kind is fact.kind and begin <= start and end <= stop and (begin, stop) != (start, end)
                for kind, begin, stop in spans
            )
        )
        if not inside:
            yield fact


def _of_title(heading: str) -> Iterator[Fact]:
    """Times, places and people named by the title itself."""
    for mark in marks(heading):
        if mark.kind in {FactKind.WHEN, FactKind.DEADLINE, FactKind.WHERE, FactKind.PHONE}:
            said = _STOPS.sub("", heading[mark.start : mark.end])
            if len(said) > 1:
                yield Fact(mark.kind, said)


def _opening(told: Sequence[Unit], source: str) -> Iterator[Fact]:
    """The first thing a text says is what it is about."""
    first = next((unit for unit in told if not (unit.frame or unit.heading or unit.courtesy)), None)
    if first and (fact := _Place(source, first.start).fact(FactKind.WHAT, _cut(first.text))):
        yield fact


def _of_unit(unit: Unit, place: _Place, order: int, heads: list[str]) -> Iterator[Fact]:
    for said, label in _parts(unit, heads):
        for kind, told in _stated(said, label):
            if unit.frame and kind is not FactKind.DOCNO:
                continue
            if kind is FactKind.DOCNO and order >= _OWN_NUMBER_WITHIN:
                continue
            if not (unit.courtesy and kind in _STATED) and (fact := place.fact(kind, told)):
                yield fact


def _parts(unit: Unit, heads: list[str]) -> Iterator[tuple[str, str]]:
    """The cells of a row under the heads of their columns, or the clauses of any other unit."""
    cells = unit.text.split(CELL)
    if len(cells) == len(heads) and cells != heads:
        yield from zip(cells, heads, strict=True)
        return
    for number, (start, end) in enumerate(clauses(unit.text)):
        yield unit.text[start:end], unit.label if number == 0 else ""


def _stated(said: str, label: str) -> Iterator[tuple[FactKind, str]]:
    """What a clause states, kind by kind, widened to what a reader needs: the whole order, address, group."""
    for mark in sorted(marks(said, label), key=lambda m: (m.start, m.end)):
        yield mark.kind, _told(said, mark)
        if mark.kind is FactKind.MONEY:
            yield FactKind.WHAT, _cut(_statement(said, mark))
    for right in _RIGHTS.finditer(said):
        yield FactKind.DO, _cut(said[right.start() :])
    for start, end in places(said):
        yield FactKind.WHERE, said[start:end]
    for start, end in people(said):
        yield FactKind.WHO, said[start:end]


def _told(said: str, mark: Mark) -> str:
    match mark.kind:
        case FactKind.DO:
            return _cut(said[mark.start :])
        case FactKind.WHAT:
            return _cut(said if mark.worth >= _LABELLED else _statement(said, mark))
        case FactKind.WHERE | FactKind.WHO if mark.worth >= _LABELLED:
            return _cut(_value(said))
        case _:
            return said[mark.start : mark.end]


def _statement(said: str, mark: Mark) -> str:
    """A state or a figure with the words around it, no further than the commas that set it off."""
    if len(said) <= _LONGEST:
        return said
    start = max(said.rfind(", ", 0, mark.start) + 2, said.rfind(": ", 0, mark.start) + 2, 0)
    end = said.find(", ", mark.end)
    return said[max(start, mark.start - _LONGEST) if start > 1 else 0 : end if end > 0 else len(said)]


def _value(said: str) -> str:
    """«Địa điểm: Hội trường UBND» without its label."""
    label = _VALUE.match(said)
    return said[label.end() :] if label else said


def _cut(said: str) -> str:
    """At most so long, at a word's end."""
    return (
        said
        if len(said) <= _LONGEST
        else said[: said.rfind(" ", 0, _LONGEST) if " " in said[:_LONGEST] else _LONGEST]
    )
