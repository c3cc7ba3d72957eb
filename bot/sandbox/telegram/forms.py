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
    """A phone, or another bot. `id` is the user's and the private chat's; `started` once they wrote to the bot."""

    id: int
    name: str
    blocked: bool = False
    started: bool = False
    deactivated: bool = False
    is_bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as a phone shows it; `entities` and the buttons of `rows` as the Bot API writes them.

    In a group `sender` wrote it, under the topic `thread`; `service` is what the messenger itself tells there.
    """

    message_id: int
    from_bot: bool
    text: str
    at: datetime
    entities: tuple[Mapping[str, Any], ...] = ()
    rows: Rows = ()
    silent: bool = False
    edited_at: datetime | None = None
    reply_to: int | None = None
    sender: int | None = None
    thread: int | None = None
    service: Mapping[str, Any] | None = None


def person_json(person: Person) -> dict[str, Any]:
    return {"id": person.id, "is_bot": person.is_bot, "first_name": person.name, "language_code": "vi"}


def chat_json(person: Person) -> dict[str, Any]:
    return {"id": person.id, "type": "private", "first_name": person.name}


def message_json(
    shown: Shown,
    chat: Mapping[str, Any],
    sender: Mapping[str, Any],
    *,
    answered: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A Message; `answered` is the one it replies to. What stands in a channel is the channel's own."""
    said: dict[str, Any] = {"message_id": shown.message_id, "chat": dict(chat), "date": _unix(shown.at)}
    said |= {"sender_chat": dict(chat)} if chat["type"] == "channel" else {"from": dict(sender)}
    said |= {"text": shown.text} if shown.service is None else shown.service
    if shown.thread is not None:
        said |= {"message_thread_id": shown.thread, "is_topic_message": True}
    if shown.entities:
        said["entities"] = [dict(entity) for entity in shown.entities]
    if shown.rows:
        said["reply_markup"] = {"inline_keyboard": [[dict(button) for button in row] for row in shown.rows]}
    if shown.edited_at:
        said["edit_date"] = _unix(shown.edited_at)
    if answered:
        said["reply_to_message"] = dict(answered)
    return said


def query_json(
    query_id: str, person: Person, message: Mapping[str, Any], *, chat: int, data: str
) -> dict[str, Any]:
    """A CallbackQuery."""
    return {
        "id": query_id,
        "from": person_json(person),
        "message": dict(message),
        "chat_instance": str(chat * 7919),
        "data": data,
    }


def membership_json(
    chat: Mapping[str, Any],
    by: Mapping[str, Any],
    *,
    at: datetime,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> dict[str, Any]:
    """A ChatMemberUpdated: what somebody is in this chat now, and was before."""
    return {
        "chat": dict(chat),
        "from": dict(by),
        "date": _unix(at),
        "old_chat_member": dict(old),
        "new_chat_member": dict(new),
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
