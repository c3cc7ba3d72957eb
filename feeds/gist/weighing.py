"""What each part of an announcement is worth telling, beside the parts told before it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from feeds.article import FactKind
from feeds.gist.marks import Mark

Bigrams = set[tuple[str, str]]

DULL = 0.15  # courtesy, aims, «Căn cứ …»: told last
LABELLED = 1.9  # «Địa điểm: …» is told however many places were named before
_REMOTE = 0.1  # what happened of late is not yet what the notice says
_COMMAND = 1.3  # under «Công điện» what to do is what the notice is for
_HEARSAY = 0.3  # what «yêu cầu» means in a story about swindlers is no order
_SIDE = 0.4  # what comes before the matter, or after it
_HERALD = 0.75  # «… thông báo lịch tàu như sau:» says the title once more
_SAID = 0.2  # of the worth of what was said before
_SYLLABLE = re.compile(r"\w+")
_BACKGROUND = re.compile(
    r"Thời gian (?:gần đây|qua)|Vừa qua|Theo (?:báo cáo|thống kê|bản tin)|Tính (?:từ|đến)|Hiện nay"
    r"|(?:Những|Mấy|Hai|Ba|\d+) (?:ngày|tuần|tháng) (?:nay|qua|gần đây)|Sau khi\b"
)
_BESIDE = re.compile(
    r"(?:Bản tin|Tin) (?:tiếp theo|kế tiếp)|(?:Thời gian,? )?(?:địa điểm )?xem (?:tài sản|hiện trạng)"
    r"|(?:Tiền )?đặt (?:trước|cọc)\b",
    re.IGNORECASE,
)
_COMMANDS = re.compile(
    r"^\W*(?:công điện|chỉ thị|lệnh|khẩn|hỏa tốc|cảnh giác|cảnh báo|khuyến cáo)", re.IGNORECASE
)
_FADING = {
    FactKind.PHONE: (1.0, 0.7, 0.4), FactKind.WHEN: (1.0, 1.0, 0.9, 0.6, 0.4), FactKind.DEADLINE: (1.0, 0.9, 0.6),
    FactKind.DO: (1.0, 0.9, 0.8, 0.6, 0.5), FactKind.WHO: (1.0, 0.7, 0.4), FactKind.WHERE: (1.0, 0.8, 0.6, 0.4),
}  # fmt: skip
_OTHERS = (1.0, 0.8, 0.6, 0.4)


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause of a unit: `echo` is how much of the title it says again; `herald`: it only announces a list."""

    unit: int
    text: str
    marks: tuple[Mark, ...]
    echo: float
    dull: bool
    herald: bool = False


class Scale:
    """Weighs the pieces of one announcement in order; worth fades for what was said and for the fourth of a kind."""

    def __init__(self, title: str, pieces: Sequence[Piece]) -> None:
        self._orders = _COMMAND if _COMMANDS.search(title) else 1.0
        self._main = max(pieces, key=_matter, default=None)
        self._seen: Counter[tuple[FactKind, str]] = Counter()
        self._told: Counter[FactKind] = Counter()

    def marks(self, piece: Piece) -> list[tuple[Mark, float]]:
        """The marks of the next piece, each with its worth here."""
        background = bool(_BACKGROUND.match(piece.text))
        factor = _SIDE if _BESIDE.match(piece.text) else 1.0
        return [
            (mark, self._worth(mark, background=background) * factor)
            for mark in sorted(piece.marks, key=lambda m: m.start)
        ]

    def _worth(self, mark: Mark, *, background: bool) -> float:
        fading = _FADING.get(mark.kind, _OTHERS)
        worth = mark.worth
        if mark.kind is FactKind.DO:
            worth *= _HEARSAY if background else self._orders
        if not (labelled := mark.worth >= LABELLED and mark.kind in {FactKind.WHERE, FactKind.WHO}):
            worth *= fading[min(self._told[mark.kind], len(fading) - 1)]
        if self._seen[mark.kind, mark.key]:
            worth *= _SAID
        elif not labelled:
            self._told[mark.kind] += 1
        self._seen[mark.kind, mark.key] += 1
        return worth

    def echo(self, piece: Piece, echo: float) -> float:
        """Telling the matter itself in full is worth much; other echoes of the title hardly anything."""
        if piece is self._main and piece.echo >= 0.25:
            return (0.6 + 1.4 * max(echo, echo / piece.echo)) * (_HERALD if piece.herald else 1.0)
        return 0.5 * echo


def _matter(piece: Piece) -> float:
    """How surely a piece says the matter itself: it echoes the title and adds something to it."""
    return (
        piece.echo
        + 0.03 * min(6.0, sum(mark.worth for mark in piece.marks))
        - 0.5 * piece.dull
        - _REMOTE * bool(_BACKGROUND.match(piece.text))
    )


def echo(heading: Bigrams, text: str) -> float:
    """The share of the title's pairs of syllables that `text` says again."""
    return len(heading & bigrams(text)) / len(heading) if heading else 0.0


def bigrams(text: str) -> Bigrams:
    """Each pair of neighbouring syllables, in small letters."""
    return set(pairwise(_SYLLABLE.findall(text.lower())))
