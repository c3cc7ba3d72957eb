"""Cuts Vietnamese official prose into sentences: list items, headings, abbreviations and all."""

import re
from collections.abc import Iterator

from feeds.letters import CAPITALS, single_spaced, tidy

_BRACKET_REACH = 160  # a bracket or quotation closing within so many characters is not cut inside
_LOOKED_BACK = 200  # characters before a stop that may make it none: an abbreviation, an enumerator
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»", '"': '"'}

_ABBREVIATIONS = frozenset(
    [
        "tp",
        "tx",
        "tt",
        "q",
        "p",
        "h",
        "x",
        "f",
        "qp",
        "ql",
        "tl",
        "đt",
        "hl",
        "km",
        "đ/c",
        "đc",
        "ông.b",
        "pgs",
        "gs",
        "ts",
        "ths",
        "th.s",
        "th",
        "thcs",
        "thpt",
        "mn",
        "bs",
        "bscki",
        "bsckii",
        "cki",
        "ckii",
        "ks",
        "cn",
        "ncs",
        "ls",
        "nsưt",
        "nsnd",
        "tr",
        "st",
        "no",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "co",
        "ltd",
        "cty",
        "vs",
        "vd",
        "ví.dụ",
        "sđt",
        "tel",
        "fax",
        "stt",
        "ttg",
        "đ.c",
        "gđ",
        "pgđ",
        "pct",
        "ct",
        "ubnd.",
        "t.p",
        "t.x",
        "q.l",
    ]
)
_TITLES = frozenset(["ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cháu"])
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:[\w-]+\.)+(?:vn|com|org|net|gov)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?:\./\.|\.{2,}|[.!?…]+)[\"”’»)\]]*")
_ENUMERATOR = re.compile(rf"(?:\d{{1,2}}(?:\.\d{{1,2}})*|[IVX]{{1,5}}|[a-zđ{CAPITALS}])")
_ARTICLE = re.compile(r"(?:Điều|Khoản|Mục|Chương|Phần|Bài|Bước|Câu)\s+(?:\d{1,3}|[IVX]{1,5})", re.IGNORECASE)
_INLINE_ITEM = re.compile(
    rf"(?<=[:;.])\s+(?=(?:[a-zđ]|\d{{1,2}})\)\s)|(?<=[:;.])\s+(?=[-–•+*]\s+[{CAPITALS}\d])"
)
_LAST_WORD = re.compile(r"[^\s(\[“«\"',;:]+$")
_NEXT = re.compile(r"\s*[-–—•+*]?\s*[(\[“«\"'‘]*\s*")


def sentences(text: str) -> list[str]:
    """The sentences of `text` in order, in NFC and single-spaced; a line break always ends one."""
    clean = tidy(text)
    return [single_spaced(clean[start:end]) for start, end in spans(clean)]


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a tidied text, white space at the ends left out."""
    at = 0
    for line in text.split("\n"):
        start = 0
        for cut in [*_cuts(line), len(line)]:
            piece = line[start:cut]
            if stripped := piece.strip():
                begin = at + start + piece.index(stripped)
                yield begin, begin + len(stripped)
            start = cut
        at += len(line) + 1


def _cuts(line: str) -> list[int]:
    """Offsets in one line where a new sentence or an inline list item begins."""
    if len(line) < 4:
        return []
    sealed = _sealed(line)
    cuts: list[int] = []
    found = [(m.end(), m) for m in _STOP.finditer(line)] + [
        (m.end(), None) for m in _INLINE_ITEM.finditer(line)
    ]
    for end, stop in sorted(found, key=lambda pair: pair[0]):
        if end >= len(line) or any(low < end < high for low, high in sealed):
            continue
        if stop is None or _ends_sentence(line, stop, cuts[-1] if cuts else 0):
            cuts.append(end)
    return cuts


def _sealed(line: str) -> list[tuple[int, int]]:
    """Addresses, and brackets or quotations that close soon: no boundary lies inside."""
    held = [(m.start(), m.start() + len(m[0].rstrip(".,;:!?)"))) for m in _ADDRESS.finditer(line)]
    at = 0
    while at < len(line):
        closer = _PAIRS.get(line[at])
        end = line.find(closer, at + 1, at + _BRACKET_REACH) if closer else -1
        if end > 0:
            held.append((at, end + 1))
            at = end
        at += 1
    return held


def _ends_sentence(line: str, stop: re.Match[str], opened: int) -> bool:
    after = line[stop.end() :]
    following = after[len(_NEXT.match(after)[0]) :]  # type: ignore[index]  # matches the empty string too
    if following[:1].islower() or not following:
        return not following
    if not after[0].isspace():
        return _glued(line, stop, following) and not _opens_item(
            line[max(opened, stop.start() - _LOOKED_BACK) : stop.start()].lstrip()
        )
    mark = stop[0]
    if mark[0] != "." or len(mark.rstrip('"”’»)]')) > 1:
        return True
    before = line[max(opened, stop.start() - _LOOKED_BACK) : stop.start()].lstrip()
    return not (_opens_item(before) or _is_abbreviation(before, after.lstrip()))


def _glued(line: str, stop: re.Match[str], following: str) -> bool:
    """A full stop without the space after it: «thi đua.Thứ hai», but not «TP.HCM» or «V.A»."""
    before, after = (
        line[max(0, stop.start() - _LOOKED_BACK) : stop.start()],
        line[stop.end() : stop.end() + 2],
    )
    word = _LAST_WORD.search(before)
    return (
        len(after) == 2
        and after[0] in CAPITALS
        and after[1].islower()
        and word is not None
        and (word[0][-1].islower() or word[0][-1].isdigit() or word[0][-1] in ')”"')
        and word[0].lower() not in _ABBREVIATIONS
        and "@" not in word[0]
        and len(following) > 3
    )


def _opens_item(before: str) -> bool:
    """«1.», «II.», «a.» and «Điều 5.» count items where they open a sentence or follow : and ;"""
    tail = re.split(r"[:;]\s*", before)[-1].strip()
    return bool(_ENUMERATOR.fullmatch(tail) or _ARTICLE.fullmatch(before))


def _is_abbreviation(before: str, after: str) -> bool:
    found = _LAST_WORD.search(before)
    if found is None:
        return False
    word = found[0]
    if word.lower().rstrip(".") in _ABBREVIATIONS or word.lower().split(".")[-1] in _ABBREVIATIONS - {
        "ct",
        "x",
        "h",
        "f",
    }:
        return True
    if len(word) == 1 and word in CAPITALS:
        return _is_initial(before[: found.start()], after)
    return False


def _is_initial(before: str, after: str) -> bool:
    """«Nguyễn V. A.» and «bà L.» go on, as does «H. (SN 1985»; «Lê Văn A.» and «nhà B.» end."""
    if after.startswith("("):
        return True
    if before.rstrip().endswith(","):
        return True
    names = [word for word in before.split()[-2:] if word[:1] in CAPITALS or word.lower() in _TITLES]
    return len(names) == 1 or bool(re.match(rf"[{CAPITALS}]\.", after))
