"""The structure of an official text: what is said, what labels it, and what only frames it.

Letterhead, «Căn cứ …», «Nơi nhận …» and signatures are framing; headings and «Thời gian:» are labels.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from feeds.gist.sentences import spans
from feeds.letters import CAPITALS, single_spaced

_UNREADABLE = re.compile(
    r"\S{250,}"
)  # no word of any language: bytes gone astray, or an address nobody reads
_LABEL_REACH = 48  # characters; a longer stretch before a colon is a sentence, not a label

MARKER = re.compile(
    r"\s*(?:(?:[-–—•+*◦▪●✓→]|\d{1,2}(?:\.\d{1,2})*[.)/](?!\d)|[IVX]{1,5}[.)/]|[a-zđ][.)](?=\s)"
    r"|[A-HĐ][.)](?=\s)|Điều\s+\d{1,3}\s?[.:])\s*)+(?=\S)"
)
ORDINAL = re.compile(
    r"\s*(?:Thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín)\s+là"
    r"|(?:Nội\s+dung|Nhiệm\s+vụ)\s+\d{1,2})\s*[:,.–-]?\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"([^\s:.;!?\d][^:.;!?]{{1,{_LABEL_REACH}}}?)\s?:\s+(?=\S)"
    rf"|([^\s:.;!?\d][^:;!?]{{1,{_LABEL_REACH}}}?)\s?:$"
)
_TAIL = re.compile(r"\s*(?:Nơi nhận|Nơi gửi|KT\.|TM\.|TL\.|TUQ\.|KÝ THAY)", re.IGNORECASE)
_SIGNATORY = re.compile(
    r"\s*(?:PHÓ\s+)?(?:CHỦ TỊCH|TRƯỞNG BAN|GIÁM ĐỐC|BÍ THƯ|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG|CHỈ HUY TRƯỞNG"
    r"|ĐỒN TRƯỞNG|HIỆU TRƯỞNG)\b[^a-zà-ỹ]*"
)
_CREDIT = re.compile(
    r"\s*(?:Tin(?:,| và)? ảnh|Tác giả|Nguồn(?: tin)?|Ảnh|Theo|Người đăng|Bài(?:,| và)? ảnh)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_BYLINE = re.compile(rf"(?:[{CAPITALS}][\w.]*\s?(?:[-–/]\s?)?){{1,5}}(?:\([^()]*\))?")
_LETTERHEAD = re.compile(
    r"\s*(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|Độc lập\s*[-–]\s*Tự do|Kính gửi\b|Số\s*:"
    r"|.{2,30},\s*ngày\s+(?:\d|…|\.).{0,30}năm\s.{0,8}$"
    r"|(?:V/v|Về việc)\s.{0,200}$|\*{3,}|-{3,}|_{3,}|={3,})",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\s*(?:V/v|Về việc)\s", re.IGNORECASE)
PREAMBLE = re.compile(
    r"(?:Căn cứ|Thực hiện|Xét đề nghị|Theo đề nghị|Thừa (?:lệnh|ủy quyền)|Tiếp theo|Thi hành)\s",
    re.IGNORECASE,
)
_ADDRESSING = re.compile(r"(?:điện|gửi)\s*:\s*$|^\s*kính gửi", re.IGNORECASE)
_COURTESY = re.compile(
    r"(?:(?:trân trọng|kính báo)\b(?!\s(?:thông báo|kính mời|mời|giới thiệu)?:?\s?\S.{20})|xin cảm ơn"
    r"|rất mong|mong nhận được|xin cáo lỗi|xin lỗi|thông cảm)\b|(?:thông báo"
    r"|đăng tải|phổ biến)?[^.]{0,40}\bđể\b"
    r"[^.]{0,120}\b(?:được biết|biết và thực hiện|biết, thực hiện|nắm)\b|\bbiết,? (?:và )?thực hiện\b",
    re.IGNORECASE,
)
CELL = " | "
_COLUMN = re.compile(
    r"(?:ngày|thứ|thời gian|giờ|buổi|khu vực|địa điểm|nơi|lý do|nội dung|stt|tt|tên|họ|đơn vị|ghi chú"
    r"|đối tượng|số|chuyến"
    r"|tuyến|mức|đơn giá|giá|loại|hạng mục|điện thoại|người|chức vụ|phạm vi|công việc)\b",
    re.IGNORECASE,
)
_KIND_OF_PAPER = re.compile(
    r"\W*(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|THÔNG BÁO|CÔNG BỐ|YÊU CẦU|ĐIỆN|LỆNH|CHỈ THỊ|MỜI)\s?:?", re.IGNORECASE
)
_LIMITING = re.compile(r"\s*(?:Riêng|Trừ|Ngoại trừ|Ngoài ra không|Tuy nhiên|Nhưng|Song)\b")


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence or item: `text` without its marker, `start` in the tidied text, `label` its own or inherited."""

    text: str
    start: int
    label: str = ""
    heading: bool = False
    item: bool = False
    ordinal: bool = False
    frame: bool = False
    subject: bool = False
    courtesy: bool = False


@lru_cache(maxsize=4)  # summary, facts and urgency read the same text
def units(text: str) -> tuple[Unit, ...]:
    """The units of a tidied text in order, tail left out; framing ones are marked, not lost."""
    text = _unwrapped(_UNREADABLE.sub(lambda m: " " * len(m[0]), text))
    found: list[Unit] = []
    label = ""
    for start, end in _without_tail(text, _pieces(text)):
        unit = _unit(text[start:end], start, label, head=len(found) < 14)
        previous = found[-1] if found else None
        if previous and previous.frame and _addressed(previous, unit):
            unit = replace(unit, frame=True)
        if previous and previous.heading and _takes_value(previous, unit):
            found[-1] = _with_value(previous, unit)
        elif previous and not previous.frame and _LIMITING.match(unit.text) and not unit.item:
            found[-1] = _joined(previous, unit)
        else:
            found.append(unit)
        label = _label_for_next(label, found[-1])
    return tuple(found)


def _pieces(text: str) -> list[tuple[int, int]]:
    return list(spans(text))


def _unwrapped(text: str) -> str:
    """Joins lines that a fixed width broke: a long line without a stop, then a small letter."""
    out = list(text)
    at = 0
    for line in text.split("\n")[:-1]:
        at += len(line)
        following = text[at + 1 : at + 60].lstrip(" ")
        ended = line.rstrip()[-1:] in {"", ".", ":", ";", "!", "?", "|"}
        if len(line.strip()) >= 60 and not ended and following[:1].islower() and not MARKER.match(following):
            out[at] = " "
        at += 1
    return "".join(out)


def _without_tail(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drops everything from «Nơi nhận» or a signature on, and what little follows «./.»."""
    kept: list[tuple[int, int]] = []
    for start, end in pieces:
        line = text[start:end]
        late = start > len(text) * 0.6
        if kept and (_TAIL.match(line) or (late and len(line) < 60 and _SIGNATORY.fullmatch(line))):
            break
        if kept and late and end == pieces[-1][1] and len(line) < 60 and _CREDIT.match(line):
            break
        if kept and end == pieces[-1][1] and _BYLINE.fullmatch(line):
            break
        kept.append((start, end))
        if line.endswith("./.") and len(text) - end < len(text) * 0.35:
            break
    return kept


def _unit(raw: str, start: int, inherited: str, *, head: bool) -> Unit:
    text = single_spaced(raw)
    ordinal = ORDINAL.match(text)
    marker = None if ordinal else MARKER.match(text)
    skip = ordinal or marker
    bare = text[skip.end() :] if skip else text
    bare = bare.removesuffix("./.").rstrip() if bare.endswith("./.") else bare
    found = _LABEL.match(bare)
    heading = _is_heading(bare)
    own = (found[1] or found[2]) if found else (bare if heading else "")
    frame = (head and bool(_LETTERHEAD.match(bare)) and not marker) or (
        heading and head and not marker and _shouted(bare)
    )
    return Unit(
        text=bare,
        start=start + (raw.find(bare[:20]) if bare else 0),
        label=own.strip(" *") or inherited,
        heading=heading,
        item=bool(marker),
        ordinal=bool(ordinal),
        frame=frame or bool(columns(bare)),
        subject=bool(_SUBJECT.match(bare)),
        courtesy=bool(_COURTESY.search(bare)) and len(bare) < 220,
    )


def columns(text: str) -> list[str]:
    """The heads of a table's columns where `text` is such a row: «Ngày | Thời gian | Khu vực»."""
    cells = text.split(CELL)
    known = sum(bool(_COLUMN.match(cell)) for cell in cells)
    return cells if len(cells) > 1 and known * 2 >= len(cells) and not any(c.isdigit() for c in text) else []


def _is_heading(text: str) -> bool:
    return _shouted(text) or (len(text) <= _LABEL_REACH and text.endswith(":"))


def _shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and len(text) < 200 and sum(c in CAPITALS for c in letters) > 0.8 * len(letters)


def _addressed(previous: Unit, unit: Unit) -> bool:
    """The items under «Kính gửi:» or «CHỦ TỊCH … điện:» name addressees, not news."""
    return unit.item and not unit.heading and (previous.item or bool(_ADDRESSING.search(previous.text)))


def _takes_value(heading: Unit, unit: Unit) -> bool:
    """«Đối tượng tiêm:» and the plain line under it are one statement; «QUYẾT ĐỊNH:» only opens what follows."""
    return (
        heading.text.endswith(":")
        and not _KIND_OF_PAPER.fullmatch(heading.text)
        and not (unit.item or unit.heading or unit.frame or unit.ordinal or ":" in unit.text[:30])
    )


def _with_value(heading: Unit, unit: Unit) -> Unit:
    return Unit(
        text=f"{heading.text} {unit.text}",
        start=heading.start,
        label=heading.label,
        item=heading.item,
        ordinal=heading.ordinal,
    )


def _joined(unit: Unit, limit: Unit) -> Unit:
    """«Riêng tuyến …» travels with the sentence it limits."""
    return Unit(
        text=f"{unit.text} {limit.text}", start=unit.start, label=unit.label, item=unit.item, ordinal=unit.ordinal,
        courtesy=unit.courtesy,
    )  # fmt: skip


def _label_for_next(label: str, unit: Unit) -> str:
    """A heading labels the items after it; a plain sentence ends its reign, an item of a list does not."""
    if unit.heading and not unit.frame:
        return unit.text.rstrip(":")
    return label if unit.item or unit.label == label else ""
