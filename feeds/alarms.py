"""The words that raise an alarm, and those that only look like it. Matched with their diacritics."""

import re

_I = re.IGNORECASE


def _finds(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, _I)


_BULLETIN = _finds(
    r"^\W*(?:\(?cập nhật\)?\s*:?\s*|khẩn\W+)?(?:bản )?tin (?:nhanh |mới nhất |cuối cùng |phát )?(?:dự báo "
    r"|cảnh báo )?(?:(?:khẩn cấp |nhanh )?về )?(?:cơn )?"
    r"(?:bão\b(?!\s+(?:giá|táp|lòng|mạng))|áp thấp nhiệt đới|ATNĐ|lũ (?:khẩn|quét|lớn|trên|đặc biệt)|lũ\b"
    r"|sóng lớn|nước dâng|sóng thần|gió mạnh|mưa lớn|triều cường|nguy cơ lũ)[^:;,.(]{0,40}"
)
_DANGER = _finds(
    r"\b(?:siêu )?(?:cơn )?bão\b(?!\s+(?:giá|táp|mạng|dư luận|lòng|tài chính|covid|sale|khuyến mãi|nợ"
    r"|tuyết rơi|đơn))(?:\s+số \d+)?|\báp thấp nhiệt đới\b|\bATNĐ\b|\bsóng thần\b|\blũ quét\b|\bsạt lở\b"
    r"|\btriều cường\b|\bnước dâng\b|(?<!nguy cơ )\bcháy (?:rừng|lớn|nhà|chợ|kho|tàu|nổ lớn)|\bđám cháy\b"
    r"|\bhỏa hoạn\b|\bbiển động\b|\bsóng (?:lớn|cao)\b|\bgió (?:mạnh|giật|mùa)\b|\bmưa (?:to|lớn|rất to|lũ"
    r"|đặc biệt)\b|\blũ\b(?! lụt miền)"
    r"|\bngập (?:lụt|sâu|úng)|\bkhông khí lạnh\b|\bbắn (?:đạn thật|đạn|pháo(?! hoa))|\bdông lốc\b"
    r"|\blốc xoáy\b|\btràn dầu\b|\brò rỉ (?:hóa chất|khí|xăng)|\bđộng đất\b|\bvỡ (?:đê|đập)\b|\bxả lũ\b"
    r"|\bbom mìn\b|\bvật liệu nổ\b|\bnước biển dâng\b"
    r"|\bthời tiết (?:xấu|nguy hiểm|cực đoan)|\bthiên tai\b"
)
_ORDER = _finds(
    r"\b(?:nghiêm )?cấm (?:\S+ ){0,3}?(?:tàu|thuyền|phương tiện|ra khơi|xuất bến|hoạt động trên biển"
    r"|người (?:và|dân|đi)|mọi|tất cả|du khách|tắm biển)|\bcấm biển\b(?! quảng| hiệu| tên| báo)"
    r"|\blệnh cấm (?:tàu|biển|ra khơi|xuất bến|đường|áp dụng)"
    r"|\b(?:sơ tán|di dời)\b(?! (?:tài sản|hiện vật|mồ mả|mộ|công trình|đường dây|trụ sở|cột điện|hệ thống"
    r"|giải phóng|chợ|cây|bến))|\bkhông (?:được |nên )?(?:ra khơi|xuất bến|ra khỏi (?:nhà|nơi)|ra (?:đường"
    r"|ngoài|biển|bờ|bến)|đi biển|tắm biển|đến gần|lại gần|đi (?:qua|vào))"
    r"|\brời (?:khỏi|đi ngay|ngay)\b|\b(?:yêu cầu|đề nghị|khẩn trương|đưa)\b (?:\S+ ){0,5}?rời đảo\b"
    r"|\b(?:vào|về|tìm) (?:bờ|nơi|khu(?: vực)?) (?:\S+ ){0,3}?(?:trú|tránh|neo đậu|an toàn)"
    r"|(?<!neo đậu )(?<!khu )(?<!âu )\b(?:tránh trú|trú ẩn|trú tránh)\b|\b(?:tạm )?(?:dừng|ngừng|ngưng"
    r"|đình chỉ) (?:\S+ ){0,3}?(?:xuất bến|ra khơi)"
    r"|\bdi chuyển (?:\S+ ){0,3}?(?:khỏi|ra khỏi|đến nơi an toàn)|\bthoát (?:ra )?khỏi\b"
    r"|\bkêu gọi (?:\S+ ){0,3}?tàu|\bở (?:yên )?trong nhà\b|\bhạn chế (?:ra (?:đường|khơi|ngoài)|đi lại)"
    r"|\bchằng (?:chống|buộc)"
    r"|\bđóng cửa (?:trường|đập|bến)|\bbắt buộc (?:sơ tán|di dời)|\bgiới nghiêm\b|\bcấm (?:đường|cầu"
    r"|lưu thông)"
)
_DONE = _finds(
    r"\b(?:đã(?! (?:thông báo|ban hành|ra|có|phát|yêu cầu|chỉ đạo|công bố|đề nghị))|từng|hoàn thành|hoàn tất"
    r"|được|cuộc|kế hoạch|phương án|diễn tập|khi|nếu có lệnh|sẵn sàng)\s+(?:\S+\s+){0,3}$"
)
_GRADE = _finds(
    r"(?<!thành )(?<!tình trạng )(?<!tình huống )\bkhẩn\b(?! trương| thiết| khoản| cầu| nài)|\bhỏa tốc\b"
    r"|\bhoả tốc\b|\bthượng khẩn\b|\bcông điện\b|\bbáo động\b|\bSOS\b"
)
_THREAT = _finds(
    r"\bgiật cấp\b|\bhướng vào\b|\bđổ bộ\b|\bsắp\b|\bnguy cơ\b|\bcảnh báo\b|\bđang\b|\btiến (?:vào|gần"
    r"|sát)\b|\b(?:gần|trên) (?:biển đông|bờ)\b|\bkhuyến cáo\b|\bkhông ra\b|\bcó thể\b|\bmạnh lên\b"
    r"|\bkhẩn cấp\b|\bdi chuyển\b|\bxảy ra\b"
    r"|\b(?:tạm )?(?:dừng|ngừng|ngưng)\b|\bkhẩn\b|\bcấm\b|\bập vào\b|\bđi vào\b|\bảnh hưởng trực tiếp\b"
    r"|\báp sát\b|\bđổi hướng\b|\bđêm nay\b|\btăng cấp\b"
)
_FALSE = _finds(
    r"\bbão (?:giá|mạng|sale|dư luận|tài chính|lòng)\b|\b(?:cơn )?sốt (?:giá|đất|vé)\b|\bcấm biển (?:quảng"
    r"|hiệu|tên|báo)|\btổng kết\b|\bsơ kết\b|\bkỷ niệm\b|\bcuộc thi\b|\bhội thi\b|\bthi tìm hiểu\b"
    r"|\bkhen thưởng\b|\btuyên dương\b|\bgương\b"
    r"|\bkhắc phục\b|\bthăm\b|\btặng\b|\btrao\b|\bủng hộ\b|\bquyên góp\b|\bhỗ trợ (?:các |những )?(?:hộ"
    r"|người|gia đình|ngư dân|nạn nhân|kinh phí|tiền|xây|vay)|\bkhánh thành\b|\bkhởi công\b|\bnghiệm thu\b"
    r"|\bxây (?:dựng )?(?:nhà|kè|đê|hầm|âu)"
    r"|\bđấu giá\b|\bđấu thầu\b|\bgói thầu\b|\bmời thầu\b|\bchào giá\b|\btuyển (?:dụng|sinh|quân)\b"
    r"|\bgiải phóng mặt bằng\b|\bbáo cáo\b|\bnghị quyết\b|\bquỹ phòng\b|\bthu quỹ\b|\bsau (?:cơn )?bão\b"
    r"|\bhậu bão\b|\bbài học\b|\bvượt qua\b"
    r"|\bhướng dẫn phòng\b|\bkỹ năng\b|\bkiến thức\b|\btập huấn\b|\bhọc sinh giỏi\b|\btuần lễ\b"
    r"|\bngày (?:quốc tế|thế giới|toàn dân)\b|\btriển lãm\b|\bphim\b|\bhội thảo\b|\btọa đàm\b|\bdự án\b"
    r"|\bđề án\b|\bdự báo nhu cầu\b|\bphát động\b|\bký kết\b|\bnâng cấp\b|\bbàn giao\b|\bđộng viên\b"
    r"|\bnhà tránh bão\b|\bhạ thủy\b|\btrang bị\b|\bđầu tư\b"
)
_SOFT = _finds(
    r"\bkế hoạch\b|\bhội nghị\b|\bhọp\b|\bkiểm tra\b|\btuyên truyền\b|\bphương án\b|\bchỉ thị\b|\bquy chế\b"
    r"|\bquyết định\b|\bkiện toàn\b|\btrước mùa\b|\bmùa (?:mưa|bão)\b|\bphòng,? chống (?:thiên tai|cháy|lụt"
    r"|bão lụt|dịch|đuối)|\bphòng cháy\b|\bchủ động phòng\b"
    r"|(?<!lạnh )\btăng cường\b|\bgiao ban\b|\bnâng cao\b|\bcông tác\b|\btham mưu\b|\bchuẩn bị\b"
    r"|\bquy định\b|\bthông tư\b|\bnghị định\b|\bluật\b|\blấy ý kiến\b|\bquy hoạch\b|\bkỷ cương\b"
    r"|\bđẩy mạnh\b|\btriển khai\b|\bra quân\b|\bgiám sát\b"
)
_HARMLESS = _finds(
    r"\bcấm (?:xe|đường|cầu)|\bthi công\b|\bđỗ xe\b|\bsửa chữa\b|\bhạn chế đi lại\b|\btắm biển\b|\bbảo tồn\b"
    r"|\bnghiêm ngặt\b|\bkhai thác (?:thủy|thuỷ|hải) sản|\bIUU\b|\bđánh bắt\b|\bnội quy\b|\bmùa rùa\b"
)
_STORM_NUMBER = _finds(r"\bbão số \d+|\bbão [A-Z]{4,}")
_DISEASE = _finds(
    r"\bdịch\b(?! vụ| chuyển| sang| thuật| giả| tễ học)|\bbệnh\b(?! viện)|\bcúm\b|\bsốt xuất huyết\b"
    r"|\btay chân miệng\b|\bsởi\b|\bcovid"
)
_STOP = r"(?:tạm |phải |đã )*(?:dừng|ngừng|ngưng|hoãn|hủy|huỷ|đóng cửa|cấm|nghỉ)"
_SEA = (
    r"(?:tàu|chuyến|tuyến|xuất bến|ra khơi|ra đảo|đón khách|tiếp nhận khách|đưa khách|tham quan"
    r"|lưu trú|vận tải|cảng|ca nô|tắm biển|du lịch|trên biển)"
)
_STOP_AT_SEA = _finds(
    rf"\b{_STOP}\b(?! đỗ| ở| về | chờ)[^.;\n]{{0,60}}?\b{_SEA}\b|\b{_SEA}\b[^.;\n]{{0,60}}?\b(?:tạm "
    rf"|phải )*(?:dừng|ngừng|ngưng|hoãn|nghỉ|hủy|huỷ)(?= (?:hoạt|chạy|xuất|khai|phục|đón|các|do|vì|từ|hai|cả"
    rf"|chuyến|$))|\bkẹt\b.{{0,30}}\bđảo\b|\b{_SEA}\b[^.;\n]{{0,40}}?\bchưa (?:thể )?(?:hoạt động|chạy"
    rf"|xuất bến|khai thác)\b"
)
_WEATHER = _finds(
    r"\b(?:bão|áp thấp nhiệt đới|ATNĐ|không khí lạnh|gió mùa|gió (?:mạnh|giật|cấp)|giật cấp|biển động"
    r"|sóng (?:lớn|cao|biển)|mưa (?:to|lớn|bão)|thời tiết (?:xấu|nguy hiểm|bất lợi|không (?:thuận lợi"
    r"|bảo đảm|đảm bảo))|dông lốc|cấm biển|hỏa tốc)\b"
)
_LIVE_FIRE = _finds(r"\bbắn (?:đạn thật|đạn|pháo(?! hoa)|kiểm tra)")
_SERVICE = _finds(
    r"\b(?:ngừng|ngưng|cắt|mất|giảm|tạm dừng|tiết giảm|gián đoạn|hạn chế|luân phiên"
    r"|sự cố)\b[^.;]{0,30}\b(?:điện|nước(?! ngoài)|internet|mạng|sóng|viễn thông|di động|xăng|gas)\b"
    r"|\b(?:cấp|cung cấp) (?:điện|nước)\b[^.;]{0,30}(?:luân phiên|gián đoạn|trở lại|bị|lịch|tạm)"
    r"|\b(?:điện|nước|internet|mạng|sóng|dịch vụ di động)\b.{0,30}\b(?:gián đoạn|mất|ngừng|yếu|trở lại)\b"
    r"|\bgián đoạn\b"
    r"|\b(?:tàu|chuyến|tuyến|phà|xe buýt|xe khách|ca nô|vé tàu)\b.{0,60}\b(?:tạm|dừng|ngừng|ngưng|hoãn|hủy"
    r"|huỷ|thay đổi|điều chỉnh|tăng|trở lại|nối lại|nghỉ)\b|\b(?:tạm|dừng|ngừng|ngưng|hoãn|hủy|huỷ|thay đổi"
    r"|điều chỉnh|tăng chuyến|thêm chuyến|bổ sung chuyến|nối lại)\b.{0,40}\b(?:tàu|chuyến|phà|tuyến vận tải"
    r"|vé tàu)\b|^\W*(?:thông báo )?(?:về )?lịch (?:chạy )?(?:tàu|phà)\b"
    r"|\b(?:nghỉ học|đi học trở lại|học trực tuyến|đến trường trở lại|cho học sinh nghỉ)\b|\b(?:cấm"
    r"|phân luồng|tạm dừng lưu thông|cấm xe|cấm đường|hạn chế)\b.{0,40}\b(?:đường|xe|cầu|quốc lộ|phương tiện"
    r"|lưu thông|giao thông)\b|\bphân luồng\b"
    r"|\b(?:hoãn|hủy|huỷ|dời|lùi|tạm dừng)\b.{0,30}\b(?:tổ chức|ngày hội|lễ|hội|sự kiện|đón khách|tham quan"
    r"|các hoạt động|tiếp nhận|làm việc|tiếp công dân|giao dịch|chợ|họp chợ)\b"
)
_SWINDLE = _finds(
    r"\b(?:cảnh báo|cảnh giác|đề phòng|lưu ý|thông tin)\b.{0,50}\b(?:lừa đảo|giả mạo|giả danh|mạo danh"
    r"|thủ đoạn|chiếm đoạt|tin giả)|\b(?:thủ đoạn|chiêu trò) (?:lừa đảo|giả|mạo)"
)
_WARNING = _finds(
    r"\bcông bố dịch\b|\bcông bố (?:hết )?dịch bệnh\b|\b(?:xuất hiện|phát hiện|ghi nhận)\b.{0,30}\b(?:ca"
    r"|ổ dịch|sứa|cá mập|dịch)\b"
    r"|\b(?:phun|diệt)\b.{0,30}\b(?:muỗi|hóa chất|khử trùng)|\bsốt xuất huyết\b|\bổ dịch\b"
    r"|\bthu hồi (?:sản phẩm|lô|thuốc|thực phẩm)|\bngộ độc\b|\bmất tích\b|\btìm (?:người|thân nhân)\b"
)
_APPOINTMENT = _finds(
    r"\b(?:khám(?! phá)|tiêm|tiêm chủng|cấp thuốc|uống vitamin|hiến máu|tiếp công dân|tiếp dân|đối thoại|bỏ phiếu"
    r"|bầu cử|ngày bầu|tiếp xúc cử tri|lưu động|căn cước|chi trả|trợ cấp|lương hưu|phát (?:gạo|quà|tiền)"
    r"|cấp phát|khám tuyển|nghĩa vụ quân sự|lệnh gọi|họp dân|mời họp|phun|khử khuẩn|phiên chợ|lịch (?:cấp"
    r"|tiếp|khám|tiêm))\b"
)


def _said(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[0].strip() if found else None


def bulletin(title: str) -> str | None:
    """One of the storm and flood bulletins of Decision 18/2021, by its title."""
    return _said(_BULLETIN, title)


def danger(title: str) -> str | None:
    """A danger of nature, fire or arms that the title names."""
    return _said(_DANGER, title)


def order(text: str) -> str | None:
    """An order to keep out of danger that is given, not reported as done."""
    for found in _ORDER.finditer(text):
        if not _DONE.search(text, max(0, found.start() - 60), found.start()):
            return found[0].strip()
    return None


def grade(title: str) -> str | None:
    """«Khẩn», «hỏa tốc», «công điện»: not «khẩn trương»."""
    return _said(_GRADE, title)


def threat(title: str) -> str | None:
    """That the danger is here or near, told by the title."""
    return _said(_THREAT, title)


def false_friend(title: str) -> str | None:
    """What sounds alarming and never is: «bão giá», an auction, a visit, a contest."""
    return _said(_FALSE, title)


def soft_friend(title: str) -> bool:
    """Plans, meetings and campaigns: alarming only when they name a storm that has a number."""
    return bool(_SOFT.search(title))


def harmless(title: str) -> bool:
    """Orders of traffic and of offices: they change a day, they save no life."""
    return bool(_HARMLESS.search(title)) and not _DANGER.search(title)


def numbered_storm(title: str) -> bool:
    """Whether a storm is named, not storms in general."""
    return bool(_STORM_NUMBER.search(title))


def only_disease(title: str) -> bool:
    """A disease alone wakes nobody."""
    return bool(_DISEASE.search(title)) and not _DANGER.search(title)


def stop_at_sea(text: str) -> str | None:
    """Boats or visits that stop."""
    return _said(_STOP_AT_SEA, text)


def weather(text: str) -> str | None:
    """A cause in sea or sky."""
    return _said(_WEATHER, text)


def live_fire(title: str) -> bool:
    """Shooting with live ammunition."""
    return bool(_LIVE_FIRE.search(title))


def service(title: str) -> str | None:
    """A service of daily life that stops, changes or returns."""
    return _said(_SERVICE, title)


def warning(title: str) -> str | None:
    """A warning of swindlers, a disease or a missing person."""
    return _said(_WARNING, title)


def swindle(title: str) -> bool:
    """A warning of swindlers."""
    return bool(_SWINDLE.search(title))


def appointment(title: str) -> str | None:
    """Something people come to at a time: vaccination, payment, election."""
    return _said(_APPOINTMENT, title)


def names_danger(title: str) -> bool:
    """Whether the title alone says that this is about a danger, a ban or an emergency."""
    return any(
        pattern.search(title) for pattern in (_DANGER, _ORDER, _GRADE, _BULLETIN)
    ) and not _FALSE.search(title)
