"""What both of Telegram's markups come to: text with entities, and the addresses in them. Pure.

The rules of links and dates are those of Telegram's own library (TDLib): a link it would not open is silently lost.
"""

import re
from typing import Any
from urllib.parse import parse_qsl

from bot.channels.fitting import utf16

_PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "date_time": 50,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_ADDRESS = re.compile(
    r"(?:(?P<scheme>https?)://)?(?:[^/?#@\s]*@)?(?P<host>[^/?#:@\s]+)(?P<port>:\d{1,5})?(?P<rest>[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_TG = re.compile(r"tg:(?://)?(?P<host>[A-Za-z0-9_-]+)(?P<rest>[/?#].*)?", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"[^\x00-\x20\"%/:;<>?@\[\\\]^`{|}]+")
_DATE_LETTERS = frozenset("tTdDwW")


class Unreadable(Exception):
    """The text cannot be taken; the message is what Telegram says after «Bad Request: »."""


def unparsable(words: str) -> Unreadable:
    return Unreadable(f"can't parse entities: {words}")


class Written:
    """The text read so far and its entities, in UTF-16 units."""

    def __init__(self) -> None:
        self.text = ""
        self.length = 0
        self.entities: list[dict[str, Any]] = []

    def put(self, letters: str) -> None:
        self.text += letters
        self.length += utf16(letters)

    def mark(self, kind: str, start: int, **more: Any) -> None:
        """From `start` to here, unless that is nothing."""
        if self.length > start:
            self.entities.append({"type": kind, "offset": start, "length": self.length - start, **more})

    def link(self, start: int, url: str) -> None:
        """A person or an address, or nothing where it would not open."""
        user = tg_parameters(url, "user").get("id", "")
        if user and _whole(user):
            self.mark("text_mention", start, user={"id": int(user), "is_bot": False, "first_name": ""})
        elif address := opened(url):
            self.mark("text_link", start, url=address)

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        """(text, entities as Telegram orders them: the outer before the inner)."""
        return self.text, sorted(
            self.entities, key=lambda one: (one["offset"], -one["length"], _PRIORITY[one["type"]])
        )


def opened(url: str) -> str:
    """The address a link opens, as Telegram rewrites it; "" where it opens none."""
    if found := _TG.fullmatch(url):
        return f"tg://{found['host'].lower()}{(found['rest'] or '').removeprefix('/')}"
    found = _ADDRESS.fullmatch(url)
    if not found or "." not in found["host"].strip(".") or not _HOST.fullmatch(found["host"]):
        return ""
    rest = found["rest"] or "/"
    rest = re.sub(r"[\x00-\x20]", lambda one: f"%{ord(one.group()):02X}", rest)
    slash = "" if rest.startswith("/") else "/"
    return (
        f"{(found['scheme'] or 'http').lower()}://{found['host'].lower()}{found['port'] or ''}{slash}{rest}"
    )


def tg_parameters(url: str, host: str) -> dict[str, str]:
    """The parameters of tg://`host`?…; none for any other address."""
    found = _TG.fullmatch(url)
    if not found or found["host"].lower() != host:
        return {}
    rest = (found["rest"] or "").removeprefix("/").partition("#")[0]
    return dict(parse_qsl(rest.removeprefix("?"), keep_blank_values=True)) if rest.startswith("?") else {}


def emoji(written: Written, start: int, number: str) -> None:
    """Raises Unreadable."""
    if not _whole(number):
        raise unparsable("Invalid custom emoji identifier specified")
    written.mark("custom_emoji", start, custom_emoji_id=number)


def moment(written: Written, start: int, unix: str, style: str) -> None:
    """A date shown in the reader's own time. Raises Unreadable."""
    if not _whole(unix):
        raise unparsable("Invalid date specified")
    if style not in ("", "r", "R") and not set(style) <= _DATE_LETTERS:
        raise unparsable("Invalid date format used")
    said = {"date_time_format": style} if style else {}
    written.mark("date_time", start, unix_time=int(unix), **said)


def _whole(number: str) -> bool:
    return number.isascii() and number.isdecimal() and number[0] != "0" and len(number) < 19
