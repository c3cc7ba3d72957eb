"""Text out of foreign bytes: decoded once, NFC, without invisible characters, lines kept; and addresses."""

import codecs
import re
import unicodedata
from urllib.parse import urljoin, urlsplit

from feeds.legacy import ALIEN, mended

# Control characters (not tab and line breaks), zero-width, bidi marks, BOM and lone surrogates; then those that
# a wrong encoding may have made of letters, the soft hyphen among them: it is TCVN3's «ư».
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff"
_NO_LETTERS = f"{_CONTROLS}\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_PERHAPS = "\u0080-\u0084\u0086-\u009f\u00ad"
_NOTHING = re.compile(f"[{_NO_LETTERS}]")
_INVISIBLE = re.compile(f"[{_PERHAPS}]")
_BREAKS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_ODD = re.compile(f"[{_NO_LETTERS}{_PERHAPS}\r\x85\u2028\u2029{ALIEN}]")  # a text without one needs no care
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_NO_PICTURE = re.compile(r"no[-_]?image|/logo[^/]*$|\.gif(?:\?|$)|^.{1000}", re.IGNORECASE)
_CUT_ENTITY = re.compile(r"&(?:#x?[0-9A-Fa-f]*|am?p?|lt?|gt?|qu?o?t?)?\Z")


def decode(body: bytes, charset: str | None = None) -> str:
    """`body` as text. What is valid UTF-8 is UTF-8, whatever the header claims; then BOM, header, declaration.

    What names no charset is UTF-8 with a few broken bytes, or Latin-1, which `clean` turns into what it was.
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _DECLARED.search(body[:2048])
    for name in (charset, declared and declared[1].decode("ascii")):
        try:
            if name and codecs.lookup(name).name not in {"utf-8", "ascii"}:
                return body.decode(name, "replace").encode("utf-8", "replace").decode()  # no lone surrogates
        except (LookupError, ValueError):  # an unknown or unusable charset
            continue
    read = body.decode("utf-8", "replace")
    broken = read.count("\ufffd")
    whole = sum(not letter.isascii() for letter in read) - broken
    return read if whole >= broken else body.decode("latin-1")


def clean(text: str) -> str:
    """`text` in NFC, invisible characters removed, white space single, empty lines dropped, line breaks kept.

    What was read in the wrong encoding is mended.
    """
    if _ODD.search(text):
        text = _INVISIBLE.sub("", _BREAKS.sub("\n", mended(_NOTHING.sub("", text))))
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(line for line in lines if line).replace("Ð", "Đ").replace("ð", "đ")


def one_line(text: str) -> str:
    """`clean(text)` without its line breaks."""
    return " ".join(clean(text).split())


def heading(text: str) -> str:
    """`one_line(text)` for a title. NukeViet cuts titles after encoding them, so the cut may fall into an entity:
    a feed then ends in «&#x0», a page in U+FFFD.
    """
    return one_line(_CUT_ENTITY.sub("", text.rstrip("\ufffd \n")))


def slug_words(link: str) -> str:
    """The words of an address, for want of a title: «…/lich-tau-17.html» is «lich tau»."""
    last = re.sub(r"(?:-\d+)?\.html?$", "", link.partition("?")[0].rstrip("/").rpartition("/")[2])
    return one_line(last.replace("-", " ")) or link


def absolute(link: str, base: str) -> str:
    """`link` made absolute with `base`, or "" where it is no address of the web."""
    try:
        address = urljoin(base, _unbroken(link) or "about:blank")
        parts = urlsplit(address)
        return address if parts.scheme in {"http", "https"} and parts.hostname else ""
    except ValueError:
        return ""


def _unbroken(link: str) -> str:
    """Without what breaks lines, as browsers read it; a space that is left belongs to the name."""
    return re.sub(r" *[\r\n\t\x00-\x1f]+ *", "", link.strip()).replace(" ", "%20")


def picture(address: str, base: str) -> str | None:
    """`address` made absolute, or None where it is none of the web or only stands in for a missing picture."""
    image = absolute(address, base)
    return image if image and not _NO_PICTURE.search(image) else None
