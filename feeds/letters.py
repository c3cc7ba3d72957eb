"""Letters as the other rules expect them: NFC, Vietnamese Đ, one kind of space and of line break.

A class such as `[A-ZĐÀ-Ỹ]` also matches small letters, because U+00C0 to U+1EF8 mixes cases:
`CAPITALS` spells the capitals out.
"""

import re
import unicodedata
from functools import lru_cache

CAPITALS = "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬBCDĐEÈÉẺẼẸÊỀẾỂỄỆFGHIÌÍỈĨỊJKLMNOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢPQRSTUÙÚỦŨỤƯỪỨỬỮỰVWXYỲÝỶỸỴZ"

_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_ODD_SPACES = re.compile(
    r"[\x00-\x09\x0e-\x1f\x7f-\x84\x86-\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ud800-\udfff]"
)
_RUNS = re.compile(r" {2,}")
_TONE_LAST = re.compile("([Oo])([àáảãạèéẻẽẹ])|([Uu])([ỳýỷỹỵ])", re.IGNORECASE)


@lru_cache(maxsize=16)  # each rule tidies the same few texts
def tidy(text: str) -> str:
    """`text` in NFC with plain spaces and line breaks and nothing invisible; offsets of facts count in it.

    A body that `feeds` stored is already so, except for odd spaces, and keeps its length.
    """
    text = _ODD_SPACES.sub(" ", _INVISIBLE.sub("", _LINE_BREAKS.sub("\n", text)))
    return unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ")


def one_spelling(text: str) -> str:
    """`text` for comparing: NFC, white space single, and «hoà», «khoẻ», «thuý» as «hòa», «khỏe», «thúy»."""
    text = " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())
    return text if text.isascii() else _TONE_LAST.sub(_tone_first, text)


def single_spaced(text: str) -> str:
    """`text` without runs of spaces and without white space at its ends."""
    return _RUNS.sub(" ", text).strip()


def units16(text: str) -> int:
    """Length in UTF-16 code units, as Telegram and Zalo count; never less than the code points."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _tone_first(match: re.Match[str]) -> str:
    first, last = match[0][0], match[0][1]
    tone = unicodedata.normalize("NFD", last)[1]
    return unicodedata.normalize("NFC", first + tone) + unicodedata.normalize("NFD", last)[0]
