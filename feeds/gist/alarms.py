"""The words that raise an alarm, and those that only look like it. Matched with their diacritics."""

import re

_I = re.IGNORECASE


def finds(pattern: str) -> re.Pattern[str]:
    """The pattern whatever its case."""
    return re.compile(pattern, _I)


_BULLETIN = finds(
    r"^\W*(?:\(?cập nhật\)?\s*:?\s*|khẩn\W+)?(?:bản )?tin (?:nhanh |mới nhất |cuối cùng |phát )?(?:dự báo "
    r"|cảnh báo )?(?:(?:khẩn cấp |nhanh )?về )?(?:cơn )?"
    r"(?:bão\b(?!\s+(?:giá|táp|lòng|mạng))|áp thấp nhiệt đới|ATNĐ|lũ (?:khẩn|quét|lớn|trên|đặc biệt)|lũ\b"
    r"|sóng lớn|nước dâng|sóng thần|gió mạnh|mưa lớn|triều cường|nguy cơ lũ)[^:;,.(]{0,40}"
)
_DANGER = finds(
    r"\b(?:siêu )?(?:cơn )?bão\b(?!\s+(?:giá|táp|mạng|dư luận|lòng|tài chính|covid|sale|khuyến mãi|nợ"
    r"|tuyết rơi|đơn))(?:\s+số \d+)?|\báp thấp nhiệt đới\b|\bATNĐ\b|\bsóng thần\b|\blũ quét\b|\bsạt lở\b"
    r"|\btriều cường\b|\bnước dâng\b|(?<!nguy cơ )\bcháy (?:rừng|lớn|nhà|chợ|kho|tàu|nổ lớn)|\bđám cháy\b"
    r"|\bhỏa hoạn\b|\bbiển động\b|\bsóng (?:lớn|cao)\b|\bgió (?:mạnh|giật|mùa)\b|\bmưa (?:to|lớn|rất to|lũ"
    r"|đặc biệt)\b|\blũ\b(?! lụt miền)"
    r"|\bngập (?:lụt|sâu|úng)|\bkhông khí lạnh\b|\bbắn (?:đạn thật|đạn|pháo(?! hoa))|\bdông lốc\b"
    r"|\blốc xoáy\b|\btràn dầu\b|\brò rỉ (?:hóa chất|khí|xăng|dầu)|\bđộng đất\b|\bvỡ (?:đê|đập)\b|\bxả lũ\b"
    r"|\bbom (?:mìn|chưa nổ)\b|\b(?:quả|đầu) (?:bom|đạn|mìn)\b|\bvật liệu nổ\b|\bnước biển dâng\b"
    r"|\bdòng (?:chảy )?(?:rút|xa bờ|xoáy|ngược)\b|\bcá mập\b|\bnổ (?:mìn|bom)\b|\bsập\b(?! sàn| giá| bẫy| tiệm)"
    r"|\bthời tiết (?:xấu|nguy hiểm|cực đoan)|\bthiên tai\b"
    r"|\b(?:tàu|thuyền|ca nô)\b.{0,20}\b(?:bị nạn|gặp nạn|bị chìm|mất liên lạc)"
)
_ORDER = finds(
    r"\bkhông cho (?:phép )?(?:\S+ ){0,4}?(?:xuất bến|ra khơi|rời bến|ra biển|ra đảo)\b"
    r"|\b(?:nghiêm )?cấm tắm\b|\b(?:nghiêm )?cấm (?:\S+ ){0,3}?(?:tàu|thuyền|phương tiện|ra khơi|xuất bến"
    r"|hoạt động trên biển"
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
    r"|\b(?:hỗ trợ|tham gia) (?:tìm kiếm|cứu nạn|ứng cứu)"
)
_DONE = finds(
    r"\b(?:đã(?! (?:thông báo|ban hành|ra|có|phát|yêu cầu|chỉ đạo|công bố|đề nghị))|từng|hoàn thành|hoàn tất"
    r"|được|cuộc|kế hoạch|phương án|diễn tập|khi|nếu có lệnh|sẵn sàng)\s+(?:\S+\s+){0,3}$"
)
_GRADE = finds(
    r"(?<!thành )(?<!tình trạng )(?<!tình huống )\bkhẩn\b(?! trương| thiết| khoản| cầu| nài)|\bhỏa tốc\b"
    r"|\bhoả tốc\b|\bthượng khẩn\b|\bcông điện\b|\bbáo động\b|\bSOS\b"
)
_MARKED = finds(r"^\W*(?:tin |thông báo )?(?:khẩn(?: cấp)?|hỏa tốc|hoả tốc)\s*[:!–-]")
_THREAT = finds(
    r"\bgiật cấp\b|\bhướng vào\b|\bđổ bộ\b|\bsắp\b|\bnguy cơ\b|\bcảnh báo\b|\bđang\b|\btiến (?:vào|gần"
    r"|sát)\b|\b(?:gần|trên) (?:biển đông|bờ)\b|\bkhuyến cáo\b|\bkhông ra\b|\bcó thể\b|\bmạnh lên\b"
    r"|\bkhẩn cấp\b|\bdi chuyển\b|\bxảy ra\b"
    r"|\b(?:tạm )?(?:dừng|ngừng|ngưng)\b|\bkhẩn\b|\bcấm\b|\bập vào\b|\bđi vào\b|\bảnh hưởng trực tiếp\b"
    r"|\báp sát\b|\bđổi hướng\b|\bđêm nay\b|\btăng cấp\b"
)
_FALSE = finds(
    r"\bbão (?:giá|mạng|sale|dư luận|tài chính|lòng)\b|\b(?:cơn )?sốt (?:giá|đất|vé)\b|\bcấm biển (?:quảng"
    r"|hiệu|tên|báo)|\btổng kết\b|\bsơ kết\b|\bkỷ niệm\b|\bcuộc thi\b|\bhội thi\b|\bthi tìm hiểu\b"
    r"|\bkhen thưởng\b|\btuyên dương\b|\bgương\b"
    r"|(?<!đang )(?<!chờ )\bkhắc phục\b|\bthăm\b|\btặng\b|\btrao\b|\bủng hộ\b|\bquyên góp\b"
    r"|\bhỗ trợ (?:các |những )?(?:hộ"
    r"|người|gia đình|ngư dân|nạn nhân|kinh phí|tiền|xây|vay)|\bkhánh thành\b|\bkhởi công\b|\bnghiệm thu\b"
    r"|\bxây (?:dựng )?(?:nhà|kè|đê|hầm|âu)"
    r"|\bđấu giá\b|\bđấu thầu\b|\bgói thầu\b|\bmời thầu\b|\bchào giá\b|\btuyển (?:dụng|sinh|quân)\b"
    r"|\bgiải phóng mặt bằng\b|\bbáo cáo\b|\bnghị quyết\b|\bquỹ phòng\b|\bthu quỹ\b|\bsau (?:cơn )?bão\b"
    r"|\bhậu bão\b|\bbài học\b|\bvượt qua\b"
    r"|\bhướng dẫn phòng\b|\bkỹ năng\b|\bkiến thức\b|\btập huấn\b|\bhọc sinh giỏi\b|\btuần lễ\b"
    r"|\bngày (?:quốc tế|thế giới|toàn dân)\b|\btriển lãm\b|\bphim\b|\bhội thảo\b|\btọa đàm\b|\bdự án\b"
    r"|\bđề án\b|\bdự báo nhu cầu\b|\bphát động\b|\bký kết\b|\bnâng cấp\b|\bbàn giao\b|\bđộng viên\b"
    r"|\bnhà tránh bão\b|\bhạ thủy\b|\btrang bị\b|\bđầu tư\b"
    r"|\bxử phạt\b|\bvi phạm\b|\btri ân\b|\bhy sinh\b|\bcâu chuyện\b|\bkhông cản\b|\bnỗi lo\b|\btìm thấy\b"
    r"|\b(?:thi|xét) tuyển\b|\bviên chức\b|\bchuyện (?:bây giờ|kể|về|của|chưa)\b|\bmới kể\b|\bghi chép\b"
    r"|\bhồi ký\b|\bbắt giữ\b|\bkhởi tố\b|\bnhật ký\b|\bphóng sự\b|\bký ức\b|\bcháy hết mình\b"
)
_SOFT = finds(
    r"\bkế hoạch\b|\bhội nghị\b|\bhọp\b|\bkiểm tra\b|\btuyên truyền\b|\bphương án\b|\bchỉ thị\b|\bquy chế\b"
    r"|\bquyết định\b|\bkiện toàn\b|\btrước mùa\b|\bmùa (?:mưa|bão)\b|\bphòng,? chống (?:thiên tai|cháy|lụt"
    r"|bão lụt|dịch|đuối)|\bphòng cháy\b|\bchủ động phòng\b"
    r"|(?<!lạnh )\btăng cường\b|\bgiao ban\b|\bnâng cao\b|\bcông tác\b|\btham mưu\b|\bchuẩn bị\b"
    r"|\bquy định\b|\bthông tư\b|\bnghị định\b|\bluật\b|\blấy ý kiến\b|\bquy hoạch\b|\bkỷ cương\b"
    r"|\bđẩy mạnh\b|\btriển khai\b|\bra quân\b|\bgiám sát\b"
    r"|\bhướng dẫn\b|\bkhảo sát\b|\bnhu cầu\b|\bvận động\b|\bluyện tập\b"
)
_HARMLESS = finds(
    r"\bcấm (?:xe|đường|cầu)|\bthi công\b|\bđỗ xe\b|\bsửa chữa\b|\bhạn chế đi lại\b|\btắm biển\b|\bbảo tồn\b"
    r"|\bnghiêm ngặt\b|\bkhai thác (?:thủy|thuỷ|hải) sản|\bIUU\b|\bđánh bắt\b|\bnội quy\b|\bmùa rùa\b"
)
_STORM_NUMBER = finds(r"\bbão số \d+|\bbão [A-Z]{4,}")
_DISEASE = finds(
    r"\bdịch\b(?! vụ| chuyển| sang| thuật| giả| tễ học)|\bbệnh\b(?! viện)|\bcúm\b|\bsốt xuất huyết\b"
    r"|\btay chân miệng\b|\bsởi\b|\bcovid"
)
_STOP = r"(?:tạm |phải |đã )*(?:dừng|ngừng|ngưng|hoãn|hủy|huỷ|đóng cửa|cấm|nghỉ|đình chỉ)"
_SEA = (
    r"(?:tàu|chuyến|tuyến|xuất bến|ra khơi|ra đảo|đón khách|tiếp nhận khách|đưa khách|tham quan"
    r"|lưu trú|vận tải|cảng|ca nô|tắm biển|du lịch|trên biển)"
)
_STOP_AT_SEA = finds(
    rf"\b{_STOP}\b(?! đỗ| ở| về | chờ)[^.;\n]{{0,60}}?\b{_SEA}\b|\b{_SEA}\b[^.;\n]{{0,60}}?\b(?:tạm "
    rf"|phải )*(?:dừng|ngừng|ngưng|hoãn|nghỉ|hủy|huỷ)(?= (?:hoạt|chạy|xuất|khai|phục|đón|các|do|vì|từ|hai|cả"
    rf"|chuyến|$))|\bkẹt\b.{{0,30}}\bđảo\b|\b{_SEA}\b[^.;\n]{{0,40}}?\bchưa (?:thể )?(?:hoạt động|chạy"
    rf"|xuất bến|khai thác)\b"
)
_WEATHER = finds(
    r"\b(?:bão|áp thấp nhiệt đới|ATNĐ|không khí lạnh|gió mùa|gió (?:mạnh|giật|cấp)|giật cấp|biển động"
    r"|sóng (?:lớn|cao|biển)|mưa (?:to|lớn|bão)|thời tiết (?:xấu|nguy hiểm|bất lợi|không (?:thuận lợi"
    r"|bảo đảm|đảm bảo))|dông lốc|cấm biển|hỏa tốc)\b"
)
_LIVE_FIRE = finds(r"\bbắn (?:đạn thật|đạn|pháo(?! hoa)|kiểm tra)")


def said(pattern: re.Pattern[str], text: str) -> str | None:
    """The words of `text` that fit, None where none do."""
    found = pattern.search(text)
    return found[0].strip() if found else None


def bulletin(title: str) -> str | None:
    """One of the storm and flood bulletins of Decision 18/2021, by its title."""
    return said(_BULLETIN, title)


def danger(title: str) -> str | None:
    """A danger of nature, fire or arms that the title names."""
    return said(_DANGER, title)


def order(text: str) -> str | None:
    """An order to keep out of danger that is given, not reported as done."""
    for found in _ORDER.finditer(text):
        if not _DONE.search(text, max(0, found.start() - 60), found.start()):
            return found[0].strip()
    return None


def grade(title: str) -> str | None:
    """«Khẩn», «hỏa tốc», «công điện»: not «khẩn trương»."""
    return said(_GRADE, title)


def marked(title: str) -> bool:
    """Whether the office itself put «KHẨN:» or «Hỏa tốc:» before everything else."""
    return bool(_MARKED.search(title))


def threat(title: str) -> str | None:
    """That the danger is here or near, told by the title."""
    return said(_THREAT, title)


def false_friend(title: str) -> str | None:
    """What sounds alarming and never is: «bão giá», an auction, a visit, a contest."""
    return said(_FALSE, title)


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
    return said(_STOP_AT_SEA, text)


def weather(text: str) -> str | None:
    """A cause in sea or sky."""
    return said(_WEATHER, text)


def live_fire(title: str) -> bool:
    """Shooting with live ammunition."""
    return bool(_LIVE_FIRE.search(title))


def names_danger(title: str) -> bool:
    """Whether the title alone says that this is about a danger, a ban or an emergency."""
    return any(
        pattern.search(title) for pattern in (_DANGER, _ORDER, _GRADE, _BULLETIN)
    ) and not _FALSE.search(title)
