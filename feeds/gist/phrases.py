"""Whole phrases for who and where: «14 hộ dân khu vực bến Nghè», «Đồn Biên phòng Cồn Cỏ»."""

import re
from collections.abc import Iterator

from feeds.letters import CAPITALS

_C = CAPITALS
_SMALL = r"[^\W\dA-Z_]+"
_WHERE_NOUN = (
    r"(?:vùng\s+biển|ven\s+biển|khu\s+vực|địa\s+bàn|bãi\s+(?:biển|tắm)|cầu\s+cảng|trụ\s+sở|hội\s+trường"
    r"|nhà\s+văn\s+hóa|trạm\s+y\s+tế|trung\s+tâm"
    r"|trường|phòng|khu\s+dân\s+cư|khu\s+phố|tổ\s+dân\s+phố|thôn|xã|phường|đặc\s+khu|quầy|cảng|bến|âu\s+tàu"
    r"|đường|quốc\s+lộ|tuyến|đoạn|cầu|chợ|đảo|bãi|bồn|giếng|cổng|kho|sân|bộ\s+phận|nhà\s+riêng|bán\s+kính|ngọn|bến)"
)
_NO_PLACE = (
    r"(?:các|những|thông báo|quyết định|nghị định|nghị quyết|điều|khoản|điểm [a-z]\b|công văn|văn bản"
    r"|kỳ họp|hội nghị|buổi"
    r"|thời điểm|mục|phụ lục|kế hoạch|kết luận|tờ trình|luật|thông tư|đây|đó|chỗ|ứng dụng|mỗi"
    r"|cổng dịch vụ|website|trang)\b"
)
_END = (
    r"(?=\s*(?:[.;:()!?|]|$|,\s)|\s+(?:có|còn|sẽ|bị|được|đã|đang|để|do|vì|nhằm|lúc|vào|trước|sau|không|phải"
    r"|theo|bằng|trong|cho|với|gồm"
    r"|bắt\s+đầu|kể\s+từ|từ\s+(?:ngày|lúc|\d)|ngày|gửi|qua|về\s+việc|tổ\s+chức|thông\s+báo)\b)"
)
_PLACE = re.compile(
    rf"(?:\b(?:tại|ở|cách|trước|đoạn\s+từ|từ|trong|vào|sang|đến|tới|về)\s+(?={_WHERE_NOUN}\b)|\b(?:tại|ở|cách|trước|đoạn\s+từ|từ)\s+(?=[{_C}])"
    rf"|\btại\s+(?!{_NO_PLACE})|\b(?=(?:vùng\s+biển|ven\s+biển"
    rf"|khu\s+vực|địa\s+bàn|tuyến|đoạn)\s))"
    rf"[^.;:!?()|,]{{3,90}}?{_END}",
)
_MORE_PLACES = re.compile(
    rf",\s+(?:(?:và\s+)?(?:xã|phường|thôn|huyện|tỉnh|đặc khu|thành phố|thị trấn|khu phố|khu dân cư|số|đường"
    rf"|đảo|đối diện|cạnh)\s+"
    rf"[^,.;:()]{{1,40}}|[{_C}][\w-]*(?:\s[{_C}][\w-]*){{0,4}}(?=[,.;]|$))"
)
_ISSUER = re.compile(
    r"(?:UBND|HĐND|UBMTTQ|UBBC|Ủy ban|Uỷ ban|Đồn|Ban|Công ty|Trạm|Trường|Hội đồng|Hội|Sở|Trung tâm|Bưu điện"
    r"|Công an|Điện lực|VNPT|Viettel|Thuế|Bộ|Chi cục|Cục|Đảng ủy"
    r"|Phòng|Văn phòng|Bảo hiểm|Đoàn|Tổ|Cảng vụ|Chủ tịch|Thủ tướng|Hạt|Bệnh viện)\b[^.;:,!?()]{0,70}?"
    r"(?=\s+(?:thông báo|kính báo|xin|yêu cầu|đề nghị|tổ chức|ban hành|công bố|công khai|phối hợp|đã|sẽ"
    r"|bố trí|cử|khuyến cáo|cho biết|quyết định|mời|tạm|phát động)\b)"
)
_COUNTED = re.compile(
    r"\b\d[\d.]*\s(?:hộ|người|học viên|thuyền viên|nhân khẩu|ngư dân|du khách|cử tri|thí sinh|giáo viên"
    r"|học sinh)\b[^.;:,!?()\d]{0,50}?" + _END
)
_AGED = re.compile(
    r"\b(?:(?:trẻ|người|công dân|nam|nữ|trẻ em|phụ nữ|nhân dân)\s)?(?:từ|đủ|dưới"
    r"|trên)\s(?:đủ\s)?\d+\s?(?:tháng\s|tuổi\s)?"
    r"(?:(?:đến|-)\s(?:dưới\s|hết\s)?\d+\s)?(?:tháng\s)?tuổi(?:\strở lên)?\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b(?:[Ôô]ng|[Bb]à|đồng chí|Đồng chí|anh|chị)\s+[{_C}]\w*(?:\s[{_C}]\w*){{1,4}}")
_GROUP = re.compile(
    r"\b(?:đại diện|toàn thể|tất cả|mọi|các|những|nam|nữ|hộ|người|chủ|trẻ|phụ huynh|học sinh|hành khách|du khách"
    r"|khách hàng|tàu cá|tàu thuyền|phương tiện|cá nhân|tổ chức|nhân khẩu|phụ nữ|công dân|ngư dân|cử tri)"
    r"\s[^.;:!?()]{2,90}?" + _END,
    re.IGNORECASE,
)
_MORE_PEOPLE = re.compile(
    r",\s(?:và\s)?(?:người|hộ|tàu|cá nhân|phụ nữ|trẻ|học sinh|du khách|ca nô|thuyền|công nhân|cơ quan|đơn vị"
    r"|trường|tổ chức|doanh nghiệp)\b[^.;:,!?()]{0,50}?" + _END,
    re.IGNORECASE,
)


def places(said: str) -> Iterator[tuple[int, int]]:
    """Start and end of each phrase that says where."""
    for found in _PLACE.finditer(said):
        yield found.start(), _further(_MORE_PLACES, said, found.end(), 6)


def people(said: str) -> Iterator[tuple[int, int]]:
    """Start and end of each phrase that says who: issuers, groups, counted people, names."""
    for pattern in (_ISSUER, _COUNTED, _NAMED, _AGED):
        for found in pattern.finditer(said):
            yield found.span()
    for found in _GROUP.finditer(said):
        yield found.start(), _further(_MORE_PEOPLE, said, found.end(), 4)


def _further(pattern: re.Pattern[str], said: str, end: int, times: int) -> int:
    for _ in range(times):
        more = pattern.match(said, end)
        if not more:
            break
        end = more.end()
    return end
