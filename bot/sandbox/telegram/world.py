"""A world with one bot and some phones: what they show, what the bot has yet to hear, what goes wrong. No HTTP."""

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.telegram.forms import (
    Person,
    Shown,
    command_entities,
    membership_json,
    message_json,
    query_json,
)
from bot.sandbox.telegram.troubles import Troubles
from bot.sandbox.telegram.updates import Updates

__all__ = ["Person", "Shown", "World"]

FIRST_USER = 5_000_000_001  # more than 32 bits, as Telegram's newer users have
QUERY_LIFE = timedelta(seconds=60)  # Telegram names no number; a client gives up sooner


@dataclass(slots=True)
class _Query:
    person: int
    at: datetime
    answered: bool = False


class World:
    """Everything the sandbox's Telegram knows. `clock` gives aware times. Raises ValueError for a malformed token.

    Phones are named by their user id, which is also their chat's id.
    """

    def __init__(self, *, token: str, clock: Callable[[], datetime], username: str = "loa_conco_bot") -> None:
        self.token = token
        self.clock = clock
        self.bot: dict[str, Any] = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Loa",
            "username": username,
        }
        self.updates = Updates()
        self.troubles = Troubles()
        self.webhook: dict[str, Any] = {}
        self.commands: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.logged_out = False
        self.version = 0
        self._people: dict[int, Person] = {}
        self._chats: dict[int, dict[int, Shown]] = {}
        self._removed: set[tuple[int, int]] = set()
        self._toasts: dict[int, list[str]] = {}
        self._queries: dict[str, _Query] = {}
        self._user_ids = itertools.count(FIRST_USER)
        self._message_ids = itertools.count(1)
        self._changed = asyncio.Event()

    # ── what phones do ────────────────────────────────────────────────────────────────────────────────────

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(self._people.values())

    def add_person(self, first_name: str) -> int:
        """A new phone; the bot cannot write to it before it wrote to the bot."""
        user = next(self._user_ids)
        self._people[user] = Person(user, first_name)
        self._chats[user], self._toasts[user] = {}, []
        self._move()
        return user

    def say(self, user: int, text: str) -> int:
        """Write to the bot, unblocking it first; gives the message's id. Raises LookupError for no such phone."""
        return self._said(user, text, reply_to=None)

    def reply(self, user: int, message_id: int, text: str) -> int:
        """Answer one message. Raises LookupError when the phone does not show it."""
        self._on_screen(user, message_id)
        return self._said(user, text, reply_to=message_id)

    def press(self, user: int, message_id: int, data: str) -> str:
        """Press a button; gives the query's id. `data` need not be on any button, so that forgery can be tried.

        A deleted message is named as inaccessible. Raises LookupError for no such phone or message.
        """
        person = self.person(user)
        if (user, message_id) not in self._removed:
            self._on_screen(user, message_id)
        query = str((person.id << 20) + len(self._queries) + 1)
        self._queries[query] = _Query(user, self.clock())
        shown = self.seen(user, message_id)
        body = query_json(query, person, message_id, shown=shown, bot=self.bot, data=data)
        self.updates.add("callback_query", body)
        self._move()
        return query

    def block(self, user: int) -> None:
        self._member(user, blocked=True)

    def unblock(self, user: int) -> None:
        self._member(user, blocked=False)

    def chat(self, user: int) -> tuple[Shown, ...]:
        """Everything the phone shows, oldest first. Raises LookupError for no such phone."""
        return tuple(self._chats[self.person(user).id].values())

    def toasts(self, user: int) -> list[str]:
        """The texts that answered presses of this phone, oldest first."""
        return list(self._toasts[self.person(user).id])

    def person(self, user: int) -> Person:
        """Raises LookupError."""
        if user not in self._people:
            raise LookupError(f"there is no phone {user}")
        return self._people[user]

    # ── what goes wrong ───────────────────────────────────────────────────────────────────────────────────

    def flood(self, seconds: int) -> None:
        """Answer everything but reading with 429 for so long."""
        self.troubles.flood(self.clock() + timedelta(seconds=seconds))
        self._move()

    def fail(self, refusal_id: str) -> None:
        """Refuse the next message or edit in the words of refusals.json; several queue up. Raises KeyError."""
        self.troubles.refuse(refusal_id)
        self._move()

    def drop_answers(self, count: int) -> None:
        """Take the next messages and edits, but cut the answers short: whoever sent them cannot know."""
        self.troubles.lose_answers(count)
        self._move()

    # ── what the bot does ─────────────────────────────────────────────────────────────────────────────────

    def seen(self, user: int, message_id: int | None) -> Shown | None:
        return self._chats[user].get(message_id) if message_id is not None else None

    def show(self, user: int, shown: Shown) -> None:
        """A new message, or one in the place of the message it changes."""
        self._chats[user][shown.message_id] = shown
        self._move()

    def new_message_id(self) -> int:
        return next(self._message_ids)

    def remove(self, user: int, message_id: int) -> None:
        del self._chats[user][message_id]
        self._removed.add((user, message_id))
        self._move()

    def answer_press(self, query_id: str, text: str) -> bool:
        """Show the toast; False when the press is unknown, answered already or too old."""
        query = self._queries.get(query_id)
        if query is None or query.answered or self.clock() - query.at > QUERY_LIFE:
            return False
        query.answered = True
        if text:
            self._toasts[query.person].append(text)
        self._move()
        return True

    def form(self, user: int, shown: Shown) -> dict[str, Any]:
        """The Message of what a phone shows."""
        return message_json(shown, self.person(user), self.bot, answered=self.seen(user, shown.reply_to))

    async def wait_for_change(self, after: int, seconds: float) -> int:
        """The version, once it is newer than `after` or when the time is over."""
        if self.version <= after:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._changed.wait()
        return self.version

    # ── within ────────────────────────────────────────────────────────────────────────────────────────────

    def _said(self, user: int, text: str, *, reply_to: int | None) -> int:
        if self.person(user).blocked:
            self.unblock(user)
        self._people[user] = replace(self._people[user], started=True)
        shown = Shown(
            message_id=self.new_message_id(),
            from_bot=False,
            text=text,
            at=self.clock(),
            entities=command_entities(text),
            reply_to=reply_to,
        )
        self.show(user, shown)
        self.updates.add("message", self.form(user, shown))
        return shown.message_id

    def _on_screen(self, user: int, message_id: int) -> None:
        if self.seen(self.person(user).id, message_id) is None:
            raise LookupError(f"there is no message {message_id}")

    def _member(self, user: int, *, blocked: bool) -> None:
        person = self.person(user)
        if person.blocked == blocked:
            return
        person = self._people[user] = replace(person, blocked=blocked)
        if person.started:
            self.updates.add("my_chat_member", membership_json(person, self.bot, self.clock()))
        self._move()

    def _move(self) -> None:
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()
