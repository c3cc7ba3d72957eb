"""Names what an urgent is about, so that its update and its all-clear find it: «bão số 6/2026», «cấm biển/2026».

The ordinal of a storm comes back every year (source: bão số 5 in 2020 and in 2025), so the year is part of the name.
"""

import re
from datetime import datetime

from feeds.gist.moments import LOCAL

_I = re.IGNORECASE
_HEAD = 600  # characters of the body; what stands further down is detail
_STORM = re.compile(r"\b(?:cơn )?bão (?:số|có số hiệu) (\d{1,2})\b", _I)
_NAMED_STORM = re.compile(r"\b(?:bão|Bão|BÃO) \(?([A-Z][A-Za-z-]{3,15})\b")
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("áp thấp nhiệt đới", re.compile(r"\báp thấp nhiệt đới\b|\bATNĐ\b", _I)),
    ("sóng thần", re.compile(r"\bsóng thần\b", _I)),
    ("cháy", re.compile(r"\bcháy (?:rừng|lớn|nhà|chợ|kho|tàu)|\bđám cháy\b|\bhỏa hoạn\b", _I)),
    ("bắn đạn thật", re.compile(r"\bbắn (?:đạn thật|đạn|pháo|kiểm tra)\b(?! hoa)", _I)),
    ("sạt lở", re.compile(r"\bsạt lở\b|\blũ quét\b|\bsụt lún\b", _I)),
    (
        "tàu khách",
        re.compile(
            r"\btàu (?:khách|cao tốc|Cồn Cỏ|ra đảo|đi đảo)|\btuyến (?:vận tải|tàu|Cửa Việt)"
            r"|\bvận tải hành khách\b|\btàu\b.{0,40}\btuyến\b",
            _I,
        ),
    ),
    (
        "cấm biển",
        re.compile(
            r"\bcấm (?:biển(?! quảng| hiệu| tên)|tàu|xuất bến|ra khơi)|\blệnh cấm\b|\bra khơi\b"
            r"|\btạm dừng xuất bến\b|\bkhông (?:được )?(?:ra khơi|xuất bến)",
            _I,
        ),
    ),
    (
        "đón khách",
        re.compile(
            r"\b(?:đón|tiếp nhận|tham quan|lưu trú)\b.{0,30}\b(?:khách|du lịch|đảo|vịnh)\b"
            r"|\bkhách\b.{0,20}\bra đảo\b",
            _I,
        ),
    ),
    (
        "gió mùa",
        re.compile(r"\bgió mùa\b|\bkhông khí lạnh\b|\bgió (?:mạnh|giật)\b|\bbiển động\b|\bsóng lớn\b", _I),
    ),
    ("mưa lũ", re.compile(r"\bmưa (?:lũ|lớn|to)\b|\bngập\b|\blũ\b", _I)),
    ("điện", re.compile(r"\b(?:cấp|cắt|cung cấp|mất) điện\b", _I)),
    ("nước", re.compile(r"\b(?:cấp|cắt|cung cấp|mất) nước\b", _I)),
    ("nước dâng", re.compile(r"\bnước dâng\b|\btriều cường\b", _I)),
    ("sơ tán", re.compile(r"\bsơ tán\b|\bdi dời\b", _I)),
)

_STOPPED = frozenset(["tàu khách", "cấm biển", "đón khách", "sơ tán", "bắn đạn thật"])


def hazard(title: str, body: str, *, published: datetime | None = None) -> str | None:
    """The name of the danger or the stop, with its year where one is known; None where nothing is named.

    A storm's number counts wherever the head of the text names it; other things as the title names them first.
    """
    head = body[:_HEAD]
    for text in (title, head):
        if m := _STORM.search(text):
            return _with_year(f"bão số {int(m[1])}", title, head, published)
        if m := _NAMED_STORM.search(text):
            return _with_year(f"bão {m[1].lower()}", title, head, published)
    for text in (title, head):
        for name, pattern in _KINDS:
            if pattern.search(text):
                return _with_year(name, title, head, published)
    return None


def stops(text: str) -> frozenset[str]:
    """Everything that `text` says is stopped or goes on again: the sea, the boat, the visits."""
    return frozenset(name for name, pattern in _KINDS if name in _STOPPED and pattern.search(text))


def _with_year(name: str, title: str, head: str, published: datetime | None) -> str:
    if published:
        return f"{name}/{published.astimezone(LOCAL).year}"
    year = re.search(r"(?<!\d)(20\d\d)(?!\d)", f"{title}\n{head}")
    return f"{name}/{year[1]}" if year else name
