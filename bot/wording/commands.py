"""What people type and what they mean by it: with or without «/», diacritics, capitals, in NFC or NFD."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from feeds.fold import fold


class Command(StrEnum):
    """What a typed word asks for."""

    START = "start"
    TOPICS = "topics"
    SETTINGS = "settings"
    WORDS = "words"
    FOLLOW = "follow"
    IGNORE = "ignore"
    DROP = "drop"
    DIGEST = "digest"
    QUIET = "quiet"
    PAUSE = "pause"
    RESUME = "resume"
    LANGUAGE = "language"
    ENGLISH = "english"
    VIETNAMESE = "vietnamese"
    LATEST = "latest"
    BOATS = "boats"
    SEARCH = "search"
    RATE = "rate"
    REMARK = "remark"
    STOP = "stop"
    ERASE = "erase"
    DATA = "data"
    HELP = "help"


# The first spelling is the one we teach. «+» after a spelling: more words may follow it.
_WORDS: dict[Command, str] = {
    Command.START: "dangky, start, batdau, bat dau, hi, hello, xin chao, chao, dang ky, dk, nhan tin, subscribe, "
    "nhan lai tin",
    Command.TOPICS: "chuyenmuc, chuyen muc, cm, topics, chon chuyen muc",
    Command.SETTINGS: "caidat, cai dat, trangthai, trang thai, settings, status",
    Command.WORDS: "tukhoa, tu khoa, keywords",
    Command.FOLLOW: "theodoi+, theo doi+, follow+",
    Command.IGNORE: "boqua+, bo qua+, ignore+",
    Command.DROP: "botukhoa+, bo tu khoa+, xoatukhoa+, xoa tu khoa+, botheodoi+, bo theo doi+, forget+",
    Command.DIGEST: "tonghop+, tong hop+, bantin+, ban tin+, digest+, cach nhan, gio ban tin",
    Command.QUIET: "yentinh+, yen tinh+, gio yen tinh+, quiet+",
    Command.PAUSE: "tamdung+, tam dung+, pause+, tam dung nhan tin",
    Command.RESUME: "tieptuc, tiep tuc, resume, nhan lai ngay",
    Command.LANGUAGE: "ngonngu, ngon ngu, language",
    Command.ENGLISH: "english, tieng anh",
    Command.VIETNAMESE: "tieng viet, tiengviet, vietnamese",
    Command.LATEST: "moinhat+, moi nhat+, tin, tinmoi, tin moi, tin moi nhat+, latest+",
    Command.BOATS: "tau, lichtau, lich tau, tin tau, boat, boats, tau hom nay, tau ngay mai, lich tau ngay mai",
    Command.SEARCH: "tim+, timkiem+, tim kiem+, search+",
    Command.RATE: "danhgia, danh gia, rate",
    Command.REMARK: "gopy+, gop y+, phananh+, phan anh+, kiennghi+, kien nghi+, khieu nai, feedback+",
    Command.STOP: "huy, huydangky, huy dang ky, stop, tat, dung, tc, unsubscribe, dung nhan tin, "
    "ngung nhan tin, huy nhan tin, thoi nhan tin, khong nhan tin nua, stop receiving",
    Command.ERASE: "xoa, xoadulieu, xoa du lieu, xoa het, xoa tat ca, xoa toan bo, xoa het du lieu, "
    "xoa du lieu cua toi, xoa tai khoan, delete",
    Command.DATA: "dulieu, du lieu, du lieu cua toi, my data, data",
    Command.HELP: "trogiup, tro giup, help, ?, huong dan, giup, giup do, menu",
}
_WRITTEN = {word.strip(): command for command, words in _WORDS.items() for word in words.split(",")}
SPELLINGS = {spelling.rstrip("+"): command for spelling, command in _WRITTEN.items()}
_OPEN = {spelling.rstrip("+") for spelling in _WRITTEN if spelling.endswith("+")} | {"start"}
_LONGEST = max(len(spelling.split()) for spelling in SPELLINGS)

_TELLING = 5  # letters: a shorter word is one slip away from too many others

BOAT = "tau"  # what every notice about the boat says, folded

NAMES: dict[Command, str] = {
    command: words.split(",")[0].rstrip("+").upper() for command, words in _WORDS.items()
}

# What cannot be taken back by a slip is done only where the accents, if any are typed, are the right ones:
# «đúng» (right) must not be read as «dừng» (stop).
_EXACT = {
    Command.STOP: {
        *("hủy", "huỷ", "hủy đăng ký", "huỷ đăng ký", "hủy đăng kí", "huỷ đăng kí", "tắt", "dừng"),
        *(f"{verb} nhận tin" for verb in ("dừng", "ngừng", "ngưng", "hủy", "huỷ", "thôi")),
        "không nhận tin nữa",
    },
    Command.ERASE: {
        f"{verb}{what}"
        for verb in ("xóa", "xoá")
        for what in (
            "",
            " dữ liệu",
            " dữ liệu của tôi",
            " hết",
            " tất cả",
            " toàn bộ",
            " hết dữ liệu",
            " tài khoản",
        )
    },
}
# «tìm kiểm kê» looks for «kiểm kê»: only these are the longer command.
_SEARCHES = {"tìm kiếm", "tìm kiem", "tim kiếm"}

# What closes the question for a remark. «Thối» (it stinks) is a remark, «thôi» (never mind) is none; «hủy» alone
# still ends the subscription, as it does everywhere.
_CLOSING = {
    *("thôi", "thôi không góp ý", "không góp ý", "không", "hủy bỏ", "huỷ bỏ", "hủy góp ý", "huỷ góp ý"),
    *("bỏ", "bỏ qua", "cancel", "never mind", "skip"),
}
_CLOSING_BARE = {fold(said) for said in _CLOSING}
# What is said out of courtesy and asks for nothing.
_COURTESIES = {
    *(
        "cảm ơn",
        "cám ơn",
        "xin cảm ơn",
        "xin cám ơn",
        "cảm ơn nhiều",
        "cảm ơn cổng",
        "cảm ơn quý vị",
        "đã rõ",
    ),
    *("vâng", "dạ", "dạ vâng", "ok", "oke", "okay", "thanks", "thank you"),
}
_COURTESIES_BARE = {fold(said) for said in _COURTESIES}
_COLON = re.compile(r"^(/?[^\W\d]+(?: [^\W\d]+){0,2}):(?=[^\s/])")  # «tìm:tàu», but neither 18:30 nor http://


@dataclass(frozen=True, slots=True)
class Typed:
    """A command somebody typed and the words after it, as they wrote them."""

    command: Command
    rest: str = ""


def understand(text: str) -> Typed | None:
    """The command somebody typed, or None. `/xoa@the_bot` and a start parameter are understood too."""
    words = _words(text)
    for length in range(min(len(words), _LONGEST), 0, -1):
        head, rest = " ".join(words[:length]), words[length:]
        spelling = _spelling(head)
        command = SPELLINGS.get(spelling)
        if command is None or (rest and spelling not in _OPEN):
            continue
        if _meant(command, head):
            return Typed(command, " ".join(rest))
    return None


def near(text: str) -> tuple[Command, ...]:
    """The commands that are one slip of the finger away. They are proposed to people, never done."""
    words = _words(text)
    heads = {" ".join(words)} | ({words[0]} if words and text.strip().startswith("/") else set())
    typed = {spelling for head in heads if 3 <= len(spelling := _spelling(head)) <= 20}
    slips = {
        SPELLINGS[known]
        for spelling in typed
        for known in SPELLINGS
        if len(known) >= 3 and _one_slip(spelling, known)
    }
    return tuple(command for command in Command if command in slips | _near_the_first(words))


def _near_the_first(words: Sequence[str]) -> set[Command]:
    """The commands that may be followed by words, one slip away from how a line begins: «theo doii tàu»."""
    begins = {_spelling(" ".join(words[:length])) for length in range(1, min(len(words), _LONGEST))}
    known = (one for one in _OPEN if len(one) >= _TELLING)
    return {SPELLINGS[one] for one in known for typed in begins if _one_slip(typed, one)}


def closes(text: str) -> bool:
    """Whether somebody who was asked for a remark does not want to write one after all."""
    said = _said(text)
    return said in _CLOSING or (said.isascii() and said in _CLOSING_BARE)


def courteous(text: str) -> bool:
    """Whether somebody only thanks, or says that they have understood."""
    said = _said(text)
    return said in _COURTESIES or (said.isascii() and said in _COURTESIES_BARE)


def agrees(text: str) -> bool:
    """Whether somebody types what the first button says: a word alone is no consent, so they are asked again."""
    return fold(_said(text)) in ("dong y", "toi dong y", "i agree")


def _said(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().strip("/ .,!\n").split())


def _words(text: str) -> list[str]:
    words = _COLON.sub(r"\1: ", unicodedata.normalize("NFC", text).strip(), count=1).split()
    if words and words[0].startswith("/"):
        words[:1] = words[0][1:].partition("@")[0].replace("_", " ").split()
    return words


def _spelling(head: str) -> str:
    return fold(head).rstrip(".!:")


def _meant(command: Command, head: str) -> bool:
    typed = head.casefold().rstrip(".!:")
    exact = _SEARCHES if command is Command.SEARCH and " " in typed else _EXACT.get(command)
    return exact is None or typed.isascii() or typed in exact


def _one_slip(typed: str, known: str) -> bool:
    """Whether one letter is missing, too many, wrong or swapped with its neighbour, or none at all."""
    if abs(len(typed) - len(known)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(typed, known, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = typed[start:], known[start:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]
