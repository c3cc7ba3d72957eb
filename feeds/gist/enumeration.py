"""Tells a text of numbered tasks: what it is, then «6 nội dung: (1) …; (2) …»."""

import re
from collections.abc import Sequence

from feeds.article import FactKind
from feeds.gist.clauses import LIMITER, unheralded
from feeds.gist.marks import marks
from feeds.gist.units import Unit
from feeds.letters import units16

_FEWEST_ITEMS = 3
_SHORT_BUDGET = 300
_NARROWEST, _WIDEST = 24, 110
_EXHORTATION = re.compile(
    r"(?:(?:Tiếp tục|Tập trung|Tổ chức|Triển khai|Thực hiện|Đẩy mạnh|Nâng cao|Tăng cường|Quyết tâm|Phấn đấu"
    r"|Chủ động|Thi đua|Xây dựng|Kịp thời|Làm tốt|Phát huy|Đổi mới|và"
    r"|thực hiện|triển khai|thắng lợi|có hiệu quả|hiệu quả|đồng bộ|toàn diện|chất lượng|tốt|các|công tác"
    r"|nghiêm|nghiêm túc|quyết liệt|chỉ đạo|hoàn thành|mạnh mẽ)[ ,]+)+",
    re.IGNORECASE,
)
_BAN = re.compile(r"\b(?:không|cấm|nghiêm cấm|chưa|dừng|ngừng|trừ)\b", re.IGNORECASE)
_AGENTS = re.compile(r"(?:Các|UBND|Ủy ban|Phòng|Ban|Công an|Đề nghị|Yêu cầu|Từng|Mỗi|Lãnh đạo|Thủ trưởng)\s")
_TASK_VERB = re.compile(
    r"\b(?:bám sát|thực hiện|triển khai|tập trung|tăng cường|đẩy mạnh|nâng cao|xây dựng|tổ chức|chủ động"
    r"|rà soát|phối hợp|tự kê khai|phải)\b"
)
_APART = re.compile(r"[,;]\s(?:tại|với|do|dưới|trong|theo|nhằm|để|có)\b")
_BREAK = re.compile(r"[,;:.(\"“«]|\bgắn với\b|\bđể\b|\bnhằm\b|\bđặc biệt\b|\bcăn cứ\b")


def tasks(units: Sequence[Unit]) -> list[Unit]:
    """The numbered tasks of a text, empty where it is no such text: «Thứ nhất …», with few times or phones in them."""
    found = [unit for unit in units if unit.ordinal]
    if len(found) < _FEWEST_ITEMS:
        return []
    hard = sum(
        mark.kind in {FactKind.PHONE, FactKind.DEADLINE, FactKind.EMAIL}
        for unit in found
        for mark in marks(unit.text)
    )
    return found if hard * 3 < len(found) else []


def enumeration(units: Sequence[Unit], items: Sequence[Unit], budget: int) -> list[str]:
    """The lead and the headlines of `items`, narrowed until all fit; the first three in a small budget."""
    lead = _lead(units, items[0], budget)
    room = budget - (units16(lead) + 1 if lead else 0)
    shown = list(items) if budget >= _SHORT_BUDGET else list(items[:3])
    for width in range(_WIDEST, _NARROWEST - 1, -6):
        line = _told(shown, len(items), width)
        if units16(line) <= room:
            return [lead, line] if lead else [line]
    return [lead] if lead else []


def _told(shown: Sequence[Unit], count: int, width: int) -> str:
    points = "; ".join(f"({n}) {headline(unit.text, width)}" for n, unit in enumerate(shown, 1))
    rest = f"; … và {count - len(shown)} nội dung khác" if count > len(shown) else "."
    return f"{count} nội dung: {points}{rest}"


def headline(text: str, width: int) -> str:
    """The first clause of a task without its exhortations, at most `width` characters where a clause allows it."""
    agents = bool(_AGENTS.match(text))
    stripped = _EXHORTATION.sub("", text, count=1) if _EXHORTATION.match(text) and not agents else text
    if _BAN.search(text[:80]) or len(stripped) < 12:
        stripped = text
    if agents and (verb := _TASK_VERB.search(stripped)) and not _BAN.search(stripped[: verb.start()]):
        stripped = stripped[verb.start() :]
    cut = next((m.start() for m in _BREAK.finditer(stripped) if m.start() >= 10), len(stripped))
    first = stripped[:cut].strip(" ,;:.")
    if len(first) > width and not _BAN.search(first):
        first = first[:width].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
    return first


def _lead(units: Sequence[Unit], first: Unit, budget: int) -> str:
    for unit in units:
        if unit is first:
            break
        if not (unit.frame or unit.heading or unit.courtesy) and len(unit.text) > 30:
            return _first_clause(unit.text, budget // 2)
    return ""


def _first_clause(text: str, width: int) -> str:
    text = unheralded(text)
    if len(text) <= width:
        return text
    cuts = [m.start() for m in re.finditer(r"[,;]\s", text) if 30 <= m.start() <= width]
    clean = [cut for cut in cuts if _APART.match(text, cut)]
    cut = (clean or cuts or [0])[-1]
    return text[:cut] + "." if cut and not LIMITER.match(text[cut:]) else ""
