"""Delivering where 30 a second are allowed, against the ideal and against the library's own limiter.

The messenger is in another process, counts what arrives in any second, and refuses what is too much.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import httpx
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.channels.telegram import Telegram
from bot.config import parse_config
from bot.courier import Courier
from bot.courier.pacing import Pacer
from bot.courier.render import Renderer
from bot.house import house_of
from tests.bench.outbox import NOW, Office, prepared
from tests.bench.sending import PORTAL, TOKEN, child

ALLOWED = 30
SECONDS = 20
MANY = ALLOWED * (SECONDS + 2)


@dataclass(frozen=True)
class Run:
    """What the messenger counted."""

    taken: list[float]
    most: int
    refused: int

    @property
    def rate(self) -> float:
        """How many a second in the first `SECONDS`."""
        return sum(at < self.taken[0] + SECONDS for at in self.taken) / SECONDS


def compared() -> Iterator[tuple[str, list[tuple[float, float]], str, str]]:
    """(bench, pairs of ours and theirs, baseline, unit)."""
    with (
        tempfile.TemporaryDirectory() as folder,
        child("tests.bench.limited_api", str(ALLOWED)) as api,
        asyncio.Runner() as runner,
    ):
        office = runner.run(prepared(Path(folder), MANY))
        mine = runner.run(ours(office, api))
        other = runner.run(theirs(api)) if find_spec("aiolimiter") else None
        runner.run(office.close())
    assert mine.most <= ALLOWED
    name = f"deliver where {ALLOWED}/s are allowed, answers after 20-100 ms"
    said = f"the {ALLOWED}/s allowed ({mine.refused} refusals, {mine.most} in the fullest second)"
    yield name, [(mine.rate, float(ALLOWED))], said, "messages/s"
    if other:
        limiter = f"python-telegram-bot's AIORateLimiter ({other.refused} refusals)"
        yield name, [(mine.rate, other.rate)], limiter, "messages/s"


async def ours(office: Office, api: str) -> Run:
    """Everything owed, through the whole courier."""
    channel = Telegram(TOKEN, api=api)
    await channel.open()
    began = time.monotonic()
    courier = Courier(
        office.database,
        channel,
        Renderer(
            office.database, house_of(parse_config(PORTAL, name="the bench's office")), clock=lambda: NOW
        ),
        Pacer(ALLOWED),
        clock=lambda: NOW + timedelta(seconds=time.monotonic() - began),
        monotonic=time.monotonic,
        stopping=asyncio.Event(),
    )
    await office.owe()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and await courier.round():
        pass
    await courier.finish()
    await channel.close()
    return await _told(api)


async def theirs(api: str) -> Run:
    """The library with its limiter, as its documentation shows it."""
    limiter = AIORateLimiter(overall_max_rate=ALLOWED, overall_time_period=1, max_retries=5)
    bot: ExtBot[None] = ExtBot(
        TOKEN, base_url=f"{api}/bot", request=HTTPXRequest(connection_pool_size=10), rate_limiter=limiter
    )
    chats = iter(range(MANY))
    until = time.monotonic() + SECONDS

    async def worker() -> None:
        for chat in chats:
            if time.monotonic() > until:
                return
            try:
                await bot.send_message(chat, "Tàu nghỉ ngày mai do gió mạnh. " * 10)
            except RetryAfter:
                continue

    async with bot, asyncio.TaskGroup() as group:
        for _ in range(10):
            group.create_task(worker())
    return await _told(api)


async def _told(api: str) -> Run:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{api}/bot{TOKEN}/getMyCommands", content=b"")
    return Run(**json.loads(answer.text)["result"])
