"""A world with one bot and some phones: what they show, what the bot has yet to hear, what goes wrong. No HTTP."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.pulse import Pulse
from bot.sandbox.telegram.forms import (
    Person,
    Shown,
    chat_json,
    command_entities,
    membership_json,
    message_json,
    person_json,
    query_json,
)
from bot.sandbox.telegram.groups import Groups
from bot.sandbox.telegram.presses import Presses
from bot.sandbox.telegram.roles import closed_topic, group_json, hears, member_json
from bot.sandbox.telegram.troubles import Troubles
from bot.sandbox.telegram.updates import Updates

__all__ = ["Person", "Shown", "World"]

FIRST_USER = 5_000_000_001  # more than 32 bits, as Telegram's newer users have


class World:
    """Everything the sandbox's Telegram knows. `clock` gives aware times. Raises ValueError for a malformed token.

    Phones are named by their user id, which is also their private chat's id; `groups` are theirs together.
    """

    def __init__(
        self,
        *,
        token: str,
        clock: Callable[[], datetime],
        username: str = "loa_conco_bot",
        pulse: Pulse | None = None,
    ) -> None:
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
        self.groups = Groups(self)
        self.pulse = pulse or Pulse()
        self._people: dict[int, Person] = {}
        self._chats: dict[int, dict[int, Shown]] = {}
        self._removed: set[tuple[int, int]] = set()
        self._presses = Presses()
        self._user_ids = itertools.count(FIRST_USER)
        self._message_ids = itertools.count(1)

    # ── what phones do ────────────────────────────────────────────────────────────────────────────────────

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(self._people.values())

    def add_person(self, first_name: str, *, is_bot: bool = False) -> int:
        """A new phone, or another bot; the bot cannot write to it before it wrote to the bot."""
        user = next(self._user_ids)
        self._people[user] = Person(user, first_name, is_bot=is_bot)
        self.open_chat(user)
        return user

    def say(self, user: int, text: str, *, chat: int | None = None, thread: int | None = None) -> int:
        """Write to the bot, unblocking it first, or in a group; gives the message's id. Raises LookupError."""
        return self._said(user, text, chat=chat, thread=thread)

    def reply(self, user: int, message_id: int, text: str, *, chat: int | None = None) -> int:
        """Answer one message. Raises LookupError when the phone does not show it."""
        answered = self._on_screen(chat or user, message_id)
        return self._said(user, text, chat=chat, thread=answered.thread, reply_to=message_id)

    def press(self, user: int, message_id: int, data: str, *, chat: int | None = None) -> str:
        """Press a button; gives the query's id. `data` need not be on any button, so that forgery can be tried.

        A deleted message is named as inaccessible. Raises LookupError for no such phone or message.
        """
        person, place = self.person(user), chat or user
        if (place, message_id) not in self._removed:
            self._on_screen(place, message_id)
        query = self._presses.new(user, self.clock())
        shown = self.seen(place, message_id)
        gone = {"chat": self.place_json(place), "message_id": message_id, "date": 0}
        message = self.form(place, shown) if shown else gone
        self.updates.add("callback_query", query_json(query, person, message, chat=place, data=data))
        self.pulse.beat()
        return query

    def block(self, user: int) -> None:
        self._member(user, blocked=True)

    def unblock(self, user: int) -> None:
        self._member(user, blocked=False)

    def deactivate(self, user: int) -> None:
        """Somebody deletes their account."""
        self._people[user] = replace(self.person(user), deactivated=True)

    def chat(self, number: int) -> tuple[Shown, ...]:
        """Everything a phone or a group shows, oldest first. Raises LookupError."""
        if number not in self._chats:
            raise LookupError(f"there is no phone {number}")
        return tuple(self._chats[number].values())

    def toasts(self, user: int) -> list[str]:
        """The texts that answered presses of this phone, oldest first."""
        return list(self._presses.toasts.get(self.person(user).id, ()))

    def person(self, user: int) -> Person:
        """Raises LookupError."""
        if user not in self._people:
            raise LookupError(f"there is no phone {user}")
        return self._people[user]

    # ── what goes wrong ───────────────────────────────────────────────────────────────────────────────────

    def flood(self, seconds: int) -> None:
        """Answer everything but reading with 429 for so long."""
        self.troubles.flood(self.clock() + timedelta(seconds=seconds))
        self.pulse.beat()

    def fail(self, refusal_id: str, *, method: str | None = None) -> None:
        """Refuse the next sending, or call of `method`, in the words of refusals.json. Raises KeyError."""
        self.troubles.refuse(refusal_id, method)
        self.pulse.beat()

    def drop_answers(self, count: int) -> None:
        """Take the next messages and edits, but cut the answers short: whoever sent them cannot know."""
        self.troubles.lose_answers(count)
        self.pulse.beat()

    # ── what the bot does ─────────────────────────────────────────────────────────────────────────────────

    def open_chat(self, number: int) -> None:
        self._chats.setdefault(number, {})
        self.pulse.beat()

    def seen(self, chat: int, message_id: int | None) -> Shown | None:
        return self._chats[chat].get(message_id) if message_id is not None else None

    def show(self, chat: int, shown: Shown) -> None:
        """A new message, or one in the place of the message it changes."""
        self._chats[chat][shown.message_id] = shown
        self.pulse.beat()

    def new_message_id(self) -> int:
        return next(self._message_ids)

    def remove(self, chat: int, message_id: int) -> None:
        del self._chats[chat][message_id]
        self._removed.add((chat, message_id))
        self.pulse.beat()

    def answer_press(self, query_id: str, text: str) -> bool:
        """Show the toast; False when the press is unknown, answered already or too old."""
        self.pulse.beat()
        return self._presses.answer(query_id, text, self.clock())

    def form(self, chat: int, shown: Shown, *, alone: bool = False) -> dict[str, Any]:
        """The Message of what a chat shows, with the one it answers unless `alone`."""
        sender = self.bot if shown.from_bot else self.user_json(shown.sender or chat)
        answered = None if alone else self.seen(chat, shown.reply_to)
        inner = self.form(chat, answered, alone=True) if answered else None
        return message_json(shown, self.place_json(chat), sender, answered=inner)

    def place_json(self, chat: int) -> dict[str, Any]:
        """The Chat of a phone or a group. Raises LookupError."""
        group = self.groups.find(chat)
        return group_json(group) if group else chat_json(self.person(chat))

    def user_json(self, user: int) -> dict[str, Any]:
        """The User of a phone or of the bot. Raises LookupError."""
        return dict(self.bot) if user == self.bot["id"] else person_json(self.person(user))

    # ── within ────────────────────────────────────────────────────────────────────────────────────────────

    def _said(
        self, user: int, text: str, *, chat: int | None, thread: int | None, reply_to: int | None = None
    ) -> int:
        group = self.groups.get(chat) if chat is not None else None
        if fault := closed_topic(group, thread):
            raise LookupError(fault.description)
        if group is None:
            self.unblock(user)
            self._people[user] = replace(self.person(user), started=True)
        shown = Shown(
            message_id=self.new_message_id(),
            from_bot=False,
            text=text,
            at=self.clock(),
            entities=command_entities(text),
            reply_to=thread
            if reply_to is None
            else reply_to,  # in a topic all else answers the topic's first
            sender=self.person(user).id,
            thread=thread,
        )
        place = group.id if group else user
        answered = self.seen(place, reply_to)
        self.show(place, shown)
        if group is None or hears(
            group, self.bot, text, answers_bot=answered is not None and answered.from_bot
        ):
            kind = "channel_post" if group and group.kind == "channel" else "message"
            self.updates.add(kind, self.form(place, shown))
        return shown.message_id

    def _on_screen(self, chat: int, message_id: int) -> Shown:
        shown = self.seen(chat, message_id) if chat in self._chats else None
        if shown is None:
            raise LookupError(f"there is no message {message_id}")
        return shown

    def _member(self, user: int, *, blocked: bool) -> None:
        person = self.person(user)
        if person.blocked == blocked:
            return
        person = self._people[user] = replace(person, blocked=blocked)
        member, kicked = (member_json(self.bot, role, kind="private") for role in ("member", "kicked"))
        old, new = (member, kicked) if blocked else (kicked, member)
        if person.started:
            chat, by = chat_json(person), person_json(person)
            body = membership_json(chat, by, at=self.clock(), old=old, new=new)
            self.updates.add("my_chat_member", body)
        self.pulse.beat()
