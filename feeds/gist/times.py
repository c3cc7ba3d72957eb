"""Times as Vietnamese notices write them: «từ 22h00 ngày 30/01 đến 05h00 ngày 31/01/2024», «7g30 sáng mai»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache


class Role(Enum):
    """What a time is for, as the words before it tell."""

    START = auto()
    END = auto()  # «đến …» with no beginning
    BEFORE = auto()  # a deadline: «trước …», «chậm nhất …»


@dataclass(frozen=True, slots=True)
class Token:
    """One word of time inside a span: its kind (see `Span.kinds`), offsets and text."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """One expression of time: `text` as written, its offsets, and whether it stands without a label's help."""

    text: str
    start: int
    end: int
    role: Role
    strong: bool
    tokens: tuple[Token, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Of hour, date, day, month, relative, lunar, weekday, part, often, open, span."""
        return frozenset(token.kind for token in self.tokens)


_D = r"(?:0?[1-9]|[12]\d|3[01])"
_M = r"(?:1[0-2]|0?[1-9])"
_Y = r"(?:19|20)\d\d"
_AMONG_DATES = re.compile(
    r"(?:\b(?:ngày|từ|đến|tới|hết|trước|sáng|trưa|chiều|tối|đêm|nay|qua|mai|và|là|lễ|hai|ba|tư|năm|sáu|bảy"
    r"|nhật|sau|vào|thứ \d)"
    r"\s|(?<=\d),\s|[(|–-]\s?|^)$",
    re.IGNORECASE,
)
_AFTER_DAY = re.compile(r"\b(?:ngày|nay|mai)\s$", re.IGNORECASE)
_FROM = re.compile(r"\btừ\s$", re.IGNORECASE)
_TO_A_DATE = re.compile(
    rf"\s*(?:đến|tới|-|–)\s*(?:ngày\s+)?{_D}[/.]{_M}(?![\d%])", re.IGNORECASE
)  # «từ 21 đến 23/4»
_TOKENS = re.compile(
    rf"""
    (?P<open>(?:cho\s+)?(?:đến|tới)\s+khi\s+
      (?:có\s+(?:thông\ báo|bản\ tin|chỉ\ đạo|lệnh)[^.;,\n]{{0,30}}|[^.;,\n\d]{{3,60}}))
  | (?P<date>(?<![\d/.,-]){_D}\s?[/.-]\s?{_M}\s?[/.-]\s?{_Y}(?![\d/]))
  | (?P<date2>(?<!\d)(?:(?:mùng|mồng)\s+)?{_D}\s+tháng\s+(?:{_M}(?!\d)|giêng|chạp)(?:\s*(?:năm\s+|/\s?){_Y})?)
  | (?P<hour>(?<![\d.,/:])(?:[01]?\d|2[0-4])\s?
      (?:(?:h|giờ)(?!\s+(?:tới|qua|liên\ tục|đồng\ hồ)\b)(?:\s?[0-5]\d(?:\s?(?:phút|')|p\b)?)?|g[0-5]\d)(?![\w/])
      |(?<![\d.,/:])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:]))
  | (?P<short>(?<![\d/.,\w]){_D}/{_M}(?![\d/\w%]|[.,]\d|-[a-zđ]))
  | (?P<dotted>(?<![\d/.,\w]){_D}[.-]{_M}(?![\d/\w%]|[.,-]\d))
  | (?P<lunar>\b(?:mùng|mồng)\s+\d{{1,2}}(?:\s+tết)?|\b\d{{1,2}}\s+tết\b)
  | (?P<day>(?<![\d/.,\w]){_D}(?=\s*(?:,|và|-|–|đến)\s*(?:ngày\s+)?{_D}(?!\d)))
  | (?P<month>\btháng\s+{_M}(?:\s*/\s*{_Y}|\s+năm\s+{_Y})?(?![\d/]))
  | (?P<relative>\b(?:(?:sáng|trưa|chiều|tối|đêm)\s+(?:nay|mai|qua)
      |hôm\s+(?:nay|qua)|ngày\s+(?:mai|kia|hôm\ (?:nay|sau|trước))|cùng\s+ngày)\b)
  | (?P<weekday>\b(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\b)
  | (?P<often>\b(?:ngày\s+{_D}\s+)?(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm)\b
      |\b(?:trong\s+)?giờ\s+hành\s+chính\b)
  | (?P<span>\b(?:trong\s+)?(?:vòng\s+|thời\s+hạn\s+|thời\s+gian\s+)?\d{{1,3}}
      \s+ngày(?:\s+làm\s+việc)?(?:,?\s+(?:kể\s+)?từ\s+ngày\s+[^\d.,;\n]{{3,40}})?)
  | (?P<part>\b(?:rạng\s+sáng|buổi\s+(?:sáng|trưa|chiều|tối)|chiều\s+tối|sáng|trưa
      |(?<!hai\ )(?<!một\ )chiều(?!\s+(?:đi|về|dài|cao|rộng|sâu|hướng))|tối(?!\s+(?:đa|thiểu))|đêm)\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GAP = re.compile(
    r"[\s,()\-–—:|]*(?:(?:và|đến|tới|hết|từ|ngày|các|của|vào|lúc|trong|kể|cho|hoặc|năm|khoảng|tức|nhằm"
    r"|bắt\s+đầu|hai|ba|buổi"
    r"|của|dương\s+lịch|âm\s+lịch|al|đến\s+trước|giữa|cả)\b[\s,()\-–—:]*)*",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\b(?:trước|chậm\s+nhất(?:\s+là)?|muộn\s+nhất(?:\s+là)?|hạn\s+(?:chót|cuối|nộp)(?:\s+là)?|hết\s+hạn"
    r"|không\s+quá|không\s+muộn\s+hơn"
    r"|đến\s+hết|đến\s+trước)\s*:?\s*(?:(?:vào|lúc|là|hồi|ngày|các\s+ngày)\s+)*)$",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:cho\s+)?(?:đến|tới)(?:\s+hết)?\s+(?:ngày\s+)?$", re.IGNORECASE)
_PREFIX = re.compile(
    r"(?:\b(?:kể\s+từ|từ|vào|lúc|hồi|sau|khoảng|bắt\s+đầu\s+từ|các|hai|trong|ngày|trong\s+hai|buổi)\s+)+$",
    re.IGNORECASE,
)
_REACH = 80  # characters before a time in which its «trước», «từ ngày» or «chậm nhất là» stands
_STRONG = frozenset({"date", "hour", "open", "relative", "lunar", "often"})
_DURATION = re.compile(r"\b(?:trong|quá|sau|khoảng|mất|tối\s+thiểu|ít\s+nhất|vòng)\s+$", re.IGNORECASE)


@lru_cache(maxsize=1024)  # urgency, summary and facts ask for the same clauses
def times(text: str) -> tuple[Span, ...]:
    """Every expression of time in `text` (one sentence or line), neighbours joined into one."""
    return tuple(_times(text))


def _times(text: str) -> Iterator[Span]:
    group: list[Token] = []
    for token in _tokens(text):
        if group and not _near(text, group[-1].end, token):
            yield from _span(text, group)
            group = []
        group.append(token)
    if group:
        yield from _span(text, group)


def _near(text: str, end: int, token: Token) -> bool:
    """Only joining words lie between; a bracket is joined where it holds nothing but the time: «hôm nay (09/10)»."""
    gap = text[end : token.start]
    return bool(_GAP.fullmatch(gap)) and ("(" not in gap or text[token.end : token.end + 1] == ")")


def _tokens(text: str) -> Iterator[Token]:
    for m in _TOKENS.finditer(text):
        kind = m.lastgroup or ""
        raw = m[0]
        start = m.start() + len(raw) - len(raw.lstrip())
        if (
            kind == "hour"
            and ":" not in raw
            and not re.search(r"\d\s?$", raw)
            and _DURATION.search(text, max(0, start - _REACH), start)
        ):
            continue
        if kind == "short" and not _AMONG_DATES.search(text, max(0, start - _REACH), start):
            continue
        if (
            kind in {"dotted", "day"}
            and not _AFTER_DAY.search(text, max(0, start - _REACH), start)
            and not (_FROM.search(text, max(0, start - _REACH), start) and _TO_A_DATE.match(text, m.end()))
        ):
            continue
        if kind == "weekday" and not _names_weekday(raw):
            continue
        kind = {"date2": "date", "short": "date", "dotted": "date"}.get(kind, kind)
        yield Token(kind, start, m.end(), raw.strip())


def _names_weekday(raw: str) -> bool:
    """«thứ Ba» and «thứ 7» are days; «thứ ba» and «Thứ ba» count."""
    last = raw.rsplit(maxsplit=1)[-1]
    return raw[:1].lower() == "c" or last[0].isupper() or last[0].isdigit()


def _span(text: str, group: list[Token]) -> Iterator[Span]:
    while group and group[-1].kind == "part" and len(group) > 1 and group[-2].kind == "open":
        group.pop()
    kinds = {token.kind for token in group}
    if kinds <= {"part"}:
        return
    start, end = group[0].start, group[-1].end
    base = max(0, start - _REACH)
    head = text[base:start]
    role = Role.START
    if m := _BEFORE.search(head):
        role = Role.BEFORE
    elif m := _UNTIL.search(head):
        role = Role.END
    else:
        m = _PREFIX.search(head)
    if m:
        start = base + m.start()
    if end < len(text) and text[end] == ")" and text.count("(", start, end) > text.count(")", start, end):
        end += 1
    yield Span(text[start:end], start, end, role, bool(kinds & _STRONG), tuple(group))
