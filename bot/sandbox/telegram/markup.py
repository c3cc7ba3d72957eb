"""Telegram's HTML read into text and entities, refused in the words Telegram refuses it with. Pure."""

import re
from dataclasses import dataclass
from typing import Any

from bot.channels.fitting import utf16

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
_PIECE = re.compile(r"</([^>]*)(>?)|<([^\s>]*)((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)(>?)|[^<]+", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]+)))?""")
_LETTER = re.compile(r"&(?:(lt|gt|amp|quot)|#([0-9]{1,8})|#x([0-9a-fA-F]{1,8}));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LINK = re.compile(r"(?:https?://)?[^\s/]+\.[^\s/]+(?:[/?#]\S*)?|tg://\S+")


class Unreadable(Exception):
    """The text cannot be taken; the message is what Telegram says after «Bad Request: »."""


@dataclass(frozen=True, slots=True)
class _Open:
    name: str
    start: int  # UTF-16 units
    entity: dict[str, Any]


def read_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """(text, entities in order of their start, in UTF-16 units). A link that cannot be opened is silently lost.

    Raises Unreadable. Only lt, gt, amp, quot and numbers are decoded; other names stay as they are written.
    """
    text = ""
    entities: list[dict[str, Any]] = []
    opened: list[_Open] = []
    for piece in _PIECE.finditer(source):
        at = len(source[: piece.start()].encode())
        if piece.group(1) is not None:
            last = _closed(opened, piece.group(1).strip().lower(), bool(piece.group(2)), at)
            entity = {"offset": last.start, "length": utf16(text) - last.start, **last.entity}
            if entity["length"] and entity.get("url", "x"):
                entities.append(entity)
        elif piece.group(3) is not None:
            opened.append(_opened(piece, utf16(text), at))
        else:
            text += _LETTER.sub(_letter, piece.group())
    if opened:
        raise _refused(f'Can\'t find end tag corresponding to start tag "{opened[-1].name}"')
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _opened(piece: re.Match[str], start: int, at: int) -> _Open:
    name = piece.group(3).lower()
    if not piece.group(5):
        raise _refused(f"Unclosed start tag at byte offset {at}")
    if name not in _KINDS:
        raise _refused(f'Unsupported start tag "{name}" at byte offset {at}')
    given = {
        found.group(1).lower(): found.group(2) or found.group(3) or found.group(4) or ""
        for found in _ATTRIBUTE.finditer(piece.group(4))
    }
    if name == "span" and given.get("class") != "tg-spoiler":
        raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    kind = "expandable_blockquote" if name == "blockquote" and "expandable" in given else _KINDS[name]
    entity = {"type": kind}
    if name == "a":
        href = _LETTER.sub(_letter, given.get("href", ""))
        entity["url"] = href if _LINK.fullmatch(href) else ""
    return _Open(name, start, entity)


def _closed(opened: list[_Open], name: str, complete: bool, at: int) -> _Open:
    """The tag an end tag ends; `</>` ends whichever is open."""
    if not opened:
        raise _refused(f"Unexpected end tag at byte offset {at}")
    if not complete:
        raise _refused(f"Unclosed end tag at byte offset {at}")
    if name and name != opened[-1].name:
        raise _refused(
            f'Unmatched end tag at byte offset {at}, expected "</{opened[-1].name}>", found "</{name}>"'
        )
    return opened.pop()


def _letter(found: re.Match[str]) -> str:
    name, decimal, hexadecimal = found.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if 0xD800 <= code <= 0xDFFF:
        raise _refused(
            "Text contains invalid Unicode characters after decoding HTML entities,"
            " check for unmatched surrogate code units"
        )
    return chr(code) if 0 < code <= 0x10FFFF else found.group()


def _refused(words: str) -> Unreadable:
    return Unreadable(f"can't parse entities: {words}")
