"""The composition root, where a part of it fails."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.app import App
from bot.channels import Channel
from bot.config import parse_config
from bot.config.settings import Settings
from storage.database import Database, DatabaseUnavailable
from storage.database.election import Seat
from tests.bot.courier.mouths import Mouth, told
from tests.conftest import Clock
from tests.journeys.town import OFFICE


async def test_a_seat_lost_while_the_database_is_gone_ends_no_process(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mouth = Mouth(answer=lambda *_: None)
    channel, over = cast("Channel", mouth), asyncio.Event()
    app = App(Settings(), parse_config(OFFICE), database, [channel], clock=clock, monotonic=clock.monotonic)
    await told(database, clock, 1)
    sending = asyncio.create_task(app._deliver(channel, cast("Seat", SimpleNamespace(held=True)), over))
    async with asyncio.timeout(10):
        while not mouth.said:
            await asyncio.sleep(0)

    def gone(*_: Any, **__: Any) -> None:
        raise DatabaseUnavailable("the database is gone")

    monkeypatch.setattr(database, "transaction", gone)
    over.set()
    mouth.never.set()
    await sending

    assert "send telegram: the database is gone" in caplog.text
