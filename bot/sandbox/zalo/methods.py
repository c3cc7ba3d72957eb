"""What each method of Zalo's Bot Platform does to the world."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from bot.channels.fitting import utf16
from bot.sandbox.zalo.answers import (
    HAMMERED,
    NO_CHAT,
    NO_SUCH_CHAT,
    NOBODY_SPOKE,
    NOT_FOUND,
    QUOTA_EXCEEDED,
    UNAUTHORIZED,
    WEBHOOK_IS_SET,
    WRONG_TEXT,
    Answer,
    Done,
    Refusal,
    bad_request,
)
from bot.sandbox.zalo.world import Trouble, Webhook, ZaloWorld, milliseconds

Given = Mapping[str, Any]

TEXT_LIMIT = 2000  # UTF-16 units
LONGEST_POLL = 50.0  # seconds
SHORTEST_SECRET, LONGEST_SECRET = 8, 256
_ME = {
    "id": "1459232241454765289",
    "account_name": "bot.LoaConCo",
    "account_type": "BASIC",
    "can_join_groups": False,
}


async def do(world: ZaloWorld, method: str, given: Given, stopping: asyncio.Event) -> Answer:
    """The answer to one call whose token is right. Only getUpdates waits, less when `stopping`."""
    if world.suffers(Trouble.HAMMERED):
        return HAMMERED
    if world.suffers(Trouble.TOKEN):
        return UNAUTHORIZED
    if method == "getUpdates":
        return await _updates(world, given, stopping)
    known = _METHODS.get(method)
    return known(world, given) if known else NOT_FOUND


async def _updates(world: ZaloWorld, given: Given, stopping: asyncio.Event) -> Answer:
    """One event, or the error that stands for none."""
    if world.webhook:
        return WEBHOOK_IS_SET
    if not world.pending:
        await _arrival(world, _seconds(given.get("timeout", 0)), stopping)
    if world.webhook:
        return WEBHOOK_IS_SET
    event = world.hand_out()
    return Done(event) if event else NOBODY_SPOKE


async def _arrival(world: ZaloWorld, seconds: float, stopping: asyncio.Event) -> None:
    waits = {asyncio.create_task(world.arrived.wait()), asyncio.create_task(stopping.wait())}
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def _seconds(value: Any) -> float:
    """The timeout is documented as a string and shown as a number."""
    try:
        return min(LONGEST_POLL, max(0.0, float(value)))
    except (TypeError, ValueError):
        return 0.0


def _send(world: ZaloWorld, given: Given) -> Answer:
    chat, text = given.get("chat_id"), given.get("text")
    if not chat:
        return NO_CHAT
    if not isinstance(text, str) or not 1 <= utf16(text) <= TEXT_LIMIT:
        return WRONG_TEXT
    if (refused := _unwritable(world, chat)) is not None:
        return refused
    if world.quota_used:
        return QUOTA_EXCEEDED
    shown = world.deliver(chat, text)
    return Done({"message_id": shown.message_id, "date": milliseconds(shown.at)})


def _chat_action(world: ZaloWorld, given: Given) -> Answer:
    if not given.get("chat_id"):
        return NO_CHAT
    return _unwritable(world, given["chat_id"]) or Done()


def _unwritable(world: ZaloWorld, chat: Any) -> Refusal | None:
    """Why the bot cannot write to a chat; nobody can be written to who did not write first."""
    person = next((one for one in world.people if one.id == chat), None)
    return None if person and person.started else NO_SUCH_CHAT


def _set_webhook(world: ZaloWorld, given: Given) -> Answer:
    """Kept whether or not anybody answers there; besides public addresses it takes one on this machine."""
    url, secret = given.get("url"), given.get("secret_token")
    if not isinstance(url, str) or not url.startswith(("https://", "http://127.0.0.1:")):
        return bad_request("url must be a public https address")
    if not isinstance(secret, str) or not SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET:
        return bad_request("secret_token must be 8 to 256 characters")
    world.webhook = Webhook(url, secret, world.clock())
    world.pulse.beat()
    world.stir()
    verified: dict[str, Any] = {"ok": False, "outcome": "webhook.err.unreachable"}
    if world.webhook.here:
        verified = {"ok": True, "status_code": 200, "outcome": "webhook.ok"}
    return Done(_webhook(world.webhook) | {"verification": verified})


def _delete_webhook(world: ZaloWorld, _: Given) -> Answer:
    world.webhook = None
    world.pulse.beat()
    return Done({"url": "", "updated_at": milliseconds(world.clock())})


def _webhook_info(world: ZaloWorld, _: Given) -> Answer:
    return Done(_webhook(world.webhook)) if world.webhook else NOT_FOUND


def _webhook(webhook: Webhook) -> dict[str, Any]:
    return {"url": webhook.url, "updated_at": milliseconds(webhook.updated_at)}


_METHODS: Mapping[str, Callable[[ZaloWorld, Given], Answer]] = {
    "getMe": lambda _, __: Done(_ME),
    "sendMessage": _send,
    "sendChatAction": _chat_action,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
    "getWebhookInfo": _webhook_info,
}
