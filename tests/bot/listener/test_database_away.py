"""A database that gives way in the middle of a batch: what was not kept is not confirmed, and is heard again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from bot.config import parse_config
from bot.courier.pacing import Pacer
from bot.house import house_of
from bot.listener import Listener
from bot.messages import Incoming, Left, Message, Outcome, Said, Sent
from storage import citizens
from storage.database import Database, DatabaseUnavailable, Transaction
from storage.records import CitizenState, Messenger, Person
from tests.conftest import Clock
from tests.journeys.town import OFFICE
from tests.storage.values import address, subscriber


class Their:
    def now(self) -> None:
        return None


@dataclass
class Ear:
    """A messenger that tells the same until it is confirmed."""

    told: Sequence[Incoming]
    messenger: Messenger = Messenger.TELEGRAM
    edits: bool = True
    buttons: bool = True
    replays: bool = False
    their: Their = field(default_factory=Their)
    said: list[str] = field(default_factory=list)

    async def open(self) -> None: ...

    async def attend(self, chat: str) -> None: ...

    async def hear(self) -> Sequence[Incoming]:
        return self.told

    def remembered(self) -> None:
        self.told = ()

    async def send(self, chat: str, message: Message) -> Outcome:
        self.said.append(message.text)
        return Sent("1")


def listening(database: Database, ear: Any, clock: Clock) -> Listener:
    return Listener(
        database,
        ear,
        house_of(parse_config(OFFICE)),
        Pacer(1000),
        clock=clock,
        monotonic=clock.monotonic,
        stopping=asyncio.Event(),
    )


async def state(database: Database, chat: int) -> CitizenState | None:
    async with database.reading() as tx:
        found = await citizens.find(tx, address(chat))
    return found.state if found else None


async def test_what_could_not_be_kept_is_heard_again_however_often(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, who wrote or left while the disk was full was told «busy» at most, and it was never heard again."""
    await subscriber(database, 1, now=clock())
    await subscriber(database, 2, now=clock())
    person = Person(Messenger.TELEGRAM, "2")
    words = [
        Said(address=address(2), person=person, text="/dung", ref=str(one), at=clock()) for one in range(6)
    ]
    ear = Ear([Left(address=address(1)), *words])
    listener, block = listening(database, ear, clock), citizens.block

    async def refused(tx: Transaction, *_: Any, **__: Any) -> None:
        """A full disk."""
        pages = await tx.connection.scalar(text("PRAGMA page_count"))
        await tx.execute(text(f"PRAGMA max_page_count = {pages}"))
        await tx.execute(text("CREATE TABLE filler AS SELECT zeroblob(4000000)"))

    monkeypatch.setattr(citizens, "block", refused)
    for _ in range(5):
        with pytest.raises(DatabaseUnavailable):
            await listener.round()
    assert len(ear.told) == 7
    assert database.trouble
    monkeypatch.setattr(citizens, "block", block)
    await database.raw("PRAGMA max_page_count = 1073741823")
    await listener.round()
    await listener.finish()

    assert not ear.told
    assert await state(database, 1) is CitizenState.BLOCKED
    assert await state(database, 2) is CitizenState.LEFT
    assert not any("chậm" in said for said in ear.said), "heard six times is not said six times"
    assert database.trouble == ""
