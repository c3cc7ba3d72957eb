"""Tells an announcement: the units that carry times, places, deadlines, phones and things to do, one a line."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from feeds.article import FactKind
from feeds.choose import Wording, choose
from feeds.clauses import clauses, ends, starts, without_asides
from feeds.letters import units16
from feeds.marks import Mark, marks
from feeds.numbers import own_number
from feeds.units import PREAMBLE, Unit

MOST_LINES = 5
_MOST_PIECES = 70
_SYLLABLE = re.compile(r"\w+")
_DULL = 0.15  # courtesy and «Căn cứ …» are told last
_BASE = 0.25
_BARE = re.compile(r"\b(?:thông báo|kính báo|cho biết|yêu cầu|đề nghị)\b[^,.;\d]{0,60}$", re.IGNORECASE)
_INTERNAL = re.compile(
    r"mục đích|ý nghĩa|tổ chức thực hiện|kinh phí|phân công|lý do|nhiệm vụ của", re.IGNORECASE
)
_BACKGROUND = re.compile(
    r"Thời gian (?:gần đây|qua)|Vừa qua|Theo (?:báo cáo|thống kê|bản tin)|Tính (?:từ|đến)|Hiện nay"
    r"|Những ngày qua|Sau khi\b"
)
_BASIS = re.compile(r"Căn cứ\s|Xét đề nghị\s|Theo đề nghị\s|Thừa (?:lệnh|ủy quyền)\s")
_LABELLED = 1.9  # «Địa điểm: …» is told however many places were named before
_REMOTE = 0.3  # what happened of late is not yet what the notice says
_COMMANDS = re.compile(
    r"^\W*(?:công điện|chỉ thị|lệnh|khẩn|hỏa tốc|cảnh giác|cảnh báo|khuyến cáo)", re.IGNORECASE
)
_COMMAND = 1.3  # under such a title, what to do is what the notice is for
_HEARSAY = 0.3  # what «yêu cầu» means in a story about swindlers is no order
_Bigrams = set[tuple[str, str]]
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
    options = _options(pieces, _bigrams(title), _COMMAND if _COMMANDS.search(title) else 1.0)
    number = _number(units)
    if number:
        pieces.insert(0, _Piece(-1, number, (), 0.0, dull=False))
        options.insert(0, [Wording(number, units16(number) + 2, 1.2)])
    chosen = choose(options, budget + 2)
    return _lines(
        [(piece.unit, wording.text) for piece, wording in zip(pieces, chosen, strict=True) if wording]
    )


def _pieces(title: str, units: Sequence[Unit]) -> list[_Piece]:
    heading = _bigrams(title)
    found: list[_Piece] = []
    for index, unit in enumerate(units):
        if unit.frame or (unit.heading and len(unit.text) < 60):
            continue
        for number, (start, end) in enumerate(clauses(unit.text)):
            text = unit.text[start:end]
            if _BASIS.match(text) and starts(text) == [0]:
                continue
            label = unit.label if number == 0 else ""
            dull = unit.courtesy or bool(_INTERNAL.search(unit.label))
            found.append(_Piece(index, text, tuple(marks(text, label)), _echo(heading, text), dull))
    if len(found) > _MOST_PIECES:
        rank = sorted(range(len(found)), key=lambda i: -sum(m.worth for m in found[i].marks) - found[i].echo)
        found = [found[i] for i in sorted(rank[:_MOST_PIECES])]
    return found


def _options(pieces: Sequence[_Piece], heading: _Bigrams, orders: float) -> list[list[Wording]]:
    seen: Counter[tuple[FactKind, str]] = Counter()
    told: Counter[FactKind] = Counter()
    main = max(pieces, key=_matter, default=None)
    return [_wordings(p, _valued(p, seen, told, orders), heading, main=p is main) for p in pieces]


def _matter(piece: _Piece) -> float:
    """How surely a piece says the matter itself: it echoes the title and adds something to it."""
    return (
        piece.echo
        + 0.03 * min(6.0, sum(mark.worth for mark in piece.marks))
        - 0.5 * piece.dull
        - _REMOTE * bool(_BACKGROUND.match(piece.text))
    )


def _valued(
    piece: _Piece, seen: Counter[tuple[FactKind, str]], told: Counter[FactKind], orders: float
) -> list[tuple[Mark, float]]:
    """Worth fades for what was said before and for the fourth of a kind."""
    valued = []
    background = bool(_BACKGROUND.match(piece.text))
    for mark in sorted(piece.marks, key=lambda m: m.start):
        fading = _FADING.get(mark.kind, (1.0, 0.8, 0.6, 0.4))
        worth = mark.worth
        if mark.kind is FactKind.DO:
            worth *= _HEARSAY if background else orders
        if not (labelled := mark.worth >= _LABELLED and mark.kind in {FactKind.WHERE, FactKind.WHO}):
            worth *= fading[min(told[mark.kind], len(fading) - 1)]
        if seen[mark.kind, mark.key]:
            worth *= 0.2
        elif not labelled:
            told[mark.kind] += 1
        seen[mark.kind, mark.key] += 1
        valued.append((mark, worth))
    return valued


def _wordings(
    piece: _Piece, valued: Sequence[tuple[Mark, float]], heading: _Bigrams, *, main: bool
) -> list[Wording]:
    text = piece.text
    framing = bool(PREAMBLE.match(text)) and starts(text) == [0]
    factor = _DULL if piece.dull or framing else 1.0
    found = []
    for start in starts(text):
        for end in ends(text):
            said = shown(text[start:end])
            worth = sum(w for mark, w in valued if mark.start >= start and mark.end <= end)
            echo = _echo(heading, said)
            if end - start < 8 or not said or (not echo and _BARE.search(said) and not worth):
                continue
            worth = (_BASE + worth + _echo_worth(echo, piece.echo, main=main)) * factor
            found.append(Wording(said, units16(said) + 2, worth))
            brief = without_asides(said)
            if brief != said:
                found.append(
                    Wording(
                        brief,
                        units16(brief) + 2,
                        worth - _aside_worth(text, start, end, valued) * factor - 0.1,
                    )
                )
    return found


def _aside_worth(text: str, start: int, end: int, valued: Sequence[tuple[Mark, float]]) -> float:
    """What leaving the brackets out of a wording loses."""
    kept = without_asides(text[start:end])
    return sum(
        w
        for mark, w in valued
        if start <= mark.start and mark.end <= end and text[mark.start : mark.end] not in kept
    )


def _echo_worth(echo: float, whole: float, *, main: bool) -> float:
    """The piece that says the matter itself is worth telling in full; other echoes of the title hardly."""
    if main and whole >= 0.25:
        return 0.6 + 1.4 * max(echo, echo / whole)
    return 0.5 * echo


def _echo(heading: _Bigrams, text: str) -> float:
    return len(heading & _bigrams(text)) / len(heading) if heading else 0.0


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


def _bigrams(text: str) -> _Bigrams:
    syllables = _SYLLABLE.findall(text.lower())
    return set(pairwise(syllables))
