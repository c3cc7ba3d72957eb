"""The words of daily life at a known time: services that stop or change, warnings, appointments."""

from feeds.gist.alarms import finds, said

_SWINDLE = finds(
    r"\b(?:cảnh báo|cảnh giác|đề phòng|lưu ý|thông tin)\b.{0,50}\b(?:lừa đảo|giả mạo|giả danh|mạo danh"
    r"|thủ đoạn|chiếm đoạt|tin giả)|\b(?:thủ đoạn|chiêu trò) (?:lừa đảo|giả|mạo)"
)
_WARNING = finds(
    r"\bcông bố dịch\b|\bcông bố (?:hết )?dịch bệnh\b|\b(?:xuất hiện|phát hiện|ghi nhận)\b.{0,30}\b(?:ca"
    r"|ổ dịch|sứa|cá mập|dịch)\b"
    r"|\b(?:phun|diệt)\b.{0,30}\b(?:muỗi|hóa chất|khử trùng)|\bsốt xuất huyết\b|\bổ dịch\b"
    r"|\b(?:khuyến cáo|cảnh báo|thông báo|lưu ý)\b.{0,40}\b(?:không|ngừng|ngưng"
    r"|hạn chế) (?:nên )?(?:sử dụng|dùng|ăn|uống|mua)\b"
    r"|\b(?:cảnh báo|khuyến cáo)\b.{0,40}\b(?:không rõ nguồn gốc|kém chất lượng|mất an toàn"
    r"|nhiễm (?:khuẩn|độc|mặn)|hàng giả)\b"
    r"|\bthu hồi (?:sản phẩm|lô|thuốc|thực phẩm)|\bngộ độc\b|\bmất tích\b|\btìm (?:người|thân nhân)\b"
)
_SERVICE = finds(
    r"\b(?:ngừng|ngưng|cắt|mất|giảm|tạm dừng|tiết giảm|gián đoạn|hạn chế|luân phiên"
    r"|sự cố)\b[^.;]{0,30}\b(?:điện|nước(?! ngoài)|internet|mạng|sóng|viễn thông|di động|xăng|gas)\b"
    r"|\b(?:cấp|cung cấp) (?:điện|nước)\b[^.;]{0,30}(?:luân phiên|gián đoạn|trở lại|bị|lịch|tạm)"
    r"|\b(?:điện|nước|internet|mạng|sóng|dịch vụ di động)\b.{0,30}\b(?:gián đoạn|mất|ngừng|yếu|trở lại)\b"
    r"|\b(?:điều chỉnh|thay đổi)\b.{0,30}\bca nô\b|\bthiếu điện\b|\btiết giảm\b|\bgián đoạn\b"
    r"|\b(?:giãn cách xã hội|phong tỏa|phong toả|cách ly (?:xã hội|y tế|toàn)"
    r"|áp dụng chỉ thị (?:số )?1[56])\b"
    r"|\b(?:tàu|chuyến|phà)\b.{0,40}\b(?:(?:chạy|rời|khởi hành|xuất bến|cập) (?:sớm|muộn|chậm|trễ)|(?:đổi"
    r"|lùi|dời) (?:giờ|ngày)"
    r"|không (?:chạy|xuất bến|hoạt động|chở)|chưa chạy)\b"
    r"|\b(?:tàu|chuyến|tuyến|phà|xe buýt|xe khách|ca nô|vé tàu)\b.{0,60}\b(?:tạm|dừng|ngừng|ngưng|hoãn|hủy"
    r"|huỷ|thay đổi|điều chỉnh|tăng|trở lại|nối lại|nghỉ)\b|\b(?:tạm|dừng|ngừng|ngưng|hoãn|hủy|huỷ|thay đổi"
    r"|điều chỉnh|tăng chuyến|thêm chuyến|bổ sung chuyến|nối lại)\b.{0,40}\b(?:tàu|chuyến|phà|tuyến vận tải"
    r"|vé tàu)\b|^\W*(?:thông báo )?(?:về )?lịch (?:chạy )?(?:tàu|phà)\b"
    r"|\b(?:nghỉ học|đi học trở lại|học trực tuyến|đến trường trở lại|cho học sinh nghỉ)\b|\b(?:cấm"
    r"|phân luồng|tạm dừng lưu thông|cấm xe|cấm đường|hạn chế)\b.{0,40}\b(?:đường|xe|cầu|quốc lộ|phương tiện"
    r"|lưu thông|giao thông)\b|\bphân luồng\b"
    r"|\b(?:hoãn|hủy|huỷ|dời|lùi|tạm (?:dừng|ngừng|nghỉ))\b.{0,30}\b(?:tổ chức|ngày hội|lễ|hội|sự kiện"
    r"|đón khách|tham quan"
    r"|các hoạt động|tiếp nhận|làm việc|tiếp công dân|giao dịch|chợ|họp chợ)\b"
)
_INVITATION = finds(
    r"^\W*giấy mời\b|\bmời (?:bà con |nhân dân |cử tri )?(?:họp|dự họp)|\bhọp (?:dân|thôn|tổ dân|khu dân)"
)
_APPOINTMENT = finds(
    r"\b(?:(?<!khi )khám(?! phá| chữa bệnh (?:BHYT|bảo hiểm))|tiêm|tiêm chủng|cấp thuốc|uống vitamin"
    r"|hiến máu|tiếp công dân|tiếp dân|đối thoại"
    r"|bỏ phiếu"
    r"|bầu cử|ngày bầu|tiếp xúc cử tri|lưu động|(?:cấp|làm|thu nhận|đổi)(?: \S+){0,4} căn cước|chi trả"
    r"|trợ cấp|lương hưu|phát (?:gạo|quà|tiền)"
    r"|cấp phát|khám tuyển|nghĩa vụ quân sự|lệnh gọi|họp dân|mời họp|phun|khử khuẩn|phiên chợ|lịch (?:cấp"
    r"|tiếp|khám|tiêm))\b"
    r"|\bra đảo (?:làm|cấp|thu|khám|tiếp|thực hiện|phục vụ)"
)


def service(title: str) -> str | None:
    """A service of daily life that stops, changes or returns."""
    return said(_SERVICE, title)


def warning(title: str) -> str | None:
    """A warning of swindlers, a disease or a missing person."""
    return said(_WARNING, title)


def swindle(title: str) -> bool:
    """A warning of swindlers."""
    return bool(_SWINDLE.search(title))


def invitation(title: str) -> bool:
    """Neighbours are asked to a meeting."""
    return bool(_INVITATION.search(title))


def appointment(title: str) -> str | None:
    """Something people come to at a time: vaccination, payment, election."""
    return said(_APPOINTMENT, title)
