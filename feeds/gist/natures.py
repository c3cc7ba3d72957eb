"""What kind of word an article is: an all-clear, a correction, an extension, a condolence, a report, or none."""

import re

from feeds.article import Nature

_I = re.IGNORECASE
_CONDOLENCE = re.compile(
    r"\btin buồn\b|thương tiếc|\btừ trần\b|\blễ (?:tang|viếng|truy điệu)\b|\btang lễ\b|quốc tang|cờ rủ"
    r"|\bđể tang\b|\bcáo phó\b|chia buồn"
    r"|\bqua đời\b|hy sinh khi làm nhiệm vụ",
    _I,
)
_CORRECTION = re.compile(r"\bđính chính\b|\bcải chính\b", _I)
_EXTENSION = re.compile(
    r"\bgia hạn\b|\bkéo dài\b.{0,30}\b(?:thời gian|thời hạn|lệnh|đến)\b|\blùi (?:thời hạn|hạn)\b", _I
)
_OVER = re.compile(
    r"\b(?:lệnh|cấm biển|cảnh báo|việc cấm)\b.{0,40}?\b(?:được )?(?:dỡ bỏ|gỡ bỏ|bãi bỏ|thu hồi|hủy bỏ|huỷ bỏ)\b"
    r"|\b(?:không còn ảnh hưởng|đã tan|đã đi qua)\b"
    r"|\b(?:chạy|hoạt động|xuất bến|ra khơi|mở cửa|đón khách|đi học|lưu thông|khai thác|có (?:điện|nước|sóng)) lại\b|"
    r"(?:dỡ bỏ|gỡ bỏ|bãi bỏ|thu hồi|hủy bỏ|huỷ bỏ|chấm dứt|kết thúc"
    r"|dừng)\s+(?:hiệu lực\s+)?(?:của\s+)?(?:các\s+)?(?:lệnh|việc cấm|cấm|cảnh báo|cách ly|phong tỏa"
    r"|phong toả|sơ tán|trạng thái|tình trạng|tình huống)"
    r"|\b(?:hoạt động|khai thác|chạy|xuất bến|vận hành|lưu thông|đón khách|tham quan|mở cửa|đi học"
    r"|đến trường|đi lại|ra khơi|về nhà|cấp điện|cấp nước|thông xe|ra đảo)(?:\s+\S+){0,6}?\s+trở lại\b"
    r"|\btrở lại\s+(?:hoạt động|khai thác|bình thường|trường|học tập|ra khơi)\b|\btái hoạt động\b"
    r"|(?:\bnối lại|\bmở lại|khôi phục|\bcó điện lại|\bcó nước lại|cấp điện trở lại|cấp nước trở lại)\b"
    r"|(?:cho phép|được phép)\s+(?:\S+\s+){0,6}?(?:ra khơi|xuất bến|hoạt động|ra đảo|lưu thông|trở về nhà)"
    r"|đã (?:được )?(?:khống chế|dập tắt|kiểm soát)|\bhết (?:cảnh báo|lệnh|nguy hiểm|tình huống"
    r"|tình trạng|dịch)|\b(?:lệnh|cảnh báo|cấm)\b.{0,40}\bhết hiệu lực|\bhết hiệu lực\b.{0,20}\b(?:lệnh"
    r"|cảnh báo|việc cấm)|đã an toàn|(?<!lưu )(?<!giao )\bthông (?:xe|tuyến|đường)\b",
    _I,
)
_NOT_OVER = re.compile(r"\b(?:chưa|không)\b[^.,;]{0,40}$", _I)
_STILL_OUT = re.compile(
    r"\b(?:sự cố|mất|cắt|ngừng|ngưng|tạm dừng)\b.{0,60}\bdự kiến\b", _I
)  # «mất điện, dự kiến 20 giờ có điện lại» is the trouble itself
_AFTER_A_FEAST = re.compile(r"\bsau (?:kỳ )?(?:nghỉ|Tết|lễ|hè)\b|\bnghỉ Tết\b", _I)
_OLD_ORDER = re.compile(
    r"\b(?:khôi phục|mở lại)\b.{0,30}\b(?:di tích|kinh tế|sản xuất|rạn san hô|rừng|nghề|lớp|phiên tòa"
    r"|văn hóa|cuộc|hội)\b",
    _I,
)
_DRILL = re.compile(
    r"\b(?:diễn tập|thực tập phương án|tập huấn(?=.{0,60}\b(?:cháy|cứu|thiên tai|sơ cấp|phòng thủ|sơ tán"
    r"|bão|tìm kiếm))|hội thao|hội thi|thao diễn|phòng thủ khu vực"
    r"|khu vực phòng thủ)\b",
    _I,
)
_AFTER = re.compile(
    r"khắc phục (?:hậu quả|thiệt hại|sự cố|sau)|ổn định (?:đời sống|cuộc sống)|\bsau (?:cơn )?(?:bão|lũ"
    r"|mưa lũ|thiên tai|trận|vụ)\b|\bhậu (?:bão|lũ)\b|thiệt hại do|(?:bị )?thiệt hại\b"
    r"|\b(?:tổng kết|sơ kết|rút kinh nghiệm|nhìn lại)\b.{0,80}\b(?:thiên tai|bão|lũ|cháy|cứu nạn|cứu hộ"
    r"|phòng thủ dân sự|dịch|tìm kiếm)\b"
    r"|\b(?:kịp thời|đã|vừa|ứng) cứu (?:sống |nạn |hộ )?(?:thành công )?\d*|cứu (?:sống|được|nạn thành công)"
    r"|lai dắt|\b(?:thăm|tặng quà|trao quà|ủng hộ|quyên góp|hỗ trợ(?! tìm| cứu| ứng| cước| thiết bị"
    r"| vay))\b.{0,60}\b(?:bão|lũ"
    r"|thiên tai|sạt lở"
    r"|cháy|nạn|tàu)\b"
    r"|\bđã (?:hoàn thành|hoàn tất|sơ tán|di dời)\b|\bđược (?:sơ tán|đưa vào bờ|di dời|cứu)\b"
    r"|\b(?:hoàn thành|hoàn tất)(?: việc| công tác)? (?:sơ tán|di dời)|\ban toàn (?:sau|vượt qua) bão",
    _I,
)
_AFTERMATH = re.compile(
    r"\b(?:thống kê|đánh giá|khắc phục|ước tính)\b.{0,30}\b(?:thiệt hại|hậu quả)\b|\bthiệt hại (?:do|sau|ban đầu)\b",
    _I,
)
_DONE_SO_FAR = re.compile(
    r"\bđã (?:hoàn thành|hoàn tất|tổ chức|thực hiện|đưa|cứu|triển khai|vào|chuyển)\b|\bkết thúc (?:tốt đẹp"
    r"|thành công)\b|\bgóp phần\b",
    _I,
)


def nature_of(title: str, opening: str) -> Nature:
    """The nature that the title tells, or the `opening` of the body where the title is silent."""
    if _CONDOLENCE.search(title) or (len(title) < 30 and _CONDOLENCE.search(opening[:200])):
        return Nature.CONDOLENCE
    if _DRILL.search(title):
        return Nature.REPORT
    if _CORRECTION.search(title):
        return Nature.CORRECTION
    if _EXTENSION.search(title):
        return Nature.EXTENSION
    if _AFTERMATH.search(title):
        return Nature.REPORT
    if is_over(title):
        return Nature.ALL_CLEAR
    if _AFTER.search(title):
        return Nature.REPORT
    return Nature.ORDINARY


def is_over(text: str) -> bool:
    """Whether a warning, a stop or a ban ends here: «dỡ bỏ lệnh cấm biển», «tàu hoạt động trở lại»."""
    found = _OVER.search(text)
    return bool(
        found
        and not _NOT_OVER.search(text, 0, found.start())
        and not _AFTER_A_FEAST.search(text)
        and not _STILL_OUT.search(text)
        and not _OLD_ORDER.search(text)
    )


def tells_of_the_past(body: str) -> bool:
    """A story whose opening tells what was done: «đã hoàn thành sơ tán hơn 300 người»."""
    return bool(_DONE_SO_FAR.search(body[:400]))
