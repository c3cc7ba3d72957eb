"""What people do on Zalo's Bot Platform, in our words. Bodies come flat or wrapped in `result`."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.posting import number
from bot.messages import Incoming, Said
from storage.records import Address, Messenger, Person

_TEXT = "message.text.received"
_WORDLESS = re.compile(r"message\.[a-z_]+\.received")
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
_MILLISECONDS = 1000


def incoming(body: Mapping[str, Any], *, name: str) -> Incoming | None:
    """One event; None for a probe and for what nobody said. `name` is the bot's, to take out of «@name …» in groups.

    A picture, a sticker or a voice is somebody saying nothing we can read: `Said` without words.
    Raises ValueError for nonsense.
    """
    event = body["result"] if isinstance(body.get("result"), dict) else body
    kind, message = event.get("event_name"), event.get("message")
    if not isinstance(kind, str):
        raise ValueError("an event without a name")
    if not _WORDLESS.fullmatch(kind):
        return None
    if not isinstance(message, dict):
        raise ValueError("an event without its message")
    chat, sender = part(message, "chat"), part(message, "from")
    if sender.get("is_bot") is True:
        return None
    private = chat.get("chat_type") != "GROUP"
    words = readable(message.get("text")) if kind == _TEXT else ""
    return Said(
        address=Address(Messenger.ZALO_BOT, identifier(chat.get("id"))),
        person=Person(Messenger.ZALO_BOT, identifier(sender.get("id"))),
        text=words if private else unmentioned(words, name),
        ref=identifier(message.get("message_id")),
        at=moment(message.get("date")),
        private=private,
        addressed=not private,
    )


def unmentioned(text: str, name: str) -> str:
    """A group's words without the mention of the bot in front.

    Zalo marks no mention in the text and the API does not tell the name people see, which has spaces: where `name` is
    not configured, the mention is the first word and the capitalised ones after it, up to the last word of all.
    """
    said = " ".join(text.split())
    if not said.startswith("@"):
        return text
    if name and said[1:].casefold().startswith(name.casefold()):
        return said[1 + len(name) :].strip()
    _, *words = said.split(" ")
    while len(words) > 1 and words[0][:1].isupper():
        words = words[1:]
    return " ".join(words)


def identifier(value: Any) -> str:
    """An id as Zalo makes them. Raises ValueError for anything else, before it can be stored."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError("not an id")
    return value


def moment(value: Any) -> datetime:
    """A time in milliseconds since 1970, as a number or in digits. Raises ValueError."""
    milliseconds = number(value)
    try:
        return datetime.fromtimestamp((milliseconds or 0) / _MILLISECONDS, UTC)
    except (OverflowError, OSError):
        raise ValueError("not a time") from None


def readable(value: Any) -> str:
    """Words that every database takes: no NUL, no half of a surrogate pair. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("not words")
    return value.encode("utf-8", "replace").decode().replace("\0", "")


def part(message: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A part of an event. Raises ValueError where it is missing."""
    inner = message.get(key)
    if not isinstance(inner, dict):
        raise ValueError(f"an event without its {key}")
    return inner
