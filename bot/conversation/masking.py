"""Hides personal data in what people write, before anything is stored. Pure; what it cannot tell apart it hides."""

import re
import unicodedata

from bot.wording.masks import ACCOUNT, EMAIL, IDENTITY, NUMBER, TELEPHONE

_EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+")
# Eight digits and more, however they are spaced; not a date (25/11/2026) and not what stands in a web address.
_DIGITS = re.compile(r"(?<![\w/])\(?\+?\d(?:[ .\-()_]{0,2}\d){7,}(?![\d/])")
_MONEY = re.compile(r"\s*(?:đồng|đ\b|vnđ|vnd|triệu|nghìn|tỷ)", re.IGNORECASE)
_NAMED_ACCOUNT = re.compile(r"(?:stk|tài khoản|tai khoan|số tk|so tk|\btk)\W*(?:\w+\W+){0,3}$", re.IGNORECASE)
_SHORTEST_ACCOUNT = re.compile(
    r"((?:stk|số tài khoản|so tai khoan|tài khoản số|tai khoan so)\W{0,3})(\d(?:[ .\-]?\d){5,6})(?!\d)",
    re.IGNORECASE,
)


def mask(text: str) -> str:
    """`text` in NFC with e-mail addresses, telephone, identity and account numbers replaced by what they were."""
    plain = unicodedata.normalize("NFC", text)
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in plain)
    plain = _EMAIL.sub(EMAIL, plain)
    plain = _SHORTEST_ACCOUNT.sub(rf"\1{ACCOUNT}", plain)
    return _DIGITS.sub(_hidden, plain)


def _hidden(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    if _is_money(found) or _is_date(found[0]):
        return found[0]
    if _NAMED_ACCOUNT.search(found.string[max(0, found.start() - 40) : found.start()]):
        return ACCOUNT
    if re.fullmatch(r"(?:0|84)\d{8,10}", digits) and not (len(digits) == 12 and digits.startswith("0")):
        return TELEPHONE
    return IDENTITY if len(digits) in (9, 12) else NUMBER


def _is_money(found: re.Match[str]) -> bool:
    grouped = re.fullmatch(r"\d{1,3}(?:[. ]\d{3})+", found[0])
    return bool(grouped and _MONEY.match(found.string, found.end()))


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,2}[.\-]\d{1,2}[.\-](?:19|20)\d{2}", text))
