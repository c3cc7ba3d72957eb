"""Telegram's HTML read into text and entities, refused in the words Telegram refuses it with. Pure.

Follows TDLib's reader letter by letter. Only lt, gt, amp, quot and numbers are decoded; other names stay as they are.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram.markup import Written, emoji, moment, unparsable

_SIMPLE = {
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
}
_OTHERS = {"a", "blockquote", "code", "pre", "tg-emoji", "tg-time"}
_SPACE = " \t\r\n\v"
_NAME = re.compile(r"[A-Za-z0-9.\-]*")
_LETTER = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LONGEST_NUMBER = 10  # letters of a numeric reference, its `;` not counted


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    start: int  # UTF-16 units
    begin: int  # code points
    given: dict[str, str] = field(default_factory=dict)


def read_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """(text, entities in UTF-16 units). Raises Unreadable."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._written = Written()
        self._opened: list[_Open] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self._at < len(self._source):
            if self._source.startswith("</", self._at):
                self._end_tag()
            elif self._source[self._at] == "<":
                self._start_tag()
            else:
                self._written.put(self._letter())
        if self._opened:
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{self._opened[-1].tag}"')
        if any("\ud800" <= letter <= "\udfff" for letter in self._written.text):
            raise unparsable(
                "Text contains invalid Unicode characters after decoding HTML entities,"
                " check for unmatched surrogate code units"
            )
        for entity in self._written.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return self._written.read()

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        tag = self._until(_SPACE + ">").lower()
        if not self._now:
            raise unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in _SIMPLE and tag not in _OTHERS:
            raise unparsable(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        given: dict[str, str] = {}
        while self._skip_space() != ">":
            name, value = self._attribute(tag, begin)
            given[name] = value
        self._at += 1
        if tag == "span" and given.get("class") != "tg-spoiler":
            raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self._opened.append(_Open(tag, self._written.length, len(self._written.text), given))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._until(_SPACE + "=>")
        if not self._now and not name:
            raise unparsable(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        if not name:
            raise unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
        if self._skip_space() != "=":
            return name, ""
        self._at += 1
        quote = self._skip_space()
        if not quote:
            raise unparsable(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        value = self._quoted(quote) if quote in "'\"" else self._token()
        if not self._now:
            raise unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return name, value

    def _token(self) -> str:
        begin = self._at
        found = _NAME.match(self._source, begin)
        self._at = found.end() if found else begin
        if self._now and self._now not in _SPACE + ">":
            raise unparsable(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return self._source[begin : self._at].lower()

    def _quoted(self, quote: str) -> str:
        self._at += 1
        value = ""
        while self._now and self._now != quote:
            value += self._letter()
        self._at += 1
        return value

    def _end_tag(self) -> None:
        begin = self._at
        if not self._opened:
            raise unparsable(f"Unexpected end tag at byte offset {self._byte(begin)}")
        self._at += 2
        name = self._until(_SPACE + ">").lower()
        if self._skip_space() != ">":
            raise unparsable(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self._at += 1
        last = self._opened[-1]
        if name and name != last.tag:
            raise unparsable(
                f'Unmatched end tag at byte offset {self._byte(begin)}, expected "</{last.tag}>", found "</{name}>"'
            )
        self._opened.pop()
        self._mark(last)

    def _mark(self, one: _Open) -> None:
        written, given = self._written, one.given
        match one.tag:
            case "a":
                written.link(one.start, given.get("href") or written.text[one.begin :])
            case "blockquote":
                kind = "expandable_blockquote" if "expandable" in given else "blockquote"
                written.mark(kind, one.start)
            case "code" | "pre":
                language = given.get("class", "") if one.tag == "code" else ""
                self._mark_code(
                    one, language.removeprefix("language-") if "language-" in language[:9] else ""
                )
            case "tg-emoji":
                emoji(written, one.start, given.get("emoji-id", ""))
            case "tg-time":
                moment(written, one.start, given.get("unix", ""), given.get("format", ""))
            case _:
                written.mark(_SIMPLE[one.tag], one.start)

    def _mark_code(self, one: _Open, language: str) -> None:
        """Code that fills a block, or a block that fills code, is one block with the code's language."""
        length = self._written.length - one.start
        last = self._written.entities[-1] if self._written.entities else {}
        if (last.get("offset"), last.get("length")) == (one.start, length):
            if one.tag == "pre" and last["type"] == "code" and last.get("language"):
                last["type"] = "pre"
                return
            if one.tag == "code" and language and last["type"] == "pre":
                last["language"] = language
                return
        self._written.mark(one.tag, one.start, **({"language": language} if language else {}))

    def _letter(self) -> str:
        """One letter, a reference decoded."""
        found = _LETTER.match(self._source, self._at) if self._now == "&" else None
        letter = _decoded(found) if found else ""
        if found and letter:
            self._at = found.end()
            return letter
        self._at += 1
        return self._source[self._at - 1]

    @property
    def _now(self) -> str:
        return self._source[self._at : self._at + 1]

    def _until(self, ends: str) -> str:
        begin = self._at
        while self._now and self._now not in ends:
            self._at += 1
        return self._source[begin : self._at]

    def _skip_space(self) -> str:
        """The next letter that is no space; "" at the end."""
        while self._now and self._now in _SPACE:
            self._at += 1
        return self._now

    def _byte(self, at: int) -> int:
        return len(self._source[:at].encode("utf-8", "surrogatepass"))


def _decoded(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return _NAMED.get(name, "")
    code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
    reference = found.group().removesuffix(";")
    return chr(code) if 0 < code < 0x10FFFF and len(reference) < _LONGEST_NUMBER else ""
