"""Vietnamese in the encodings of the nineties, read as if it were Latin letters: found out and put right.

Old office texts pasted into a portal keep the bytes of TCVN3 (ABC fonts) or VNI; a server that names the wrong
charset shows UTF-8 or windows-1258 as Latin-1. A text is converted only where that turns many more of its words
into syllables which Vietnamese can have: clean text is never touched.
"""

import re
import unicodedata
from collections.abc import Callable

MARGIN = 0.12  # by how much the share of well-formed syllables must rise
_TIMES = 3  # some texts went through the wrong hands twice
_SAMPLE = 2000  # characters that are judged

# Signs and letters of Latin-1 that no Vietnamese word has, beside a letter; letters that never stand together in one.
_FOREIGN = "¡-\u00ac\u00ad®-¿ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþÿ"
_SIGNS = (
    "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # the bytes that follow in UTF-8, as windows-1252 shows them
)
ALIEN = f"{_FOREIGN}ÐðÃ"  # one of these is in every text that `mended` changes
_ANY = re.compile(f"[{ALIEN}]")
_SUSPECT = re.compile(
    rf"[^\W\d_][{_FOREIGN}]|[{_FOREIGN}][^\W\d_]|[a-z][À-Þ]|[aeyAEY][âàáãéèúùõÂÀÁÃÉÈÚÙÕ]|[oO][âùõÂÙÕ]"
    rf"|[aeouâêôăõý][ìò]|[ÃÄ][{_SIGNS}]|Æ[°¡]|á[º»]"
)
_BROKEN = re.compile(rf"[\u00c2-\u00f4][{_SIGNS}]{{1,3}}")
_LATIN = re.compile("[\u0080-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u203a\u20ab]+")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_VNI_MARKS = {
    "a": ("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "u": ("ùøûõï", "úùủũụ"),
    "y": ("ùøûõ", "ýỳỷỹ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "ö": ("ùøûõï", "ứừửữự"),
}
_VNI_ALONE = str.maketrans("ôöæóòîñÔÖÆÓÒÎÑ", "ơưỉĩịỵđƠƯỈĨỊỴĐ")
_VNI_PAIR = re.compile(r"([aeouyôöAEOUYÔÖ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])|[ôöæóòîñÔÖÆÓÒÎÑ]")
_VNI = {
    base + mark: made
    for base, (marks, letters) in _VNI_MARKS.items()
    for mark, made in zip(marks, letters, strict=True)
}

_ONSET = "(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_OPEN = (
    "a|ai|ao|au|ay|âu|ây|e|eo|ê|êu|i|ia|iu|iêu|o|oa|oai|oao|oay|oe|oeo|oi|ô|ôi|ơ|ơi|u|ua|uây|ui|uê|uơ|uôi|uy|uya|uyu"
    "|ư|ưa|ưi|ưu|ươi|ươu|y|yêu|uâu|uêu|oo|ươ|iê|uô"
)
_NASAL = "(?:a|ă|â|e|ê|i|o|ô|ơ|u|ư|iê|yê|oa|oă|oe|uâ|uô|ươ|uyê|uy|oo|uê|y)(?:m|n|ng|nh)|uynh|oanh|uênh"
_STOP = "(?:a|ă|â|e|ê|i|o|ô|ơ|u|ư|iê|yê|oa|oă|oe|uâ|uô|ươ|uyê|uy|uê|oo|y)(?:c|ch|p|t)"
_SYLLABLE = re.compile(
    rf"{_ONSET}(?:(?:{_OPEN}|{_NASAL})[\u0300\u0301\u0303\u0309\u0323]?|(?:{_STOP})[\u0301\u0323])"
)
_TONES = re.compile(r"[\u0300\u0301\u0303\u0309\u0323]")


def mended(text: str) -> str:
    """`text` in Unicode, whatever it was mistaken for; unchanged where it is right already."""
    for _ in range(_TIMES):
        convert = conversion(text)
        if convert is None or (read := convert(text)) == text:
            break
        text = read
    return text


def conversion(text: str) -> Callable[[str], str] | None:
    """What turns this text and its parts into Unicode, None where nothing does so clearly."""
    if not (_ANY.search(text) and (found := _SUSPECT.search(text))):
        return None
    sample = text[max(0, found.start() - 200) :][:_SAMPLE]
    words, well = _counted(sample)
    if (read := _from_utf8(sample)) != sample:
        more, better = _counted(read)
        if well == 0 or better * words > well * more:
            return _from_utf8
    most, best = max(((_counted(how(sample))[1], how) for how in _HOW), key=lambda one: one[0])
    whole = most == words >= 2
    return best if most - well >= MARGIN * words and (most - well >= 2 or whole) else None


def _counted(text: str) -> tuple[int, int]:
    """How many words there are, and how many of them are syllables that Vietnamese can have."""
    words = _WORD.findall(text)
    return len(words), sum(map(_is_syllable, words))


def _is_syllable(word: str) -> bool:
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(apart)
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", _TONES.sub("", apart))
    return _SYLLABLE.fullmatch(bare + "".join(tones)) is not None


def _from_utf8(text: str) -> str:
    def right(match: re.Match[str]) -> str:
        try:
            read = b"".join(map(_byte, match[0])).decode()
        except UnicodeError:
            return match[0]
        return read if _LATIN.fullmatch(read) else match[0]

    return _BROKEN.sub(right, text)


def _byte(letter: str) -> bytes:
    """The byte that was taken for this letter: windows-1252 has signs where Latin-1 has controls."""
    return letter.encode("latin-1") if letter <= "\u00ff" else letter.encode("cp1252")


def _from_1258(text: str) -> str:
    read = text.encode("cp1252", "ignore").decode("cp1258", "ignore")
    return unicodedata.normalize("NFC", read)


def _from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def _from_vni(text: str) -> str:
    def right(match: re.Match[str]) -> str:
        pair = match[0]
        if len(pair) == 1:
            return pair.translate(_VNI_ALONE)
        made = _VNI.get(pair.lower())
        if made is None:
            return pair[0].translate(_VNI_ALONE) + pair[1]
        return made.upper() if pair[0].isupper() else made

    return _VNI_PAIR.sub(right, text)


_HOW = (_from_tcvn3, _from_vni, _from_1258)
