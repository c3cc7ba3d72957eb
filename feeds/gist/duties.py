"""What a reader is asked, forbidden or entitled to do, and how much each is worth telling."""

import re

_I = re.IGNORECASE

_DO = re.compile(
    r"\b(?:đề nghị|yêu cầu|khuyến cáo|nghiêm cấm|cấm|không được|phải|cần(?! Thơ| Giuộc)|mang (?:theo|thẻ"
    r"|giấy|căn|sổ|hồ|bản)|mang|liên hệ|gọi"
    r"|đăng ký|nộp|gửi|tuyệt đối"
    r"|không (?:nên|để|ra|cho|mang|cung cấp|truy cập|chuyển|dùng|neo|chiếu|lấy|tự ý|bán|vứt"
    r"|phải (?:đăng ký|nộp|làm|đến|trả)"
    r"|sử dụng|nhận|tiếp nhận|tắm|lại gần|đến gần|đi|tụ tập|hoang mang|chủ quan|chia sẻ|bơi|đốt|xả|đánh bắt)"
    r"|báo ngay|(?<!thông )(?<!cảnh )(?<!dự )báo(?! cáo| chí| Quảng| số)|chủ động|dự trữ|di chuyển|sơ tán|di dời|rời"
    r"|treo cờ|tắt|rút|khóa|ngắt|kiểm tra|theo dõi|có mặt|mời|kê khai|duy trì|hoàn thành|hoàn vé|đổi vé|được đổi"
    r"|quản lý con|phân loại|mua vé|đi theo|đi vòng|chấp hành|có thể|nhận lại|đến ngay|góp ý"
    r"|(?<!tạm )dừng|ngừng sử dụng"
    r"|xuất trình|đưa (?:trẻ|con|chó|tàu|thuyền|phương tiện|xe|người)|cử|chuẩn bị|xả bỏ|cài đặt|đeo"
    r"|mặc áo phao|che chắn"
    r"|chằng (?:chống|buộc)|neo đậu|nhắn tin|chuyển khoản|quét mã|tra cứu|trình báo|khai báo|ưu tiên dùng"
    r"|chỉ (?:tắm|đi|dùng|neo|nhận|hoạt động|mang|sử dụng|truy cập|ra|trở lại)"
    r"|thoát ra|(?:tìm nơi|vào nơi) (?:tránh|trú|neo|an toàn)|tránh trú|trú ẩn)\b",
    _I,
)
_ORDER = re.compile(
    r"đề nghị|yêu cầu|khuyến cáo|nghiêm cấm|cấm|không|tuyệt đối|mang (?:theo|thẻ|giấy|căn|sổ|hồ|bản)"
    r"|sơ tán|di dời|thoát ra|tránh trú|trú ẩn|tìm nơi"
    r"|ngừng sử dụng|xuất trình|chỉ ",
    _I,
)
_BANS = re.compile(r"nghiêm cấm|tuyệt đối|cấm", _I)
_FORBIDS = re.compile(
    r"sơ tán|di dời|không được|không (?:ra|cung cấp|truy cập|chuyển|dùng|sử dụng|tắm)"
    r"|ngừng sử dụng",
    _I,
)
_DONE = re.compile(r"\b(?:đã|đang|đã và đang|được|từng)\s$", _I)
_HOW = re.compile(
    r"\bqua (?:ứng dụng|cổng|số|hộp thư|bưu|đường bưu|mạng|dịch vụ|email|thư điện tử|zalo)\b|\btrực tuyến\b"
    r"|\btrực tiếp (?:tại|ở)\b|\bmã QR\b|\bhoặc email\b",
    _I,
)
RIGHT = re.compile(
    r"\bđược\s+(?:hoàn|đổi|dời|hỗ trợ|miễn|giảm|ưu tiên|trả|nhận|cấp|đưa|phép)\b|\bkhông (?:thu"
    r"|mất) (?:phí|lệ phí|tiền|thêm)\b"
    r"|(?<!cước )\bmiễn (?:phí|lệ phí|thuế|giảm)\b",
    _I,
)
_NEAR = 25  # characters within which two verbs are one order: «đề nghị … không mang»


def duties(text: str) -> list[tuple[re.Match[str], float]]:
    """Each order not yet carried out, each way to do a thing and each right, with its worth."""
    found: list[tuple[re.Match[str], float]] = []
    for m in _DO.finditer(text):
        if _DONE.search(text, max(0, m.start() - 30), m.start()):
            continue
        if found and m.start() - found[-1][0].start() < _NEAR:
            verb, worth = found[-1]
            found[-1] = (m, _worth(m[0])) if _worth(m[0]) > worth else (verb, worth)
        else:
            found.append((m, _worth(m[0])))
    return [*found, *((m, 1.1) for m in _HOW.finditer(text)), *((m, 0.8) for m in RIGHT.finditer(text))]


def _worth(verb: str) -> float:
    if _BANS.match(verb):
        return 3.4
    if _FORBIDS.match(verb):
        return 2.4
    return 2.0 if _ORDER.match(verb) else 0.9
