"""What each method of the Bot API does to the world; parameters come checked."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.sandbox.telegram.answers import (
    BLOCKED,
    CHAT_NOT_FOUND,
    DELETE_NOT_FOUND,
    DELETE_TOO_LATE,
    EDIT_NOT_FOUND,
    EDIT_NOT_OURS,
    NOT_MODIFIED,
    QUERY_TOO_OLD,
    REPLY_NOT_FOUND,
    WEBHOOK_ACTIVE,
    Refusal,
    known,
)
from bot.sandbox.telegram.forms import Rows, Shown
from bot.sandbox.telegram.members import MEMBERS
from bot.sandbox.telegram.roles import BOSSES, closed_topic, silence
from bot.sandbox.telegram.world import World

Given = Mapping[str, Any]

DELETABLE = timedelta(hours=48)
_ABILITIES = (
    "can_join_groups",
    "can_read_all_group_messages",
    "supports_inline_queries",
    "can_connect_to_business",
    "has_main_web_app",
)
_SETTINGS = ("ip_address", "max_connections", "allowed_updates")


async def get_updates(world: World, given: Given, stopping: asyncio.Event) -> list[dict[str, Any]] | Refusal:
    """The only method that waits."""
    if world.webhook:
        return WEBHOOK_ACTIVE
    world.updates.allow(given.get("allowed_updates"))
    return await world.updates.read(
        offset=given.get("offset", 0),
        limit=given.get("limit", 100),
        seconds=given.get("timeout", 0),
        stopping=stopping,
    )


def do(world: World, method: str, given: Given) -> Any:
    """The result of any other method, or a Refusal."""
    return _METHODS[method](world, given)


# ── messages ──────────────────────────────────────────────────────────────────────────────────────────────


def _send(world: World, given: Given) -> Any:
    chat = _writable(world, given)
    if isinstance(chat, Refusal):
        return chat
    reply = given.get("reply_parameters", {})
    answered = world.seen(chat, reply.get("message_id"))
    if reply and answered is None and not reply.get("allow_sending_without_reply"):
        return REPLY_NOT_FOUND
    shown = Shown(
        message_id=world.new_message_id(),
        from_bot=True,
        text=given["text"],
        at=world.clock(),
        entities=tuple(given.get("entities", ())),
        rows=_rows(given),
        silent=given.get("disable_notification", False),
        reply_to=answered.message_id if answered else None,
        thread=given.get("message_thread_id"),
    )
    world.show(chat, shown)
    return world.form(chat, shown)


def _edit_text(world: World, given: Given) -> Any:
    entities = tuple(given.get("entities", ()))
    return _edited(world, given, lambda old: replace(old, text=given["text"], entities=entities))


def _edit_buttons(world: World, given: Given) -> Any:
    return _edited(world, given, lambda old: old)


def _edited(world: World, given: Given, change: Callable[[Shown], Shown]) -> Any:
    """Buttons not sent again are taken away, as on Telegram."""
    chat = _writable(world, given)
    if isinstance(chat, Refusal):
        return chat
    old = world.seen(chat, given["message_id"])
    if old is None:
        return EDIT_NOT_FOUND
    if not old.from_bot:
        return EDIT_NOT_OURS
    new = replace(change(old), rows=_rows(given))
    if new == old:
        return NOT_MODIFIED
    new = replace(new, edited_at=world.clock())
    world.show(chat, new)
    return world.form(chat, new)


def _delete(world: World, given: Given) -> Any:
    chat = _writable(world, given)
    if isinstance(chat, Refusal):
        return chat
    old = world.seen(chat, given["message_id"])
    if old is None:
        return DELETE_NOT_FOUND
    group = world.groups.find(chat)
    if group and not old.from_bot and group.role(world.bot["id"]) not in BOSSES:
        return known("delete_forbidden")
    if world.clock() - old.at > DELETABLE:
        return DELETE_TOO_LATE
    world.remove(chat, old.message_id)
    return True


def _answer_press(world: World, given: Given) -> Any:
    return world.answer_press(given["callback_query_id"], given.get("text", "")) or QUERY_TOO_OLD


def _chat_action(world: World, given: Given) -> Any:
    chat = _writable(world, given)
    return chat if isinstance(chat, Refusal) else True


def _writable(world: World, given: Given) -> int | Refusal:
    """The chat, if the bot may write there, and under that topic."""
    chat = given["chat_id"]
    if group := world.groups.find(chat):
        bot = world.bot["id"]
        return silence(group, bot) or closed_topic(group, given.get("message_thread_id")) or group.id
    person = next((person for person in world.people if person.id == chat), None)
    if person is None or not (person.started or person.is_bot or world.groups.shares(person.id)):
        return CHAT_NOT_FOUND
    if person.is_bot:
        return known("bot_to_bot")
    if person.deactivated:
        return known("deactivated")
    if not person.started:
        return known("cant_initiate")
    if person.blocked:
        return BLOCKED
    return closed_topic(None, given.get("message_thread_id")) or person.id


def _rows(given: Given) -> Rows:
    rows = given.get("reply_markup", {}).get("inline_keyboard", ())
    return tuple(tuple(row) for row in rows if row)


# ── the bot itself ────────────────────────────────────────────────────────────────────────────────────────


def _me(world: World, _: Given) -> Any:
    return world.bot | dict.fromkeys(_ABILITIES, False) | {"can_join_groups": True}


def _set_commands(world: World, given: Given) -> Any:
    world.commands[_scope(given)] = list(given["commands"])
    return True


def _get_commands(world: World, given: Given) -> Any:
    return world.commands.get(_scope(given), [])


def _delete_commands(world: World, given: Given) -> Any:
    world.commands.pop(_scope(given), None)
    return True


def _scope(given: Given) -> tuple[str, str]:
    scope = given.get("scope", {"type": "default"})
    return json.dumps(scope, sort_keys=True), given.get("language_code", "")


def _set_webhook(world: World, given: Given) -> Any:
    """Remembered and reported, but nothing is pushed: the sandbox's bot is one that polls."""
    _drop_pending(world, given)
    world.updates.allow(given.get("allowed_updates"))
    world.webhook = {"url": given["url"]} | {name: given[name] for name in _SETTINGS if name in given}
    if not given["url"]:
        world.webhook = {}
    world.updates.end_poll_for_webhook()
    return True


def _delete_webhook(world: World, given: Given) -> Any:
    _drop_pending(world, given)
    world.webhook = {}
    return True


def _drop_pending(world: World, given: Given) -> None:
    if given.get("drop_pending_updates"):
        world.updates.pending.clear()


def _webhook_info(world: World, _: Given) -> Any:
    pending = len(world.updates.pending)
    return {"url": "", "has_custom_certificate": False, "pending_update_count": pending} | world.webhook


def _log_out(world: World, _: Given) -> Any:
    world.logged_out = True
    return True


def _yes(_: World, __: Given) -> Any:
    return True


_METHODS: Mapping[str, Callable[[World, Given], Any]] = {
    "getMe": _me,
    "sendMessage": _send,
    "editMessageText": _edit_text,
    "editMessageReplyMarkup": _edit_buttons,
    "deleteMessage": _delete,
    "answerCallbackQuery": _answer_press,
    "sendChatAction": _chat_action,
    "setMyCommands": _set_commands,
    "getMyCommands": _get_commands,
    "deleteMyCommands": _delete_commands,
    "setMyDescription": _yes,
    "setMyShortDescription": _yes,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
    "getWebhookInfo": _webhook_info,
    **MEMBERS,
    "close": _yes,
    "logOut": _log_out,
}
