"""A messenger that takes everything and remembers it; people speak by handing Incoming values to the listener."""

import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clocks import TheirClock
from bot.codec import encode
from bot.messages import Choice, Chose, Gone, Incoming, Message, Outcome, Refused, Said, Sent
from storage.records import Address, Messenger, Person


@dataclass
class Shown:
    """One message on a phone, as it stands now."""

    chat: str
    ref: str
    message: Message

    @property
    def text(self) -> str:
        return self.message.text

    def code(self, label: str) -> str:
        """The code of the button whose label holds these words."""
        choices = [one for row in self.message.rows for one in row if isinstance(one, Choice)]
        return next(encode(one.action) for one in choices if label in one.label)

    def labels(self) -> list[str]:
        return [one.label for row in self.message.rows for one in row]


@dataclass
class Recorder:
    """Chats in `blocked` are gone, messages in `thrown_away` cannot be redrawn; `leaders` are (chat, user).

    `toasts` is what flashed over a chat, in order.
    """

    blocked: set[str] = field(default_factory=set)
    leaders: set[tuple[str, str]] = field(default_factory=set)
    toasts: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    thrown_away: set[str] = field(default_factory=set)
    edits_made: int = 0
    asked_who_leads: int = 0
    messenger: Messenger = Messenger.TELEGRAM
    edits: bool = True
    buttons: bool = True
    replays: bool = False
    pushed: bool = False
    their: TheirClock = field(default_factory=lambda: TheirClock(time.monotonic))

    def __post_init__(self) -> None:
        self._refs = itertools.count(1)

    async def send(self, chat: str, message: Message) -> Outcome:
        if chat in self.blocked:
            return Gone("blocked")
        self.shown.append(Shown(chat, str(next(self._refs)), message))
        return Sent(self.shown[-1].ref)

    async def edit(self, chat: str, ref: str, message: Message) -> Outcome:
        if chat in self.blocked:
            return Gone("blocked")
        if ref in self.thrown_away:
            return Refused("message to edit not found")
        self.edits_made += 1
        [one] = [one for one in self.shown if (one.chat, one.ref) == (chat, ref)]
        one.message = message
        return Sent(ref)

    async def toast(self, press: str, text: str) -> Outcome:
        self.toasts.append(text)
        return Sent("")

    async def leads(self, chat: str, user: str) -> bool:
        self.asked_who_leads += 1
        return (chat, user) in self.leaders

    def on(self, chat: str, words: str = "") -> list[Shown]:
        """What a phone shows that holds these words."""
        return [one for one in self.shown if one.chat == chat and words in one.text]

    async def open(self) -> None:
        """Nothing to open."""

    async def examine(self) -> str:
        return "fine"

    async def attend(self, chat: str) -> None:
        """Nobody looks."""

    async def hear(self) -> Sequence[Incoming]:
        return ()

    def remembered(self) -> None:
        """Nothing to confirm."""

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        return False

    def read(self, body: dict[str, Any]) -> Incoming | None:
        return None

    async def close(self) -> None:
        """Nothing to close."""


_NAMES = itertools.count(1)


def address(chat: str) -> Address:
    return Address(Messenger.TELEGRAM, chat)


def says(
    chat: str, text: str, *, at: datetime, user: str = "", reply_to: str | None = None, thread: str = ""
) -> Said:
    """Somebody types; in a group (a chat with «-») `user` says who."""
    return Said(
        address=address(chat),
        person=Person(Messenger.TELEGRAM, user or chat),
        text=text,
        ref=f"m{next(_NAMES)}",
        at=at,
        reply_to=reply_to,
        private=not chat.startswith("-"),
        thread=thread,
    )


def taps(chat: str, code: str, *, ref: str | None = None, user: str = "") -> Chose:
    """Somebody presses a button."""
    return Chose(
        address=address(chat),
        person=Person(Messenger.TELEGRAM, user or chat),
        code=code,
        press=f"p{next(_NAMES)}",
        ref=ref,
        private=not chat.startswith("-"),
    )
