"""What in a stretch of text carries news for a citizen: times, phones, places, things to do, and their worth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from feeds.article import FactKind
from feeds.gist.duties import duties
from feeds.gist.numbers import DOCNO, EMAIL, MONEY, SHORT_PHONE, own_number, phones
from feeds.gist.times import Role, Span, times
from feeds.letters import CAPITALS

_C = CAPITALS

FIGURE = re.compile(
    r"\bcấp\s+\d+(?:\s*(?:-|,|đến)\s*(?:cấp\s+)?\d+)?|\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?\s?(?:%|m\b|km\b|mm\b"
    r"|ha\b|m2\b|kg\b|người|hộ|lượt|suất|ca\b|chỗ|giờ\b|phút|học viên|giáo viên|hải lý|lô|thửa)",
    re.IGNORECASE,
)
PLACE_LABEL = re.compile(
    r"địa điểm|địa chỉ|khu vực|phạm vi|\bnơi\b|điểm (?:uống|bán|nhận|phát|khám|tập kết|tiêm|đón|bỏ phiếu)"
    r"|tuyến|vị trí|địa bàn"
    r"|tại đâu",
    re.IGNORECASE,
)
WHAT_LABEL = re.compile(
    r"tài sản|gói thầu|chỉ tiêu|\btuyển\b|\bmức\b|nội dung|vị trí|số lượng|quyền lợi", re.IGNORECASE
)
WHO_LABEL = re.compile(r"đối tượng|thành phần|áp dụng (?:cho|với)|điều kiện|đơn vị|ai được", re.IGNORECASE)
TIME_LABEL = re.compile(
    r"thời gian|thời điểm|\bngày\b|\bgiờ\b|lịch|khởi hành|thời hạn|buổi|sáng|chiều", re.IGNORECASE
)
DEADLINE_LABEL = re.compile(
    r"thời hạn|hạn (?:chót|cuối|nộp|nhận|đăng ký)|đóng thầu|hết hạn|(?:nhận|nộp|bán|phát hành|tiếp nhận"
    r"|đăng ký)[^:]{0,30}(?:hồ sơ|phiếu|đơn|tác phẩm|bài)"
    r"|nhận tác phẩm|nhận hồ sơ|\bthời gian (?:thu|nộp|nhận|đăng ký)\b",
    re.IGNORECASE,
)
ASKED_BY = re.compile(
    r"(?:nhận|nộp|(?<!nghỉ )bán|mua|phát hành|đăng ký|gia hạn|kê khai|thu|góp ý|bình chọn|lấy ý kiến)\b[^.;:]{0,80}$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"\b(?:tại|ở)\s+(?!vào\b)(?=(?:[\w-]+\s+){{0,4}}?[{_C}\d])|\b(?:đến|về)\s+(?!(?:Quý|toàn|các|mọi)\b)(?=(?:[a-zà-ỹđ]+\s){{0,3}}[{_C}])"
    rf"|\b(?:tuyến|đoạn|khu\s+vực|vùng\s+biển|ven\s+biển|địa\s+bàn|xã|phường|thôn|khu\s+phố|khu\s+dân\s+cư"
    rf"|đường|cảng|trụ\s+sở)\s+(?=(?:[a-zà-ỹđ]+\s){{0,3}}[{_C}\d])",
)
_NAME = re.compile(rf"(?:[a-zà-ỹđ]+\s){{0,4}}?(?:[{_C}\d][\w-]*(?:\s[-–]\s|\s|$|(?=\W)))+")
_SMALL_WORDS = re.compile(r"^(?:[a-zà-ỹđ]+\s)+")
_WHO = re.compile(
    r"\b(?:hành khách|du khách|khách hàng|người dân|nhân dân|bà con|công dân|cử tri|hộ gia đình|các hộ"
    r"|hộ dân|phụ huynh|học sinh|trẻ|ngư dân|chủ tàu|tàu cá"
    r"|chủ phương tiện|thuyền trưởng|thí sinh|nhà thầu|cá nhân|người (?:lao động|nộp thuế|hưởng|bệnh)|phụ nữ"
    r"|người già|viên chức|cán bộ|đoàn viên|thanh niên)\b",
    re.IGNORECASE,
)
_TOLD_TO = re.compile(
    r"\b(?:thông báo|kính báo|yêu cầu|đề nghị|mời|khuyến cáo)\s+(?:(?:đến|tới|cho)\s+)?((?:các|toàn thể"
    r"|tất cả|chủ|người|hộ|bà con|quý|nhân dân|khách|phụ huynh|cử tri|\d+)\s[^.;:]{4,60}?)(?=[.;:,]|$)",
    re.IGNORECASE,
)
_HAZARD = re.compile(
    r"\b(?:bão(?: số \d+)?|áp thấp nhiệt đới|cấm biển|lũ quét|sạt lở|triều cường|nước dâng|gió mạnh"
    r"|biển động|mưa (?:to|lớn)|cháy|bắn đạn thật|suy yếu)\b",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"\b(?:tạm dừng|tạm ngừng|ngừng|tạm hoãn|hoãn|hủy|huỷ|tăng chuyến|hoạt động trở lại|dỡ bỏ|bãi bỏ|gia hạn"
    r"|đính chính|thay đổi|cắt|cấm|gián đoạn|miễn|tổ chức|công bố|ban hành|tuyển|đấu giá|khánh thành|bắt đầu"
    r"|từ trần|nghỉ|mở cửa|đóng cửa)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"\bgiá (?:khởi điểm|vé|bán|thuê)|\bthu nhập\b|\bmức (?:lương|thu|phạt|hỗ trợ|chi|trợ cấp|đóng)"
    r"|\bđơn giá\b|\bhọc phí\b",
    re.IGNORECASE,
)  # fmt: skip
_EXCEPT = re.compile(r"\b(?:ngoại )?trừ\s(?!khi\b)[^.;:()]{4,120}", re.IGNORECASE)
_EXPECTED = re.compile(
    r"\bdự kiến\b[^.;,]*$", re.IGNORECASE
)  # when a service is hoped to be back is nobody's deadline
_DISTANCE = re.compile(
    rf"\bcách\s(?=[^.;]{{0,40}}?[{_C}])[^.;\d]{{3,60}}?\s(?:khoảng\s)?\d[\d.,]*\s?(?:km|hải lý"
    rf"|m)\b(?:\svề\s(?:phía|hướng)"
    rf"(?:\s(?:Đông|Tây|Nam|Bắc)){{1,3}})?"
)
_DATED = frozenset({"date", "day", "lunar", "relative", "month", "weekday"})
_ADDRESS = re.compile(
    r"https?://\S+|(?:[\w-]+\.)+(?:vn|com|org|net)\b\S*"
)  # its dots and colons end no clause
_SKIP_CITED = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:,?\s*ngày|,)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing worth telling at `start`–`end`; `key` is equal for the same thing said twice."""

    kind: FactKind
    key: str
    start: int
    end: int
    worth: float


@lru_cache(maxsize=1024)  # summary and facts ask for the same clauses
def marks(text: str, label: str = "") -> tuple[Mark, ...]:
    """The marks of one sentence, clause or item under `label`, in no particular order."""
    numbers = [m.span() for m in DOCNO.finditer(text)]
    found = [*_contacts(text), *_times(text, label, numbers), *_places(text, label), *_people(text, label)]
    if label and WHAT_LABEL.search(label):
        found.append(Mark(FactKind.WHAT, _key(text), 0, len(text), 1.2))
    if number := own_number(text):
        found.append(Mark(FactKind.DOCNO, _key(number[0]), *number.span(), 1.2))
    price = 1.4 if _PRICE.search(f"{label} {text}") else 0.8
    found += [Mark(FactKind.MONEY, m[0].lower(), *m.span(), price) for m in MONEY.finditer(text)]
    found += [
        Mark(FactKind.WHAT, m[0].lower(), *m.span(), 1.0 if m[0][:3].lower() == "cấp" else 0.25)
        for m in FIGURE.finditer(text)
    ]
    found += [Mark(FactKind.DO, m[0].lower(), *m.span(), worth) for m, worth in duties(text)]
    found += [Mark(FactKind.WHAT, m[0].lower(), *m.span(), 0.7) for m in _HAZARD.finditer(text)]
    found += [Mark(FactKind.WHAT, m[0].lower(), *m.span(), 0.6) for m in _STATE.finditer(text)]
    return tuple(found)


def _contacts(text: str) -> Iterator[Mark]:
    for m in phones(text):
        group = 1 if m.re is SHORT_PHONE else 0
        yield Mark(
            FactKind.PHONE,
            re.sub(r"\D", "", m[group]),
            m.start(group),
            m.end(group),
            6.0 if group == 0 else 1.2,
        )
    for m in EMAIL.finditer(text):
        yield Mark(FactKind.EMAIL, m[0].lower(), *m.span(), 1.0)


def _times(text: str, label: str, numbers: list[tuple[int, int]]) -> Iterator[Mark]:
    for span in event_times(text, label, numbers):
        if is_deadline(span, text, label):
            yield Mark(FactKind.DEADLINE, _time_key(span.text), span.start, span.end, 5.5)
        else:
            worth = (
                0.4 if WHO_LABEL.search(label) else _time_worth(span)
            )  # a year of birth is nobody's appointment
            yield Mark(FactKind.WHEN, _time_key(span.text), span.start, span.end, worth)


def _time_worth(span: Span) -> float:
    """«cho đến khi có thông báo mới» says how long: worth more than a bare hour."""
    if not span.strong or re.match(r"hồi\b", span.text, re.IGNORECASE):
        return 0.8  # «hồi 13 giờ» is when something was seen
    return 3.0 + 0.8 * ("open" in span.kinds and len(span.kinds) > 1)


def event_times(text: str, label: str = "", numbers: list[tuple[int, int]] | None = None) -> Iterator[Span]:
    """The times of `text` that say when something happens: not the dates of cited documents."""
    cited = [m.span() for m in DOCNO.finditer(text)] if numbers is None else numbers
    timed = bool(label and TIME_LABEL.search(label))
    for span in times(text):
        bare = span.kinds == {"date"} and len(span.tokens) == 1
        if bare and any(
            end <= span.start <= end + 40 and _SKIP_CITED.match(text[end : span.start]) for _, end in cited
        ):
            continue
        if span.strong or timed or span.kinds & {"day", "month", "weekday", "span"}:
            yield span


def is_deadline(span: Span, text: str, label: str) -> bool:
    """«trước …», «chậm nhất …», or the end of a time in which papers are taken; never hours of every day."""
    if span.role is Role.BEFORE and _EXPECTED.search(text, max(0, span.start - 80), span.start):
        return False
    if span.role is Role.BEFORE:
        return not re.match(r"đến hết|trước khi", span.text, re.IGNORECASE) or _collects(text, span, label)
    return (
        bool(span.kinds & _DATED)
        and _collects(text, span, label)
        and bool(span.role is Role.END or re.search(r"\b(?:đến|hết)\b|-", span.text))
    )


def _collects(text: str, span: Span, label: str) -> bool:
    text = _ADDRESS.sub(lambda m: "x" * len(m[0]), text)
    return bool(
        DEADLINE_LABEL.search(label)
        or DEADLINE_LABEL.search(text, max(0, span.start - 200), span.start)
        or ASKED_BY.search(text, max(0, span.start - 200), span.start)
    )


def _places(text: str, label: str) -> Iterator[Mark]:
    if label and PLACE_LABEL.search(label):
        yield Mark(FactKind.WHERE, _key(text), 0, len(text), 2.2)
    for m in _DISTANCE.finditer(text):
        yield Mark(FactKind.WHERE, _key(m[0]), *m.span(), 1.2)
    for m in _PLACE.finditer(text):
        name = _NAME.match(text, m.end())
        end = name.end() if name else m.end()
        yield Mark(
            FactKind.WHERE,
            _key(_SMALL_WORDS.sub("", text[m.end() : end])),
            m.start(),
            end,
            0.8 if m[0][:3] == "tại" else 0.4,
        )


def _people(text: str, label: str) -> Iterator[Mark]:
    if label and WHO_LABEL.search(label):
        yield Mark(FactKind.WHO, _key(text), 0, len(text), 1.9)
    for m in _TOLD_TO.finditer(text):
        yield Mark(FactKind.WHO, _key(m[1]), *m.span(1), 0.6)
    for m in _EXCEPT.finditer(text):
        yield Mark(FactKind.WHO, _key(m[0]), *m.span(), 1.1)
    for m in _WHO.finditer(text):
        yield Mark(FactKind.WHO, m[0].lower(), *m.span(), 0.3)


def _time_key(text: str) -> str:
    """«kể từ ngày 12/06/2024» and «12/6/2024» are one day; «… cho đến khi có thông báo mới» says more."""
    numbers = " ".join(number.lstrip("0") for number in re.findall(r"\d+", text))
    return f"{numbers} …" if numbers and re.search(r"\bkhi\b", text) else numbers or _key(text)


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
