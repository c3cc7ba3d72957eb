"""The files of an article: those listed under it and those linked in its text."""

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from feeds.article import Attachment
from feeds.formats.markup import node_text
from feeds.formats.selecting import attribute
from feeds.text import absolute, one_line

_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
}
_FILE = re.compile(rf"[^/\\]+\.({'|'.join(_TYPES)})$", re.IGNORECASE)
_SIZE = re.compile(r"(?<![\d.,])(\d{1,4}(?:[.,]\d{1,2})?)\s?(kb|mb|gb|bytes?)\b", re.IGNORECASE)
_BEHIND = re.compile(rf"[\s(\[–-]*{_SIZE.pattern}", re.IGNORECASE)
_SIZED = re.compile(rf"\s*[(\[]\s*(?:dung lượng:?\s*)?{_SIZE.pattern}\s*[)\]]", re.IGNORECASE)
_UNITS = {"b": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_NUMBERING = re.compile(r"^(?:tập tin|tệp(?: tin)?|file)\s*(?:đính kèm\s*)?\d*\s*:\s*", re.IGNORECASE)


def attachments(listed: Sequence[LexborNode], article: LexborNode, base: str) -> tuple[Attachment, ...]:
    """The files behind the anchors `listed`, then those linked inside `article`; each once, addresses absolute.

    A file linked in the text is taken for a listed one of the same name: NukeViet serves both.
    """
    found: dict[str, Attachment] = {}
    for anchor in listed:
        _add(found, anchor, base)
    names = {file.name.casefold() for file in found.values()}
    for anchor in article.css("a[href]"):
        url = absolute(attribute(anchor, "href"), base)
        if _FILE.search(_path(url)) and _named(anchor, url).casefold() not in names:
            _add(found, anchor, base)
    return tuple(found.values())


def _add(found: dict[str, Attachment], anchor: LexborNode, base: str) -> None:
    url = absolute(attribute(anchor, "href"), base)
    if url:
        name = _named(anchor, url)
        extension = _FILE.search(name)
        media_type = _TYPES[extension[1].lower()] if extension else ""
        found.setdefault(url, Attachment(name=name, url=url, media_type=media_type, size=_size(anchor)))


def _size(anchor: LexborNode) -> int | None:
    """Bytes, where the anchor or what stands right behind it tells: «(1,2 MB)»."""
    behind = anchor.next
    following = (behind.text(deep=True) or "")[:40] if behind is not None else ""
    match = _SIZE.search(node_text(anchor)) or _BEHIND.match(following)
    return round(float(match[1].replace(",", ".")) * _UNITS[match[2][0].lower()]) if match else None


def _named(anchor: LexborNode, url: str) -> str:
    """What is written if it is a file's name, else the name in the address, else what is written."""
    written = _SIZED.sub("", _NUMBERING.sub("", one_line(node_text(anchor))))
    in_address = _FILE.search(_path(url))
    if _FILE.search(written) or not in_address:
        return written or url
    return in_address[0]


def _path(url: str) -> str:
    return unquote(urlsplit(url).path)
