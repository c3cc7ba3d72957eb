"""A message as the Bot API writes it: text, entities, buttons. Pure."""

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from bot.channels.fitting import bare, fit, utf16
from bot.codec import encode
from bot.messages import Choice, Link, Message

TEXT_LIMIT = 4096  # UTF-16 units; Telegram counts code points, which are never more
_NO_PREVIEW = {"is_disabled": True}


@lru_cache(maxsize=64)
def formed(message: Message) -> Mapping[str, str]:
    """The parameters of a message, as a form carries them. Made once for an announcement, however many it goes to.

    Entities, because unlike HTML they cannot fail to parse.
    """
    text = fit(message.text, TEXT_LIMIT)
    preview = {"url": message.preview} if message.preview else _NO_PREVIEW
    return _parameters(
        text,
        entities=bold_entities(message, text),
        reply_markup=keyboard(message),
        link_preview_options=preview,
    )


@lru_cache(maxsize=64)
def plain(message: Message) -> Mapping[str, str]:
    """The same without formatting: every link written out, only the buttons that come back to us."""
    return _parameters(bare(message, TEXT_LIMIT), reply_markup=keyboard(message, links=False))


def manner(message: Message, *, paid: bool = False) -> Mapping[str, str]:
    """What an edit has not: whether the phone rings, a forum's topic, the message answered if still there, the fee."""
    given = {"disable_notification": "true"} if message.silent else {}
    if paid:
        given["allow_paid_broadcast"] = "true"
    if message.thread:
        given["message_thread_id"] = message.thread
    if message.reply_to is None:
        return given
    replied = {"message_id": int(message.reply_to), "allow_sending_without_reply": True}
    return given | {"reply_parameters": json.dumps(replied)}


def bold_entities(message: Message, text: str) -> list[dict[str, Any]]:
    """What is bold in `text`, which is the message's own as far as it goes; in UTF-16 units."""
    kept = len(text) if text == message.text else len(text) - 1  # without the «…»
    spans = ((start, min(end, kept)) for start, end in message.bold)
    return [
        {"type": "bold", "offset": utf16(text[:start]), "length": utf16(text[start:end])}
        for start, end in spans
        if 0 <= start < end
    ]


def keyboard(message: Message, *, links: bool = True) -> dict[str, Any] | None:
    """The buttons of a message; without `links` only those that come back to us."""
    rows = [[_button(one) for one in row if links or not isinstance(one, Link)] for row in message.rows]
    rows = [row for row in rows if row]
    return {"inline_keyboard": rows} if rows else None


def _button(button: Choice | Link) -> dict[str, str]:
    if isinstance(button, Link):
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": encode(button.action)}


def _parameters(text: str, **others: Any) -> Mapping[str, str]:
    """What is empty is left out."""
    written = {name: json.dumps(value, ensure_ascii=False) for name, value in others.items() if value}
    return MappingProxyType({"text": text, **written})
