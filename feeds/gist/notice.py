"""Tells an announcement: the units that carry times, places, deadlines, phones and things to do, one a line."""

import re
from collections.abc import Sequence

from feeds.gist.choose import Wording, choose
from feeds.gist.clauses import clauses, ends, heralds, starts, without_asides
from feeds.gist.marks import Mark, marks
from feeds.gist.numbers import own_number
from feeds.gist.units import PREAMBLE, Unit
from feeds.gist.weighing import DULL, Bigrams, Piece, Scale, bigrams, echo
from feeds.letters import units16

MOST_LINES = 5
_MOST_PIECES = 70
_BASE = 0.25
_HARD = 3.0  # worth of a time, a deadline, a telephone: told even where it stands among courtesies
_EASY, _HEAVY = 170, 0.015  # characters that are read at a glance, and what each further one costs
_OF_THE_TITLE = 0.25  # share of the title that makes «… thông báo» say something
_PADDED = 0.6  # what «Nhằm …, UBND tổ chức …» is worth less than its main clause alone
_BARE = re.compile(r"\b(?:thông báo|kính báo|cho biết|yêu cầu|đề nghị)\b[^,.;\d]{0,60}$", re.IGNORECASE)
_INTERNAL = re.compile(
    r"mục đích|ý nghĩa|tổ chức thực hiện|kinh phí|phân công|lý do|nhiệm vụ của", re.IGNORECASE
)
_BASIS = re.compile(r"Căn cứ\s|Xét đề nghị\s|Theo đề nghị\s|Thừa (?:lệnh|ủy quyền)\s")
_PURPOSE = re.compile(
    r"(?:Nhằm|Để|Hưởng ứng|Được sự|Nhân dịp|Theo (?:Quyết định|Công văn|Kế hoạch|Nghị quyết|Thông báo|chỉ đạo))\s"
)
_LEADS_IN = re.compile(
    r"(?:Để|Nhằm|Do|Vì|Khi|Nếu|Theo|Sau khi|Trước khi|Nhân|Với|Hưởng ứng|Thực hiện|Trước (?:tình hình|diễn biến))\s"
)
_MAIN_CLAUSE = re.compile(r",\s\S.{14}")
_CORRECTS = re.compile(r"(?:Nay\s|Xin\s)*đính chính", re.IGNORECASE)
_LOOSE = re.compile(r"\s+(?=[,;:.)](?:\s|$))|(?<=\()\s+")


def notice(title: str, units: Sequence[Unit], budget: int) -> list[str]:
    """The lines of an announcement's summary, in the order of the text, within `budget` UTF-16 units."""
    heading = bigrams(title)
    pieces = _pieces(heading, units)
    scale = Scale(title, pieces)
    options = [_wordings(piece, scale.marks(piece), heading, scale) for piece in pieces]
    if number := _number(units):
        pieces.append(Piece(len(units), number, (), 0.0, dull=False))
        options.append([Wording(number, units16(number) + 2, 1.2)])
    chosen = choose(options, budget + 2)
    told = [(piece.unit, wording.text) for piece, wording in zip(pieces, chosen, strict=True) if wording]
    if _CORRECTS.search(title):
        told.sort(key=lambda one: not _CORRECTS.match(one[1]))  # the right hour before the wrong one
    return _lines(told)


def _pieces(heading: Bigrams, units: Sequence[Unit]) -> list[Piece]:
    found: list[Piece] = []
    for index, unit in enumerate(units):
        if unit.frame or (unit.heading and len(unit.text) < 60):
            continue
        for number, (start, end) in enumerate(clauses(unit.text)):
            text = unit.text[start:end]
            if _BASIS.match(text) and starts(text) == [0]:
                continue
            label = unit.label if number == 0 else ""
            framing = bool(PREAMBLE.match(text)) and starts(text) == [0]
            dull = unit.courtesy or framing or bool(_INTERNAL.search(unit.label))
            found.append(Piece(index, text, marks(text, label), echo(heading, text), dull, heralds(text)))
    if len(found) > _MOST_PIECES:
        rank = sorted(range(len(found)), key=lambda i: -sum(m.worth for m in found[i].marks) - found[i].echo)
        found = [found[i] for i in sorted(rank[:_MOST_PIECES])]
    return found


def _wordings(
    piece: Piece, valued: Sequence[tuple[Mark, float]], heading: Bigrams, scale: Scale
) -> list[Wording]:
    text, beginnings = piece.text, starts(piece.text)
    hard = any(mark.worth >= _HARD for mark in piece.marks)
    factor = DULL if piece.dull else 1.0
    found = []
    for start in beginnings:
        padded = _PADDED if start == 0 and len(beginnings) > 1 and _PURPOSE.match(text) else 0.0
        for end in ends(text):
            said = shown(text[start:end])
            worth = sum(w for mark, w in valued if mark.start >= start and mark.end <= end)
            again = echo(heading, said)
            if end - start < 8 or not said or (not again and _BARE.search(said) and not worth):
                continue
            if (end < len(text) and _hangs(said)) or (piece.dull and not hard):
                continue
            if piece.herald and not hard and again < _OF_THE_TITLE and _BARE.search(said):
                continue
            heavy = max(0, len(said) - _EASY) * _HEAVY
            worth = (_BASE + worth + scale.echo(piece, again) - padded - heavy) * factor
            found.append(Wording(said, units16(said) + 2, worth))
            brief = without_asides(said)
            if brief != said:
                lost = _aside_worth(text, start, end, valued) * factor + 0.1
                found.append(Wording(brief, units16(brief) + 2, worth - lost))
    return found


def _hangs(said: str) -> bool:
    """«Để đấu nối tuyến ống D200 trên đường Hùng Vương» without what is done for it."""
    return bool(_LEADS_IN.match(said)) and not _MAIN_CLAUSE.search(said)


def _aside_worth(text: str, start: int, end: int, valued: Sequence[tuple[Mark, float]]) -> float:
    """What leaving the brackets out of a wording loses."""
    kept = without_asides(text[start:end])
    return sum(
        w
        for mark, w in valued
        if start <= mark.start and mark.end <= end and text[mark.start : mark.end] not in kept
    )


def shown(text: str) -> str:
    """A clause as a line of its own: first letter large, no loose punctuation, cells of a table set apart."""
    text = _LOOSE.sub("", text.strip().rstrip(";,:|").lstrip("|,;").strip()).replace(" | ", " · ")
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
