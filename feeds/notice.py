"""Tells an announcement: the units that carry times, places, deadlines, phones and things to do, one a line."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from feeds.article import FactKind
from feeds.choose import Wording, choose
from feeds.clauses import clauses, ends, starts
from feeds.letters import units16
from feeds.marks import Mark, marks, own_number
from feeds.units import PREAMBLE, Unit

MOST_LINES = 5
_MOST_PIECES = 70
_SYLLABLE = re.compile(r"\w+")
_DULL = 0.15  # courtesy and «Căn cứ …» are told last
_BASE = 0.25
_FADING = {
    FactKind.PHONE: (1.0, 0.7, 0.4), FactKind.WHEN: (1.0, 1.0, 0.9, 0.6, 0.4), FactKind.DEADLINE: (1.0, 0.9, 0.6),
    FactKind.DO: (1.0, 0.9, 0.8, 0.6, 0.5), FactKind.WHO: (1.0, 0.7, 0.4), FactKind.WHERE: (1.0, 0.8, 0.6, 0.4),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    unit: int
    text: str
    marks: tuple[Mark, ...]
    echo: float  # how much of the title it says again: the title names the matter
    dull: bool


def notice(title: str, units: Sequence[Unit], budget: int) -> list[str]:
    """The lines of an announcement's summary, in the order of the text, within `budget` UTF-16 units."""
    pieces = _pieces(title, units)
    options = _options(pieces)
    number = _number(units)
    if number:
        pieces.insert(0, _Piece(-1, number, (), 0.0, dull=False))
        options.insert(0, [Wording(number, units16(number) + 2, 1.2)])
    chosen = choose(options, budget + 2)
    return _lines([(piece.unit, wording.text) for piece, wording in zip(pieces, chosen, strict=True) if wording])


def _pieces(title: str, units: Sequence[Unit]) -> list[_Piece]:
    heading = _bigrams(title)
    found: list[_Piece] = []
    for index, unit in enumerate(units):
        if unit.frame or (unit.heading and len(unit.text) < 60):
            continue
        for number, (start, end) in enumerate(clauses(unit.text)):
            text = unit.text[start:end]
            label = unit.label if number == 0 else ""
            echo = len(heading & _bigrams(text)) / len(heading) if heading else 0.0
            found.append(_Piece(index, text, tuple(marks(text, label)), echo, unit.courtesy))
    if len(found) > _MOST_PIECES:
        rank = sorted(range(len(found)), key=lambda i: -sum(m.worth for m in found[i].marks) - found[i].echo)
        found = [found[i] for i in sorted(rank[:_MOST_PIECES])]
    return found


def _options(pieces: Sequence[_Piece]) -> list[list[Wording]]:
    seen: Counter[tuple[FactKind, str]] = Counter()
    told: Counter[FactKind] = Counter()
    echoed = max((piece.echo for piece in pieces), default=0.0)
    return [_wordings(piece, _valued(piece.marks, seen, told), echoed) for piece in pieces]


def _valued(
    found: Sequence[Mark], seen: Counter[tuple[FactKind, str]], told: Counter[FactKind]
) -> list[tuple[Mark, float]]:
    """Worth fades for what was said before and for the fourth of a kind."""
    valued = []
    for mark in sorted(found, key=lambda m: m.start):
        fading = _FADING.get(mark.kind, (1.0, 0.8, 0.6, 0.4))
        worth = mark.worth * fading[min(told[mark.kind], len(fading) - 1)]
        if seen[mark.kind, mark.key]:
            worth *= 0.2
        else:
            told[mark.kind] += 1
        seen[mark.kind, mark.key] += 1
        valued.append((mark, worth))
    return valued


def _wordings(piece: _Piece, valued: Sequence[tuple[Mark, float]], echoed: float) -> list[Wording]:
    text = piece.text
    main = piece.echo >= 0.25 and piece.echo >= 0.8 * echoed
    framing = bool(PREAMBLE.match(text)) and starts(text) == [0]
    factor = _DULL if piece.dull or framing else 1.0
    found = []
    for start in starts(text):
        for end in ends(text):
            said = shown(text[start:end])
            if end - start < 8 or not said:
                continue
            worth = _BASE + sum(w for mark, w in valued if mark.start >= start and mark.end <= end)
            worth += (2.0 if main else 1.0) * piece.echo * (end - max(start, 0)) / len(text)
            found.append(Wording(said, units16(said) + 2, worth * factor))
    return found


def shown(text: str) -> str:
    """A clause as a line of its own: first letter large, no loose punctuation at its end."""
    text = text.strip().rstrip(";,:|").lstrip("|,;").strip()
    return text[:1].upper() + text[1:]


def _number(units: Sequence[Unit]) -> str:
    """The document's own number, ready as a line; one inside a sentence comes with the sentence."""
    for unit in units[:14]:
        if unit.frame and (m := own_number(unit.text)):
            return f"Số: {m[0]}" if unit.text.lower().startswith("số") else m[0]
    return ""


def _lines(told: Sequence[tuple[int, str]]) -> list[str]:
    """One idea a line; clauses of one sentence share theirs, and beyond five the shortest neighbours do."""
    lines: list[str] = []
    last = None
    for unit, text in told:
        if unit == last:
            lines[-1] = f"{lines[-1]}; {text[:1].lower() + text[1:] if _small(text) else text}"
        else:
            lines.append(text)
        last = unit
    while len(lines) > MOST_LINES:
        at = min(range(len(lines) - 1), key=lambda i: len(lines[i]) + len(lines[i + 1]))
        lines[at : at + 2] = [joined(lines[at], lines[at + 1])]
    return lines


def _small(text: str) -> bool:
    return text[:1].isupper() and text[1:2].islower()


def joined(first: str, second: str) -> str:
    """Two ideas on one line, parted by a full stop."""
    return f"{first} {second}" if first.endswith((".", "!", "?")) else f"{first}. {second}"


def _bigrams(text: str) -> set[tuple[str, str]]:
    syllables = _SYLLABLE.findall(text.lower())
    return set(zip(syllables, syllables[1:], strict=False))
