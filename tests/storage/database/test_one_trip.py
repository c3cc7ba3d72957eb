"""SQLite's driver is visited once a statement, and what it says is not lost on the way."""

import asyncio
import sqlite3
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.database import Database, DatabaseUnavailable
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
