"""Pushes what an Official Account hears to a webhook, signed as Zalo signs."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Sequence

import httpx

from bot.sandbox.zalo.account import APP_ID, Account

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds for the webhook's 200, as Zalo has it
PAUSES = (0.0, 1.0, 5.0, 15.0)  # seconds before each try; Zalo's own are up to an hour


async def push(
    account: Account, url: str, client: httpx.AsyncClient, *, pauses: Sequence[float] = PAUSES
) -> None:
    """Bring every event, one after the other, until cancelled; what nobody takes is dropped after the last try."""
    while True:
        event = await account.events.get()
        for pause in pauses:
            await asyncio.sleep(pause)
            if await _taken(client, url, event, signature(event, account.key)):
                break
        else:
            log.warning("sandbox zalo: nobody took an event at %s", url)


def signature(event: bytes, key: str) -> str:
    """sha256(app id + the raw body + its timestamp + key), as the header carries it."""
    stamp = str(json.loads(event)["timestamp"])
    return "mac=" + hashlib.sha256(APP_ID.encode() + event + stamp.encode() + key.encode()).hexdigest()


async def _taken(client: httpx.AsyncClient, url: str, event: bytes, mac: str) -> bool:
    headers = {"X-ZEvent-Signature": mac, "Content-Type": "application/json"}
    try:
        answer = await client.post(url, content=event, headers=headers, timeout=PATIENCE)
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK
