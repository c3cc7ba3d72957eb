"""Pushes what is heard to webhooks: an Official Account's signed as Zalo signs, the bot's with the secret in clear."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Mapping, Sequence

import httpx

from bot.sandbox.zalo.account import APP_ID, Account
from bot.sandbox.zalo.world import ZaloWorld

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds for the webhook's 200, as Zalo has it
PAUSES = (0.0, 1.0, 5.0, 15.0)  # seconds before each try; Zalo's own are up to an hour


async def push(
    account: Account, url: str, client: httpx.AsyncClient, *, pauses: Sequence[float] = PAUSES
) -> None:
    """Bring every event, one after the other, until cancelled; what nobody takes is dropped after the last try."""
    while True:
        event = await account.events.get()
        await _brought(client, url, event, {"X-ZEvent-Signature": signature(event, account.key)}, pauses)


async def push_bot(world: ZaloWorld, client: httpx.AsyncClient, *, pauses: Sequence[float] = PAUSES) -> None:
    """The same for the bot, while it has a webhook on this machine; its bodies are flat, as the real ones are."""
    while True:
        hook = world.webhook
        event = world.hand_out() if hook and hook.here else None
        if hook is None or event is None:
            await world.arrived.wait()
            continue
        body = json.dumps(event, ensure_ascii=False).encode()
        await _brought(client, hook.url, body, {"X-Bot-Api-Secret-Token": hook.secret}, pauses)


def signature(event: bytes, key: str) -> str:
    """sha256(app id + the raw body + its timestamp + key), as the header carries it."""
    stamp = str(json.loads(event)["timestamp"])
    return "mac=" + hashlib.sha256(APP_ID.encode() + event + stamp.encode() + key.encode()).hexdigest()


async def _brought(
    client: httpx.AsyncClient, url: str, body: bytes, headers: Mapping[str, str], pauses: Sequence[float]
) -> None:
    for pause in pauses:
        await asyncio.sleep(pause)
        if await _taken(client, url, body, headers):
            return
    log.warning("sandbox zalo: nobody took an event at %s", url)


async def _taken(client: httpx.AsyncClient, url: str, body: bytes, headers: Mapping[str, str]) -> bool:
    kind = {"Content-Type": "application/json"}
    try:
        answer = await client.post(url, content=body, headers={**kind, **headers}, timeout=PATIENCE)
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK
