"""Telegram's MarkdownV2 read into text and entities, refused in the words Telegram refuses it with. Pure.

Follows TDLib's reader letter by letter.
"""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.markup import Written, emoji, moment, tg_parameters, unparsable

_RESERVED = "_*[]()~`>#+-=|{}.!"
_ENDS = {
    "Bold": "*",
    "Italic": "_",
    "Code": "`",
    "Pre": "```",
    "PreCode": "```",
    "Underline": "__",
    "Strikethrough": "~",
    "Spoiler": "||",
    "TextUrl": "]",
    "CustomEmoji": "]",
}
_STARTS = (("__", "Underline"), ("_", "Italic"), ("*", "Bold"), ("~", "Strikethrough"), ("||", "Spoiler"))
_OTHER_STARTS = (("[", "TextUrl"), ("![", "CustomEmoji"), ("`", "Code"))
_CODE = ("Code", "Pre", "PreCode")


@dataclass(frozen=True, slots=True)
class _Open:
    kind: str
    start: int  # UTF-16 units
    begin: int  # code points of the text
    at: int  # code points of the source
    language: str = ""


def read_markdown(source: str) -> tuple[str, list[dict[str, Any]]]:
    """(text, entities in UTF-16 units). Raises Unreadable."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._written = Written()
        self._opened: list[_Open] = []
        self._at_line_start = True

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self._at < len(self._source):
            self._step()
        if self._quoting():
            self._end_quote()
        if self._opened:
            raise self._endless(self._opened[-1])
        return self._written.read()

    def _step(self) -> None:
        letter, following = self._source[self._at], self._source[self._at + 1 : self._at + 2]
        if letter == "\\" and "\0" < following <= "~":
            self._put(following)
            self._at += 2
        elif letter not in ("`" if self._top() in _CODE else _RESERVED):
            self._put(letter)
            self._at += 1
            if letter == "\n" and self._quoting() and self._top() not in _CODE:
                self._end_line()
        elif self._ends():
            self._end()
        elif letter == ">" and self._at_line_start:
            if not self._quoting():
                self._open("BlockQuote", 1)
            else:
                self._at += 1
            self._at_line_start = False
        else:
            self._begin(letter)

    def _put(self, letter: str) -> None:
        self._written.put(letter)
        if letter != "\r":
            self._at_line_start = letter == "\n"

    # ── begin ─────────────────────────────────────────────────────────────────────────────────────────────

    def _begin(self, letter: str) -> None:
        if self._source.startswith("```", self._at):
            self._begin_block()
            return
        for start, kind in (*_STARTS, *_OTHER_STARTS):
            if self._source.startswith(start, self._at):
                self._open(kind, len(start))
                return
        raise unparsable(f"Character '{letter}' is reserved and must be escaped with the preceding '\\'")

    def _begin_block(self) -> None:
        begin = end = self._at + 3
        while end < len(self._source) and self._source[end] not in " \t\r\n\v`":
            end += 1
        named = begin < end < len(self._source) and self._source[end] != "`"
        language = self._source[begin:end] if named else ""
        self._open("PreCode" if named else "Pre", 3 + len(language), language)
        first = self._source[self._at : self._at + 2]
        if first[:1] in ("\n", "\r"):
            self._at += 2 if first in ("\r\n", "\n\r") else 1

    def _open(self, kind: str, length: int, language: str = "") -> None:
        written = self._written
        self._opened.append(_Open(kind, written.length, len(written.text), self._at, language))
        self._at += length

    # ── end ───────────────────────────────────────────────────────────────────────────────────────────────

    def _ends(self) -> bool:
        end = _ENDS.get(self._top(), "")
        if not end or not self._source.startswith(end, self._at):
            return False
        return self._top() != "Italic" or not self._source.startswith("__", self._at)

    def _end(self) -> None:
        one = self._opened[-1]
        self._at += len(_ENDS[one.kind])
        match one.kind:
            case "TextUrl":
                url = self._address()
                self._written.link(one.start, self._written.text[one.begin :] if url is None else url)
            case "CustomEmoji":
                self._mark_picture(one, self._address())
            case "Pre" | "PreCode":
                self._written.mark("pre", one.start, **({"language": one.language} if one.language else {}))
            case _:
                self._written.mark(one.kind.lower(), one.start)
        self._opened.pop()

    def _address(self) -> str | None:
        """The address in brackets that follows; None where none does."""
        if not self._source.startswith("(", self._at):
            return None
        self._at += 1
        begin, url = self._at, ""
        while self._at < len(self._source) and self._source[self._at] != ")":
            if self._source[self._at] == "\\" and "\0" < self._source[self._at + 1 : self._at + 2] <= "~":
                self._at += 1
            url += self._source[self._at]
            self._at += 1
        if self._at == len(self._source):
            raise unparsable(f"Can't find end of a URL at byte offset {self._byte(begin)}")
        self._at += 1
        return url

    def _mark_picture(self, one: _Open, url: str | None) -> None:
        if url is None:
            raise unparsable("The entity must contain a tg://emoji or tg://time URL")
        number = tg_parameters(url, "emoji").get("id", "")
        time = tg_parameters(url, "time")
        if number.isdecimal() and not number.startswith("0"):
            emoji(self._written, one.start, number)
        elif time.get("unix", "").isdecimal():
            moment(self._written, one.start, time["unix"], time.get("format", ""))
        else:
            raise unparsable("Invalid tg://emoji or tg://time URL specified")

    def _end_line(self) -> None:
        """A quote goes on as long as the next line begins with its sign."""
        if not self._source.startswith(">", self._at):
            self._end_quote()

    def _end_quote(self) -> None:
        """A spoiler begun at the quote's very end is the sign that the quote is shown closed."""
        last, kind = self._opened[-1], "blockquote"
        if last.kind == "Spoiler" and not self._written.text[last.begin :].strip("\r\n"):
            self._opened.pop()
            kind = "expandable_blockquote"
        if self._top() != "BlockQuote":
            raise self._endless(self._opened[-1])
        self._written.mark(kind, self._opened.pop().start)

    def _endless(self, one: _Open) -> Exception:
        return unparsable(f"Can't find end of {one.kind} entity at byte offset {self._byte(one.at)}")

    def _top(self) -> str:
        return self._opened[-1].kind if self._opened else ""

    def _quoting(self) -> bool:
        return any(one.kind == "BlockQuote" for one in self._opened)

    def _byte(self, at: int) -> int:
        return len(self._source[:at].encode("utf-8", "surrogatepass"))
