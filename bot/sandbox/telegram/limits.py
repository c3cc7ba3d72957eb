"""Telegram's limits on what a bot may send: each check yields the words of its refusal. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.channels.fitting import utf16
from bot.sandbox.telegram.answers import Refusal, bad_request
from bot.sandbox.telegram.html import read_html
from bot.sandbox.telegram.markdown import read_markdown
from bot.sandbox.telegram.markup import Unreadable

TEXT = 4096  # UTF-16 units after the markup is read; Telegram counts code points, clients do not
RAW_TEXT = 32768  # bytes before the markup is read
CALLBACK_DATA = 64  # bytes
BUTTONS, IN_A_ROW = 100, 8
TOAST = 200
DESCRIPTION = {"setMyDescription": ("description", 512), "setMyShortDescription": ("short_description", 120)}
_BESIDES_ACTION = {"text", "icon_custom_emoji_id", "style"}
_ENTITIES_WITH = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
_READERS = {"html": read_html, "markdownv2": read_markdown}
_COMMAND = re.compile(r"[a-z0-9_]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


def within_limits(method: str, given: dict[str, Any]) -> dict[str, Any] | Refusal:
    """`given`, of the right types already, with its HTML turned to entities; or the first limit it passes."""
    if method in ("sendMessage", "editMessageText"):
        try:
            given = _marked(given)
        except Unreadable as fault:
            return bad_request(str(fault))
    words = next(_over(method, given), None)
    return bad_request(words) if words else given


def _over(method: str, given: Mapping[str, Any]) -> Iterator[str]:
    if method.startswith("editMessage") or method == "deleteMessage":
        yield from _unnamed(given)
    if "text" in given and method != "answerCallbackQuery":
        yield from text_faults(given["text"], given.get("entities", ()))
    if "inline_keyboard" in given.get("reply_markup", {}):
        yield from keyboard_faults(given["reply_markup"]["inline_keyboard"])
    if method == "answerCallbackQuery" and utf16(given.get("text", "")) > TOAST:
        yield "MESSAGE_TOO_LONG"
    if method == "setMyCommands":
        yield from command_faults(given["commands"])
    if method == "setWebhook":
        yield from _webhook_faults(given)
    if method in DESCRIPTION:
        name, longest = DESCRIPTION[method]
        if len(given.get(name, "")) > longest:
            yield f"{name} is longer than {longest} characters"


def _marked(given: dict[str, Any]) -> dict[str, Any]:
    """With `parse_mode` read into `text` and `entities`. Raises Unreadable."""
    mode = given.get("parse_mode", "")
    if len(str(given.get("text", "")).encode()) > RAW_TEXT:
        raise Unreadable("text is too long")
    if not mode:
        return given
    if mode.lower() not in _READERS:
        raise Unreadable("unsupported parse_mode")
    text, entities = _READERS[mode.lower()](given["text"])
    rest = {name: value for name, value in given.items() if name != "parse_mode"}
    return rest | {"text": text, "entities": entities}


def _unnamed(given: Mapping[str, Any]) -> Iterator[str]:
    """The description calls both optional, because of inline messages, which the sandbox has not."""
    if "chat_id" not in given:
        yield "chat_id is empty"
    if "message_id" not in given:
        yield "message identifier is not specified"


def text_faults(text: str, entities: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not text.strip():
        yield "text must be non-empty"
    if utf16(text) > TEXT:
        yield "message is too long"
    edges, unit = {0}, 0
    for letter in text:
        unit += utf16(letter)
        edges.add(unit)
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start >= end or start not in edges or end not in edges:
            yield f"entity {start}–{end} is empty, outside the text or cuts a character"
        needs = _ENTITIES_WITH.get(entity["type"])
        if needs and needs not in entity:
            yield f"entity of type {entity['type']} needs {needs}"


def keyboard_faults(rows: Sequence[Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    if sum(map(len, rows)) > BUTTONS:
        yield "reply markup is too long"
    if any(len(row) > IN_A_ROW for row in rows):
        yield f"more than {IN_A_ROW} buttons in a row"
    for row in rows:
        for button in row:
            yield from _button_faults(button)


def _button_faults(button: Mapping[str, Any]) -> Iterator[str]:
    actions = [name for name, value in button.items() if name not in _BESIDES_ACTION and value != ""]
    if not button["text"].strip():
        yield "inline keyboard button text must be non-empty"
    if not actions:
        yield "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
    if len(actions) > 1:
        yield f"inline keyboard button must do one thing, not {' and '.join(actions)}"
    if len(button.get("callback_data", "").encode()) > CALLBACK_DATA:
        yield "BUTTON_DATA_INVALID"
    if wrong := link_fault(button.get("url", "")):
        yield f"inline keyboard button URL '{button['url']}' is invalid: {wrong}"


def link_fault(url: str) -> str | None:
    """Why Telegram would not open an address; None if it would, or if there is none."""
    if not url or url.startswith("tg://"):
        return None
    try:
        parts = urlsplit(url)
        scheme, host = parts.scheme, parts.hostname or ""
    except ValueError:
        return "Wrong HTTP URL"
    if scheme not in ("http", "https", ""):
        return "Unsupported URL protocol"
    return None if scheme and "." in host.strip(".") and not re.search(r"\s", url) else "Wrong HTTP URL"


def command_faults(commands: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for one in commands:
        name = one["command"].removeprefix("/")
        if not name:
            yield "command must be non-empty"
        if len(name) > 32:
            yield "command length must not exceed 32"
        if not one["description"]:
            yield "command description must be non-empty"
        if len(one["description"]) > 256:
            yield "command description length must not exceed 256"
        if not _COMMAND.fullmatch(name):
            yield "BOT_COMMAND_INVALID"


def _webhook_faults(given: Mapping[str, Any]) -> Iterator[str]:
    secret = given.get("secret_token", "")
    if len(secret) > 256:
        yield "secret token is too long"
    if not _SECRET.fullmatch(secret):
        yield "secret token contains unallowed characters"
    url = given["url"]
    if url and link_fault(url) == "Wrong HTTP URL":
        yield "invalid webhook URL specified"
    if url and not url.startswith("https://"):
        yield "bad webhook: An HTTPS URL must be provided for webhook"
