"""A storm order behind a running broadcast to 100,000: when the first is told, and when the last.

30 a second are allowed by a messenger in another process, which answers after 20 to 100 ms.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.channels.telegram import Telegram
from bot.courier import Courier
from bot.courier.pacing import Pacer
from bot.messages import Message, Outcome
from storage.outbox import announcements
from storage.outbox.owed import Due, Everyone, Followers, Kind
from tests.bench.million import multiply
from tests.bench.outbox import NOW, Office, prepared
from tests.bench.pace import ALLOWED
from tests.bench.sending import TOKEN, child

CROWD = 100_000
AT_SEA = 200  # who follow what the order is about
RUNNING = 3.0  # seconds the broadcast runs before
ALL_WITHIN = AT_SEA / 28.5 + 2


class Watched(Telegram):
    """Notes when the answer to each urgent message came."""

    told: list[float]

    async def send(self, chat: str, message: Message) -> Outcome:
        outcome = await super().send(chat, message)
        if message.text == Kind.URGENT:
            self.told.append(time.monotonic())
        return outcome


def compared() -> Iterator[tuple[str, list[tuple[float, float]], str, str]]:
    """(bench, pairs of ours and theirs, baseline, unit)."""
    with (
        tempfile.TemporaryDirectory() as folder,
        child("tests.bench.limited_api", str(ALLOWED)) as api,
        asyncio.Runner() as runner,
    ):
        office = runner.run(prepared(Path(folder), AT_SEA))
        office.bare.execute("INSERT INTO subscriptions SELECT id, 'bien' FROM citizens")
        multiply(office, CROWD, keys=office.database.keys)
        first, last = runner.run(_storm(office, api))
        runner.run(office.close())
    behind = "an urgent message behind a running broadcast to 100,000"
    yield f"{behind}: the first is told", [(first, 1.0)], "1 s", "s"
    yield f"{behind}: all {AT_SEA} are told", [(last, ALL_WITHIN)], f"{AT_SEA}/28.5 + 2 s", "s"


async def _plain(due: Due, _: bool) -> Message:
    return Message(due.announcement.kind)


async def _storm(office: Office, api: str) -> tuple[float, float]:
    channel = Watched(TOKEN, api=api)
    channel.told = []
    await channel.open()
    began = time.monotonic()
    courier = Courier(
        office.database,
        channel,
        _plain,
        Pacer(ALLOWED),
        clock=lambda: NOW + timedelta(seconds=time.monotonic() - began),
        monotonic=time.monotonic,
        stopping=asyncio.Event(),
    )
    calm = office.draft()
    async with office.database.transaction() as tx:
        await announcements.announce(tx, replace(calm, audience=Everyone()), now=NOW)
    begun, owed = time.monotonic(), 0.0
    while len(channel.told) < AT_SEA:
        await courier.round()
        if not owed and time.monotonic() > begun + RUNNING:
            storm = replace(calm, key="storm", kind=Kind.URGENT, audience=Followers("bien"))
            async with office.database.transaction() as tx:
                await announcements.announce(tx, storm, now=NOW)
            owed = time.monotonic()
    await courier.finish()
    await channel.close()
    return channel.told[0] - owed, channel.told[-1] - owed
