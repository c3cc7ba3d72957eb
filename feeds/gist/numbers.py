"""Numbers a citizen may need: telephones, addresses of mail, money, and numbers of documents."""

import re
from collections.abc import Iterator

from feeds.letters import CAPITALS

_C = CAPITALS

PHONE = re.compile(
    r"(?<![\d.,/])(?:(?:\+84|\(\+84\)|84(?=[\s.]\d{2}))[\s.-]?[235789]"
    r"|\(?0[235789])\d?\)?(?:[\s.)-]{0,2}\d){7,9}(?![\d/]|[.,]\d)"
    r"|(?<![\d.,/])1[89]00(?:[\s.-]?\d){4,6}(?!\d)"
)
SHORT_PHONE = re.compile(
    r"(?:\b(?:gọi|nóng|số|hotline|đài|điện\s+thoại|sđt|hoặc|liên\s+hệ|cứu)\s*:?\s+|[,(/]\s?)(11[1-5]"
    r"|1022)(?!\d|[./]\d)(?!\s?(?:người|hộ|tàu|km|m\b|ha|lượt|suất))",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MONEY = re.compile(
    r"\d[\d.,]*\s?(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)(?:\s?đồng)?|đồng|VNĐ|VND|USD|đ(?!\w))(?:/[\w-]+)*",
    re.IGNORECASE,
)
DOCNO = re.compile(
    rf"\b\d{{1,5}}(?:/(?:19"
    rf"|20)\d\d)?\s?[/-]\s?[{_C}][{_C}\d]{{0,7}}(?:\s?[-–]\s?[{_C}][{_C}a-z&]{{0,10}}){{0,3}}(?!\w)"
)
_OWN_DOCNO = re.compile(
    r"(?:^\s*Số\s*:?\s*|\bban\s+hành\s+(?:\w+\s+){0,3}số\s*:?\s*|\bra\s+(?:\w+\s+){0,2}số\s*:?\s*"
    r"|^\s*(?:Theo\s+)?\w+\s\w+\s(?:số\s+)?)$",
    re.IGNORECASE,
)


def phones(text: str) -> Iterator[re.Match[str]]:
    """Telephone numbers: mobile, landline, 1800 and 1900, and 111 to 115 where the words say so."""
    for m in PHONE.finditer(text):
        digits = re.sub(r"\D", "", m[0])
        local = "0" + digits[2:] if digits.startswith("84") else digits
        if digits.startswith(("18", "19")) or len(local) == (11 if local.startswith("02") else 10):
            yield m
    yield from SHORT_PHONE.finditer(text)


def own_number(text: str) -> re.Match[str] | None:
    """The document's own number («Số: 15/TB-UBND», «ban hành Quyết định số …»), never a cited one."""
    for m in DOCNO.finditer(text):
        if _OWN_DOCNO.search(text[: m.start()]):
            return m
    return None
