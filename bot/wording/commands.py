"""What people type and what they mean by it: with or without «/», diacritics, capitals, in NFC or NFD."""

import re
import unicodedata
from enum import StrEnum


class Command(StrEnum):
    """What a typed word asks for."""

    START = "start"
    TOPICS = "topics"
    LATEST = "latest"
    STOP = "stop"
    ERASE = "erase"
    HELP = "help"


_WORDS: dict[Command, str] = {
    Command.START: "start, batdau, bat dau, hi, hello, xin chao, chao, dangky, dang ky, dk, nhan tin",
    Command.TOPICS: "chuyenmuc, chuyen muc, cm",
    Command.LATEST: "moinhat, moi nhat, tin, tinmoi, tin moi",
    Command.STOP: "huy, huydangky, huy dang ky, stop, tat, dung, tc",
    Command.ERASE: "xoa, xoadulieu, xoa du lieu",
    Command.HELP: "trogiup, tro giup, help, ?",
}
_COMMANDS = {word.strip(): command for command, words in _WORDS.items() for word in words.split(",")}

# What the messenger's own menu offers: ASCII names (Bot API, BotCommand), Vietnamese descriptions.
MENU: tuple[tuple[str, str], ...] = (
    ("moinhat", "Tin mới nhất"),
    ("chuyenmuc", "Chọn chuyên mục nhận tin"),
    ("trogiup", "Hướng dẫn sử dụng"),
    ("huy", "Dừng nhận tin"),
    ("xoa", "Xóa toàn bộ dữ liệu của tôi"),
    ("start", "Bắt đầu, đăng ký nhận tin"),
)


def plain(text: str) -> str:
    """Lower case without diacritics, đ as d, spaces folded: what a typed word is compared by."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", bare).strip()


def understand(text: str) -> Command | None:
    """The command somebody typed, or None. `/xoa@the_bot` and a start parameter are understood too."""
    words = plain(text)
    if words.startswith("/"):
        words = words[1:].partition("@")[0].replace("_", " ").strip()
        if words.startswith("start "):
            return Command.START
    return _COMMANDS.get(words.rstrip(".!"))
