"""A Zalo with one bot and some phones: what they show, what the bot has yet to hear, what goes wrong. No HTTP.

Zalo's bots have no buttons, no edits and no way to know that somebody left (its own documentation).
"""

import asyncio
import secrets
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.sandbox.pulse import Pulse
from bot.timing import LOCAL

PER_MONTH = 3000  # messages a bot of the basic plan may send


class Trouble(StrEnum):
    """What can go wrong on purpose."""

    QUOTA = "quota"
    HAMMERED = "hammered"
    TOKEN = "token"  # noqa: S105  # a name


@dataclass(frozen=True, slots=True)
class Person:
    """A phone. `id` is the user's and the chat's; `started` once they wrote to the bot, which may not write first."""

    id: str
    name: str
    started: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as a phone shows it. `number` orders all messages; `message_id` is Zalo's own name of it.

    Only an Official Account has `buttons`, as its API writes them.
    """

    number: int
    message_id: str
    from_bot: bool
    text: str
    at: datetime
    buttons: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where events are pushed. `secret` is empty where somebody else set it."""

    url: str
    secret: str
    updated_at: datetime

    @property
    def here(self) -> bool:
        """Whether it lies on this machine; nobody answers anywhere else."""
        return self.url.startswith("http://127.0.0.1:")


class ZaloWorld:
    """Everything the sandbox's Zalo knows. `clock` gives aware times."""

    def __init__(self, *, token: str, clock: Callable[[], datetime], pulse: Pulse | None = None) -> None:
        self.token = token
        self.clock = clock
        self.pulse = pulse or Pulse()
        self.webhook: Webhook | None = None
        self.pending: deque[dict[str, Any]] = deque()
        self.arrived = asyncio.Event()
        self.tells_twice = False
        self._people: dict[str, Person] = {}
        self._chats: dict[str, list[Shown]] = {}
        self._troubles: dict[Trouble, datetime] = {}
        self._sent: Counter[str] = Counter()
        self._count = 0

    # ── what phones do ────────────────────────────────────────────────────────────────────────────────────

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(self._people.values())

    def add_person(self, name: str) -> str:
        """A new phone; gives its id, which only this bot knows it by."""
        user = secrets.token_hex(10)
        self._people[user], self._chats[user] = Person(user, name), []
        self.pulse.beat()
        return user

    def person(self, user: str) -> Person:
        """Raises LookupError."""
        if user not in self._people:
            raise LookupError(f"there is no Zalo phone {user}")
        return self._people[user]

    def chat(self, user: str) -> tuple[Shown, ...]:
        """Everything a phone shows, oldest first. Raises LookupError."""
        return tuple(self._chats[self.person(user).id])

    def say(self, user: str, text: str) -> str:
        """Write to the bot; gives the message's id. Raises LookupError."""
        person = self._people[user] = replace(self.person(user), started=True)
        shown = self._show(user, text, from_bot=False)
        self._tell(
            {
                "event_name": "message.text.received",
                "message": {
                    "from": {"id": user, "display_name": person.name, "is_bot": False},
                    "chat": {"id": user, "chat_type": "PRIVATE"},
                    "text": text,
                    "message_id": shown.message_id,
                    "date": milliseconds(shown.at),
                },
            }
        )
        return shown.message_id

    # ── what goes wrong ───────────────────────────────────────────────────────────────────────────────────

    def trouble(self, kind: Trouble, seconds: int) -> None:
        """For so long: no message more this month, a web server that bars us, or a token that was reset."""
        self._troubles[kind] = self.clock() + timedelta(seconds=seconds)
        self.pulse.beat()

    def leave_webhook(self, url: str) -> None:
        """Another program has set a webhook: whoever polls is refused until it is removed."""
        self.webhook = Webhook(url, "", self.clock())
        self.pulse.beat()

    def suffers(self, kind: Trouble) -> bool:
        until = self._troubles.get(kind)
        return until is not None and self.clock() < until

    # ── what the bot does ─────────────────────────────────────────────────────────────────────────────────

    @property
    def quota_used(self) -> bool:
        """Whether the month's messages are all sent, or were declared to be."""
        return self._sent[self._month()] >= PER_MONTH or self.suffers(Trouble.QUOTA)

    def deliver(self, user: str, text: str) -> Shown:
        """The bot's words reach a phone and count. Raises LookupError."""
        shown = self._show(self.person(user).id, text, from_bot=True)
        self._sent[self._month()] += 1
        return shown

    def hand_out(self) -> dict[str, Any] | None:
        """The oldest event. There is no acknowledgement; with `tells_twice` it is told once more."""
        if not self.pending:
            return None
        event = self.pending.popleft()
        if self.tells_twice and event not in self.pending:
            self.pending.appendleft(event)
            self.tells_twice = False
        return event

    # ── within ────────────────────────────────────────────────────────────────────────────────────────────

    def _show(self, user: str, text: str, *, from_bot: bool) -> Shown:
        self._count += 1
        shown = Shown(
            number=self._count,
            message_id=secrets.token_hex(10),
            from_bot=from_bot,
            text=text,
            at=self.clock(),
        )
        self._chats[user].append(shown)
        self.pulse.beat()
        return shown

    def _tell(self, event: dict[str, Any]) -> None:
        self.pending.append(event)
        self.stir()

    def stir(self) -> None:
        """Whoever waits for something to tell looks again."""
        self.arrived.set()
        self.arrived = asyncio.Event()

    def _month(self) -> str:
        return f"{self.clock().astimezone(LOCAL):%Y-%m}"


def milliseconds(at: datetime) -> int:
    """A time as Zalo writes it."""
    return int(at.timestamp() * 1000)
