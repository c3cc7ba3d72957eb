"""Values as the Bot API writes them in JSON. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.fitting import utf16

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![A-Za-z0-9_])")

Rows = tuple[tuple[Mapping[str, Any], ...], ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A phone. `id` is the user's and the private chat's; `started` once they wrote to the bot."""

    id: int
    name: str
    blocked: bool = False
    started: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as a phone shows it; `entities` and the buttons of `rows` as the Bot API writes them."""

    message_id: int
    from_bot: bool
    text: str
    at: datetime
    entities: tuple[Mapping[str, Any], ...] = ()
    rows: Rows = ()
    silent: bool = False
    edited_at: datetime | None = None
    reply_to: int | None = None


def person_json(person: Person) -> dict[str, Any]:
    return {"id": person.id, "is_bot": False, "first_name": person.name, "language_code": "vi"}


def chat_json(person: Person) -> dict[str, Any]:
    return {"id": person.id, "type": "private", "first_name": person.name}


def message_json(
    shown: Shown, person: Person, bot: Mapping[str, Any], *, answered: Shown | None = None
) -> dict[str, Any]:
    """A Message; `answered` is the one it replies to, itself written without its own."""
    said: dict[str, Any] = {
        "message_id": shown.message_id,
        "from": dict(bot) if shown.from_bot else person_json(person),
        "chat": chat_json(person),
        "date": _unix(shown.at),
        "text": shown.text,
    }
    if shown.entities:
        said["entities"] = [dict(entity) for entity in shown.entities]
    if shown.rows:
        said["reply_markup"] = {"inline_keyboard": [[dict(button) for button in row] for row in shown.rows]}
    if shown.edited_at:
        said["edit_date"] = _unix(shown.edited_at)
    if answered:
        said["reply_to_message"] = message_json(answered, person, bot)
    return said


def query_json(
    query_id: str, person: Person, message_id: int, *, shown: Shown | None, bot: Mapping[str, Any], data: str
) -> dict[str, Any]:
    """A CallbackQuery; a message that is gone (`shown` None) is inaccessible, with date 0."""
    gone = {"chat": chat_json(person), "message_id": message_id, "date": 0}
    return {
        "id": query_id,
        "from": person_json(person),
        "message": message_json(shown, person, bot) if shown else gone,
        "chat_instance": str(person.id * 7919),
        "data": data,
    }


def membership_json(person: Person, bot: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """A ChatMemberUpdated: what the bot is in this chat now, and was before."""
    member: dict[str, Any] = {"user": dict(bot), "status": "member"}
    kicked: dict[str, Any] = {"user": dict(bot), "status": "kicked", "until_date": 0}
    old, new = (member, kicked) if person.blocked else (kicked, member)
    return {
        "chat": chat_json(person),
        "from": person_json(person),
        "date": _unix(at),
        "old_chat_member": old,
        "new_chat_member": new,
    }


def command_entities(text: str) -> tuple[Mapping[str, Any], ...]:
    """The entities Telegram gives to the `/commands` a person writes."""
    return tuple(
        {
            "type": "bot_command",
            "offset": utf16(text[: found.start()]),
            "length": utf16(found.group()),
        }
        for found in _COMMAND.finditer(text)
    )


def _unix(at: datetime) -> int:
    return int(at.timestamp())
