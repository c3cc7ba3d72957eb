"""SQLite's driver is visited once a statement, and what it says is not lost on the way."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import aiosqlite
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from storage.database import Database, DatabaseUnavailable
from storage.database.asking import Ask, Statement
from storage.tables import citizens
from storage.tables.utc import stored
from tests.conftest import Clock
from tests.storage.values import subscriber


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    made: list[object] = []
    usual = aiosqlite.Connection._execute

    async def counted(self: Any, work: Any, *args: Any, **options: Any) -> Any:
        made.append(work)
        return await usual(self, work, *args, **options)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    return made


async def test_a_statement_is_one_trip_and_a_batch_is_too(database: Database, trips: list[object]) -> None:
    if not database.is_sqlite:
        pytest.skip("the driver is SQLite's")
    async with database.transaction() as tx:
        await tx.execute(text("CREATE TABLE t (x INTEGER PRIMARY KEY)"))
        before = len(trips)

        added = await tx.execute(text("INSERT INTO t VALUES (:x)"), [{"x": number} for number in range(100)])
        found = (await tx.execute(text("SELECT x FROM t ORDER BY x"))).scalars().all()

        assert len(trips) - before == 2
        assert found == list(range(100))
        assert added.rowcount == 100
        assert (await tx.execute(text("DELETE FROM t WHERE x < 7"))).rowcount == 7
        assert (await tx.execute(text("INSERT INTO t VALUES (700) RETURNING x + 1"))).scalar() == 701


async def test_a_transaction_costs_its_statements_and_its_commit(
    database: Database, trips: list[object]
) -> None:
    if not database.is_sqlite:
        pytest.skip("the driver is SQLite's")
    async with database.transaction() as tx:
        await tx.execute(text("CREATE TABLE t (x INTEGER PRIMARY KEY)"))
    before = len(trips)
    async with database.transaction() as tx:
        await tx.execute(text("INSERT INTO t VALUES (1)"))
        await tx.execute(text("INSERT INTO t VALUES (2)"))
    assert len(trips) - before == 3
    async with database.transaction():
        """Nothing."""
    assert len(trips) - before == 3


async def test_work_is_one_trip_whatever_it_asks_and_begins_the_transaction(
    database: Database, trips: list[object]
) -> None:
    def work(ask: Ask) -> list[int]:
        found = [ask(Statement("SELECT CAST(:x AS integer) + 1"), {"x": x})[0][0] for x in range(3)]
        ask(Statement("UPDATE pauses SET messenger = messenger WHERE messenger = :name"), {"name": "nobody"})
        return found

    async with database.transaction() as tx:
        before = len(trips)
        assert await tx.work(work) == [1, 2, 3]
        assert len(trips) - before == (1 if database.is_sqlite else 0)


async def test_what_breaks_in_work_undoes_the_transaction(database: Database, clock: Clock) -> None:
    citizen = await subscriber(database, 1, now=clock())
    gone = Statement("DELETE FROM subscriptions WHERE citizen_id = :citizen")
    twice = Statement("INSERT INTO subscriptions (citizen_id, topic) VALUES (:citizen, 'x'), (:citizen, 'x')")

    def work(ask: Ask) -> None:
        assert not ask(gone, {"citizen": citizen})
        ask(twice, {"citizen": citizen})

    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await tx.work(work)
    with pytest.raises(DatabaseUnavailable if database.is_sqlite else ProgrammingError, match="nowhere"):
        async with database.transaction() as tx:
            await tx.work(lambda ask: ask(Statement("SELECT * FROM nowhere"), {}))
    async with database.reading() as tx:
        [kept] = await tx.work(lambda ask: ask(Statement("SELECT count(*) FROM subscriptions"), {}))
    assert kept[0] == 1


async def test_a_moment_goes_into_work_and_comes_out_as_it_was(database: Database, clock: Clock) -> None:
    citizen = await subscriber(database, 1, now=clock())
    pause = Statement("UPDATE citizens SET paused_until = :until WHERE id = :citizen RETURNING paused_until")
    until = datetime(2026, 11, 24, 15, 30, 0, 120, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

    async with database.transaction() as tx:
        [told] = await tx.work(lambda ask: ask(pause, {"until": until, "citizen": citizen}))
        typed = (await tx.execute(select(citizens.c.paused_until).where(citizens.c.id == citizen))).scalar()
    assert stored(told[0]) == typed == until
    assert stored(told[0]).tzinfo is UTC


async def test_a_statement_cancelled_on_its_way_leaves_no_transaction_behind(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not database.is_sqlite:
        pytest.skip("the driver is SQLite's")
    async with database.transaction() as tx:
        await tx.execute(text("CREATE TABLE t (x INTEGER PRIMARY KEY)"))
    usual = aiosqlite.Connection._execute

    async def cancelled(self: Any, work: Any, *args: Any, **options: Any) -> Any:
        monkeypatch.undo()
        await usual(self, work, *args, **options)
        raise asyncio.CancelledError

    async def writing() -> None:
        async with database.transaction() as tx:
            monkeypatch.setattr(aiosqlite.Connection, "_execute", cancelled)
            await tx.execute(text("INSERT INTO t VALUES (1)"))

    with pytest.raises(asyncio.CancelledError):
        await writing()

    async with asyncio.timeout(5), database.transaction() as tx:
        assert (await tx.execute(text("SELECT count(*) FROM t"))).scalar() == 0


async def test_what_the_driver_refuses_is_said_as_ever(database: Database, clock: Clock) -> None:
    if not database.is_sqlite:
        pytest.skip("the driver is SQLite's")
    citizen = await subscriber(database, 1, now=clock())

    with pytest.raises(IntegrityError) as refused:
        async with database.transaction() as tx:
            await tx.execute(text("INSERT INTO subscriptions VALUES (:c, 'tau_bien')"), {"c": citizen})
    assert isinstance(refused.value.orig, sqlite3.IntegrityError)
    with pytest.raises(DatabaseUnavailable, match="no such table"):
        async with database.transaction() as tx:
            await tx.execute(text("SELECT * FROM nowhere"))
