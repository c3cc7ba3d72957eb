"""What the messenger's own menu offers, in each language."""

# ASCII names (Bot API, BotCommand), each a command that is understood.
MENU: tuple[tuple[str, str], ...] = (
    ("moinhat", "Tin mới nhất"),
    ("tau", "Tin tàu mới nhất"),
    ("tim", "Tìm tin theo từ khóa"),
    ("caidat", "Chọn tin, giờ nhận, giờ yên tĩnh"),
    ("gopy", "Gửi góp ý"),
    ("trogiup", "Hướng dẫn sử dụng"),
    ("huy", "Dừng nhận tin"),
    ("dulieu", "Xem dữ liệu được lưu về tôi"),
    ("xoa", "Xóa toàn bộ dữ liệu của tôi"),
    ("ngonngu", "Tiếng Việt, English"),
    ("start", "Bắt đầu, đăng ký nhận tin"),
)
MENU_IN_ENGLISH: tuple[tuple[str, str], ...] = (
    ("latest", "Newest notices"),
    ("boats", "Newest boat notice"),
    ("search", "Find notices by words"),
    ("settings", "What you receive and when"),
    ("feedback", "Write to the office"),
    ("help", "What you can say"),
    ("stop", "Stop receiving"),
    ("data", "What is stored about you"),
    ("delete", "Erase everything about you"),
    ("ngonngu", "Tiếng Việt, English"),
    ("start", "Begin, subscribe"),
)

MENUS = {"": MENU, "en": MENU_IN_ENGLISH}
