"""Says an article in five seconds: at most five lines, one idea a line, nothing that the source does not say.

Three modes by structure: numbered tasks, announcement, news. Counted in UTF-16 code units, as messengers count.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from feeds.gist.clauses import LIMITER
from feeds.gist.enumeration import enumeration, tasks
from feeds.gist.notice import MOST_LINES, joined, notice
from feeds.gist.numbers import EMAIL, phones
from feeds.gist.prose import prose
from feeds.gist.units import Unit, units
from feeds.letters import tidy, units16

_SYLLABLE = re.compile(r"\w+")
_LEAD_AT_LEAST = 3  # syllables; what is shorter tells nothing
_LEAD_AT_MOST = 0.75  # of the budget; a longer one leaves no room for a deadline and is told like a body
_POINTER = re.compile(
    r"(?=.{0,80}$)(?=.*\b(?:xem|tải|đính kèm|tệp|file|tại đây)\b)\W*(?:mời|kính mời|xin|để|xem|chi tiết|nội dung"
    r"|toàn văn|tải|file|tệp|văn bản)\b.*",
    re.IGNORECASE,
)  # «Xem chi tiết tại tệp đính kèm» only says where to look
_SHORT_TEXT = 900  # characters; a text as short has no room to be a story
_ANNOUNCING = re.compile(
    r"\b(?:thông báo|lịch|công điện|công bố|tuyển|mời|cảnh báo|cảnh giác|khuyến cáo|kế hoạch|thể lệ|nội quy"
    r"|lệnh|tin (?:bão|áp thấp|cuối|nhanh|cảnh báo)|khẩn|hỏa tốc|đấu giá"
    r"|tạm (?:dừng|ngừng|ngưng|hoãn)|ngừng|ngưng|hoãn|cắt (?:điện|nước)|cấm|gia hạn|đính chính|dỡ bỏ|trở lại"
    r"|tăng chuyến|thay đổi|nghỉ học|sơ tán|gián đoạn|treo cờ|mức thu|tin buồn"
    r"|bão|áp thấp|mưa (?:to|lớn|lũ)|gió mạnh|lấy ý kiến|quy hoạch|tiếp nhận|tiêm|khám)\b",
    re.IGNORECASE,
)


def summarise(
    title: str, text: str, max_chars: int = 400, *, lead: str = "", published: datetime | None = None
) -> str:
    """What a citizen needs to know of `text`, at most `max_chars` UTF-16 code units, for any text.

    `lead` is the editor's own: it comes first where it says something of its own. `published` is taken for
    the day that «hôm nay» means; the words stay as the source writes them.
    """
    if max_chars < 1:
        return ""
    title, text, lead = tidy(title), tidy(text), tidy(lead)
    opening = lead.strip() if tells(lead, title) else ""
    if units16(opening) > max_chars * _LEAD_AT_MOST:
        text, opening = f"{opening}\n{text}", ""
    body = units(text)
    lines = _opened(opening, title, body, max_chars) if opening else _told(title, body, max_chars)
    summary = "\n".join(_five(lines))
    if not summary.strip():
        summary = _first_words(" ".join(f"{text or lead}".split()), max_chars)
    return summary if units16(summary) <= max_chars else _first_words(summary, max_chars)


def tells(lead: str, title: str) -> bool:
    """Whether the editor's lead opens the summary: whole, more than a pointer, and not the title once more."""
    said = lead.strip()
    if said.endswith(("…", "...", "[…]")) or _POINTER.fullmatch(said):
        return False
    return len(_SYLLABLE.findall(said)) >= _LEAD_AT_LEAST and not _syllables(said) <= _syllables(title)


def is_announcement(title: str, body: Sequence[Unit]) -> bool:
    """Labels, items, an announcing title, somebody to call or a few lines: a notice, not a story."""
    if _ANNOUNCING.search(title):
        return True
    marked = sum((unit.item or bool(unit.label)) and not unit.frame for unit in body)
    reach = any(next(phones(unit.text), None) or EMAIL.search(unit.text) for unit in body)
    return marked >= 3 or reach or sum(len(unit.text) for unit in body) < _SHORT_TEXT


def _told(title: str, body: Sequence[Unit], budget: int) -> list[str]:
    if (items := tasks(body)) and (lines := enumeration(body, items, budget)):
        return lines
    whole = [unit.text for unit in body if not (unit.frame or unit.courtesy)]
    if is_announcement(title, body):
        return notice(title, body, budget)
    return prose(title, body, budget) or notice(title, body, budget) or whole[:1]


def _opened(lead: str, title: str, body: Sequence[Unit], budget: int) -> list[str]:
    """The editor's words, then what the body adds to them."""
    said = _syllables(lead)
    fresh = [unit for unit in body if not _syllables(unit.text) <= said]
    room = budget - units16(lead) - 1
    added = notice(title, fresh, room) if room >= 40 and is_announcement(title, body) else []
    return [*lead.split("\n"), *(line for line in added if not _syllables(line) <= said)]


def _five(lines: Sequence[str]) -> list[str]:
    kept = [line for line in lines if line.strip()]
    while len(kept) > MOST_LINES:
        at = min(range(len(kept) - 1), key=lambda i: len(kept[i]) + len(kept[i + 1]))
        kept[at : at + 2] = [joined(kept[at], kept[at + 1])]
    return kept


def _first_words(text: str, budget: int) -> str:
    """As many whole words as fit, ended by «…», and not directly before what limits them."""
    if units16(text) <= budget:
        return text
    room, cut = budget - 1, 0
    for cut, letter in enumerate(text):  # noqa: B007  # the offset where the room ends is what is wanted
        room -= units16(letter)
        if room < 0:
            break
    at = text.rfind(" ", 0, cut + 1)
    while at > 0 and LIMITER.match(text[at:]):
        at = text.rfind(" ", 0, at)
    return text[: at if at > 0 else cut].rstrip(" ,;:-") + "…"


def _syllables(text: str) -> set[str]:
    return set(_SYLLABLE.findall(text.lower()))
