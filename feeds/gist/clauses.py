"""The ways a unit may be shortened without saying something else.

Cuts lie at «;», at subordinate commas and after a leading «Căn cứ …, UBND …»; never directly before
trừ, nếu, khi, với điều kiện, không, nhưng, riêng: what limits a statement stays with it, or both go.
"""

import re
from collections.abc import Iterator
from itertools import islice

from feeds.gist.units import PREAMBLE
from feeds.letters import CAPITALS

_MIN_CLAUSE = 18
_MIN_REST = 16
_MOST_CUTS = 16  # of one clause, at either end; what has more is no sentence

LIMITER = re.compile(
    r"[\s,;.(–-]*(?:(?:ngoại\s+|loại\s+)?trừ|nếu|khi|với\s+điều\s+kiện|không|chưa|chẳng|nhưng|song|riêng"
    r"|tuy\s+nhiên|chỉ|miễn\s+là|trong\s+trường\s+hợp|trường\s+hợp)\b",
    re.IGNORECASE,
)
_SEMICOLON = re.compile(r";\s+(?!\d+(?:,\d+)?\s?(?:độ|°))")  # a position has two halves
_SUBORDINATE = re.compile(
    r"\s*,?\s+(?=(?:để|nhằm)\s)|\s*,\s+(?=(?:góp phần|qua đó|bảo đảm|đảm bảo|phục vụ|tạo|hướng tới|hướng về"
    r"|từ đó|do đó|vì vậy|theo quy định|theo đề nghị|theo tinh thần"
    r"|gắn với|trọng tâm là|sẵn sàng|nâng cao|thiết thực|trong đó|đặc biệt là|nhất là|đồng thời)\b)"
    r"|\s+(?=\([^()]*\)[.;]?$)|\s+(?=theo (?:đúng )?quy định\b)|\s+(?=về việc\s)|(?<=\d)\s+(?=tại\s)",
    re.IGNORECASE,
)
_COLON_END = re.compile(
    r"(?:,?\s+(?:cụ thể|với (?:các )?nội dung|như sau|theo lịch|gồm|các nội dung)(?:\s+(?:như|các|chi tiết"
    r"|cụ thể|nội dung))*\s*(?:sau|sau đây)?|\s+(?:sau|sau đây))?\s*:$",
    re.IGNORECASE,
)
_SOURCE_TAG = re.compile(r"\([A-ZĐ][^()]{0,20}\)\s*[-–:]\s*")
_LEADING = re.compile(
    r"(?:Để|Nhằm|Do|Theo|Vừa qua|Hiện nay|Thời gian (?:gần đây|qua)|Nhân|Hưởng ứng|Trước (?:tình hình"
    r"|diễn biến)|Sau khi|Ngay sau|Qua|Tiếp tục|Với|Vì|Hằng năm|Được sự)\s",
)
_CLAUSE_OPENS = re.compile(rf"[,;]\s+(?=[{CAPITALS}]|(?:áp thấp|bão|cơn bão|tâm bão|vùng áp)\s)|;\s+")
_ANNOUNCES = re.compile(
    r"(?:thông báo|kính báo|thông tin|yêu cầu|đề nghị|khuyến cáo|cho biết|khẳng định|lưu ý"
    r"|thông cáo)\b[^:;.]{0,110}:\s+(?=\S)|"
    r"\b(?:thông báo|xây dựng kế hoạch|có kế hoạch)\s+(?:về\s+việc\s+)?(?=(?:tạm|nâng cấp|ngừng|dừng|hoãn"
    r"|gia hạn|cấm|dỡ|tuyển|đấu giá|bán|lấy|tổ chức|cấp|hoạt|mở|nghỉ|tiếp)\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s?\([^()]{6,160}\)|(?:\s(?:ở\s)?(?:vào\s)?khoảng)?\s\d+(?:[.,]\d+)?\s?(?:độ|°)\s?(?:vĩ\sBắc|VB?|N)\s?[,;–-]?\s?"
    r"\d+(?:[.,]\d+)?\s?(?:độ|°)\s?(?:kinh\sĐông|KĐ?|E)[,;]?",
    re.IGNORECASE,
)  # what stands in brackets, and where a storm is on a chart: «16,2 độ Vĩ Bắc; 112,4 độ Kinh Đông»
_TELLING = re.compile(
    r"\b(?:trừ|nếu|khi|không|chưa|nhưng|riêng|chỉ|với điều kiện)\b|\d{3}[. ]?\d{3}|\d{8,}|@", re.IGNORECASE
)
_BAN = re.compile(r"\b(?:không|cấm|chỉ|chưa|trừ|miễn)\b", re.IGNORECASE)
_CONTACT = re.compile(
    r"(?:Mọi|Chi tiết|Thông tin|Để biết|Để được)[^.;:\d]{0,70}?\s(?=liên hệ\b)", re.IGNORECASE
)
_CALL = re.compile(
    r"(?<=[,\s])(?<!không )(?<!đừng )(?<!cấm )(?=(?:liên hệ|gọi|điện thoại|đường dây nóng|số máy"
    r"|trực ban)\b[^.;]{0,90}\d{3})",
    re.IGNORECASE,
)
_LONG = 60  # characters before a call; a shorter way to it is no burden
_SUBJECT = re.compile(rf"[{CAPITALS}]")


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """`text` cut at «;» where what follows stands on its own."""
    start = 0
    for m in _SEMICOLON.finditer(text):
        rest = text[m.end() :]
        inside = text.count("(", start, m.start()) > text.count(")", start, m.start())
        if inside or m.start() - start < _MIN_CLAUSE or len(rest) < _MIN_CLAUSE or LIMITER.match(rest):
            continue
        yield start, m.start()
        start = m.end()
    yield start, len(text)


def heralds(text: str) -> bool:
    """Whether `text` only announces what follows it: «… thông báo lịch tàu như sau:»."""
    return bool(_COLON_END.search(text))


def unheralded(text: str) -> str:
    """`text` without «… với các nội dung như sau:» at its end."""
    return text[: m.start()] if (m := _COLON_END.search(text)) else text


def starts(text: str) -> list[int]:
    """Where a clause may begin: as written, without its preamble, without «… thông báo:»."""
    first = tag.end() if (tag := _SOURCE_TAG.match(text)) else 0
    preamble = PREAMBLE.match(text, first)
    found = [] if preamble else [first]
    if preamble or _LEADING.match(text, first):
        found += _after_preamble(text, first)
    for m in _ANNOUNCES.finditer(text[:260]):
        if len(text) - m.end() >= _MIN_REST:
            found.append(m.end())
            if _LEADING.match(text, m.end()):
                found += _after_preamble(text, m.end())
    if contact := _CONTACT.match(text):
        found.append(contact.end())
    if (call := _CALL.search(text, _LONG)) and not _BAN.search(text[: call.start()]):
        found.append(call.end())
    found += [m.end() for m in _SEMICOLON.finditer(text) if len(text) - m.end() >= _MIN_CLAUSE]
    return sorted(set(found))[:_MOST_CUTS] or [first]


def without_asides(text: str) -> str:
    """`text` without the brackets that neither limit it nor name somebody to call."""
    return _ASIDE.sub(lambda m: m[0] if _TELLING.search(m[0]) else "", text)


def _after_preamble(text: str, first: int) -> list[int]:
    """The beginnings of the main clause: «Căn cứ …; do …, UBND huyện thông báo» begins at «do» or at UBND."""
    cuts = [m.end() for m in _CLAUSE_OPENS.finditer(text, first) if len(text) - m.end() >= 25]
    return [cut for cut in cuts if _says_something(text[cut:])][-3:]


def _says_something(rest: str) -> bool:
    """A main clause has a verb of announcing, stopping or holding soon; a list of issuers has none."""
    return bool(_VERB.search(rest[:200])) or not _SUBJECT.match(rest)


_VERB = re.compile(
    r"\b(?:thông báo|kính báo|yêu cầu|đề nghị|tổ chức|ban hành|có|đã|sẽ|tạm|ngừng|dừng|xây dựng|triển khai"
    r"|khuyến cáo|công bố|quyết định|phối hợp|bố trí|cử|điện)\b",
    re.IGNORECASE,
)


def ends(text: str) -> list[int]:
    """Where a clause may end, longest last; never directly before a limiter."""
    whole = len(text.rstrip())
    if m := _COLON_END.search(text):
        whole = m.start()
    cuts = [m.start() for m in islice(_SUBORDINATE.finditer(text), _MOST_CUTS) if m.start() >= _MIN_REST]
    allowed = [
        cut for cut in cuts if cut < whole and not LIMITER.match(text[cut:]) and not _opens_bracket(text, cut)
    ]
    return [*[cut for cut in allowed if not _limits(text[cut:]) and not _bans(text[:cut])], whole]


def _bans(kept: str) -> bool:
    """«không dùng nước sinh hoạt để tưới cây» cut before «để» would forbid more than was forbidden."""
    return bool(_BAN.search(re.split(r"[,;:]\s", kept)[-1]))


def _limits(rest: str) -> bool:
    """What a cut would lose may hold «trừ …», «không …» or «nếu …» further on: then nothing is cut."""
    return bool(re.search(r"\b(?:trừ|nếu|với điều kiện|nhưng|riêng|không|chỉ)\b", rest, re.IGNORECASE))


def _opens_bracket(text: str, cut: int) -> bool:
    return text.count("(", 0, cut) > text.count(")", 0, cut)
