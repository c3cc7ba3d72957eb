"""A courier whose clock is set, whose disk is full, whose answers come late: nothing is lost or told twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.courier.pacing import Pacer
from bot.messages import Failed, Gone, Refused, Sent
from storage.database import Database, DatabaseUnavailable
from tests.bot.courier.mouths import Make, Mouth, rounds, states, told
from tests.conftest import Clock
from tests.storage.values import announced, draft, finding, published, slot, subscriber


async def test_a_full_disk_loses_nothing(database: Database, clock: Clock, make: Make) -> None:
    await told(database, clock, *range(1, 5))
    courier = make(mouth := Mouth())
    async with database.transaction() as tx:
        pages = (await tx.execute(text("PRAGMA page_count"))).scalar_one()
        await tx.execute(text("CREATE TABLE filler (x)"))
        await tx.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(DatabaseUnavailable, match="full"):
        async with database.transaction() as tx:
            await tx.execute(text("INSERT INTO filler SELECT zeroblob(4000000)"))
    mouth.answer = lambda *_: Sent("x" * 2_000_000)

    with pytest.raises(DatabaseUnavailable, match="full"):
        await rounds(courier)
    assert mouth.chats == {str(chat): 1 for chat in range(1, 5)}
    async with database.transaction() as tx:
        await tx.execute(text("PRAGMA max_page_count = 1073741823"))
    await rounds(courier)

    assert mouth.chats == {str(chat): 1 for chat in range(1, 5)}
    assert await states(database) == {"sent": 4}


async def test_a_clock_put_forward_sends_nothing_twice(database: Database, clock: Clock, make: Make) -> None:
    mouth = Mouth(answer=lambda *_: None)
    await told(database, clock, 1)
    courier = make(mouth)
    await courier.round()

    clock.passes(minutes=30)
    await courier.round()
    mouth.never.set()
    await asyncio.sleep(0)
    await courier.round()

    assert len(mouth.said) == 1


async def test_an_answer_that_comes_while_its_lease_is_claimed_anew_is_settled_and_not_sent_again(
    database: Database, clock: Clock, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouth = Mouth(answer=lambda _, nth: None if nth == 1 else Sent("2"))
    mouth.late = Sent("1")
    await told(database, clock, 1)
    courier = make(mouth)
    await courier.round()
    usual = database.transaction

    @asynccontextmanager
    async def transaction(**how: Any) -> AsyncIterator[Any]:
        async with usual(**how) as tx:
            mouth.never.set()
            while not courier._sender.settled:
                await asyncio.sleep(0)
            yield tx

    clock.passes(minutes=30)
    monkeypatch.setattr(database, "transaction", transaction)
    await courier.round()
    monkeypatch.setattr(database, "transaction", usual)
    await rounds(courier)

    assert len(mouth.said) == 1
    assert await states(database) == {"sent": 1}


async def test_what_could_not_be_settled_at_the_end_is_settled_by_the_next_courier_and_not_sent_again(
    database: Database, clock: Clock, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouth = Mouth(answer=lambda *_: None)
    mouth.late = Sent("1")
    await told(database, clock, 1)
    courier = make(mouth)
    await courier.round()
    usual = database.transaction

    def gone(**_: Any) -> Any:
        raise DatabaseUnavailable("the database is gone")

    monkeypatch.setattr(database, "transaction", gone)
    mouth.never.set()
    with pytest.raises(DatabaseUnavailable):
        await courier.finish()
    monkeypatch.setattr(database, "transaction", usual)
    await rounds(make(mouth, settled=courier.unsettled))

    assert len(mouth.said) == 1
    assert await states(database) == {"sent": 1}


@pytest.mark.parametrize("words", ["null \x00 null", "half \ud800 a pair", "back\\u0000slash"])
async def test_words_of_a_server_that_no_database_takes_hold_nobody_up(
    database: Database, clock: Clock, make: Make, words: str
) -> None:
    outcomes = {"1": Refused(words), "2": Gone(words), "3": Sent(words), "4": Failed(words)}
    await told(database, clock, 1, 2, 3, 4, 5)
    courier = make(Mouth(answer=lambda chat, _: outcomes.get(chat, Sent("5"))))
    await rounds(courier)

    assert await states(database) == {"sent": 2, "refused": 1, "gone": 1, "owed": 1}


async def test_a_clock_put_back_delays_no_second_try(database: Database, clock: Clock, make: Make) -> None:
    mouth = Mouth(answer=lambda _, nth: Failed("502") if nth == 1 else Sent("1"))
    await told(database, clock, 1)
    courier = make(mouth, monotonic=lambda: 7.0)
    await rounds(courier)

    clock.passes(hours=-2)
    await rounds(courier)

    assert len(mouth.said) == 2
    assert await states(database) == {"sent": 1}


async def test_a_clock_put_back_while_the_database_is_gone_is_not_forgotten(
    database: Database, clock: Clock, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouth = Mouth(answer=lambda _, nth: Failed("502") if nth == 1 else Sent("1"))
    await told(database, clock, 1)
    courier = make(mouth, monotonic=lambda: 7.0)
    await rounds(courier)
    usual = database.transaction

    @asynccontextmanager
    async def breaks(**how: Any) -> AsyncIterator[Any]:
        async with usual(**how) as tx:
            yield tx
            raise DatabaseUnavailable("the disk is full")

    clock.passes(hours=-2)
    monkeypatch.setattr(database, "transaction", breaks)
    with pytest.raises(DatabaseUnavailable):
        await courier.round()
    monkeypatch.setattr(database, "transaction", usual)
    await rounds(courier)

    assert len(mouth.said) == 2


async def test_a_clock_put_back_wakes_nobody_before_the_morning(
    database: Database, clock: Clock, make: Make
) -> None:
    mouth = Mouth()
    await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    morning = clock() + timedelta(minutes=10)
    waits = replace(draft(story, now=clock()), slot=slot(morning))
    await announced(database, waits, now=clock())
    courier = make(mouth, monotonic=lambda: 7.0)
    await rounds(courier)

    clock.passes(hours=-1)
    await rounds(courier)
    clock.passes(minutes=69)
    await rounds(courier)
    assert mouth.said == []

    clock.passes(minutes=1)
    await rounds(courier)
    assert len(mouth.said) == 1


async def test_what_was_claimed_and_not_sent_is_put_back_unmarked_when_the_service_stops(
    database: Database, clock: Clock, make: Make
) -> None:
    stopping, mouth, pacer = asyncio.Event(), Mouth(), Pacer(30)
    pacer.stop(1.0, clock.monotonic())
    await told(database, clock, 1, 2)
    courier = make(mouth, pacer=pacer, stopping=stopping)
    await courier.round()
    stopping.set()
    await courier.finish()

    await rounds(make(mouth))

    assert sorted(mouth.said) == [("1", "news"), ("2", "news")]
