"""Transactions, times and the schema, on both engines."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, select, text

from storage.database import Database, DatabaseUnavailable, Transaction
from storage.keys import Keys
from storage.migrate import migrate
from storage.office import vouch
from storage.tables import metadata, visits

VIETNAM = timezone(timedelta(hours=7))


async def test_migrations_lead_exactly_to_the_tables(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        return list(compare_metadata(context, metadata))

    async with database.reading() as tx:
        assert await tx.connection.run_sync(differences) == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """The index of words is made by the migration alone: FTS5 has tables of its own, PostgreSQL an expression."""
    return not (kind == "table" and str(name).startswith("words")) and name != "ix_versions_words"


async def test_migrating_again_changes_nothing(database: Database) -> None:
    await migrate(database)

    async with database.reading() as tx:
        assert (await tx.execute(select(visits))).all() == []


async def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    written = datetime(2026, 11, 24, 6, 30, 15, 123456, tzinfo=VIETNAM)
    async with database.transaction() as tx:
        await tx.execute(insert(visits).values(portal="p", source="s", failures=0, reason="", due=written))

    async with database.reading() as tx:
        read = await tx.connection.scalar(select(visits.c.due))

    assert read == written
    assert read is not None
    assert read.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 24, 6, 30)  # noqa: DTZ001  # the very thing that is refused
    with pytest.raises(Exception, match="has no time zone"):
        async with database.transaction() as tx:
            await tx.execute(insert(visits).values(portal="p", source="s", failures=0, reason="", due=naive))


async def test_what_fails_is_undone_wholly_and_a_savepoint_alone(database: Database) -> None:
    row = {"portal": "p", "failures": 0, "reason": ""}

    async def fail(tx: Transaction) -> None:
        await tx.execute(insert(visits).values(**row, source="lost"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):  # the transaction is what is tested
        async with database.transaction() as tx:
            await fail(tx)
    async with database.transaction() as tx:
        await tx.execute(insert(visits).values(**row, source="kept"))
        with pytest.raises(ZeroDivisionError):
            async with tx.savepoint():
                await fail(tx)

    async with database.reading() as tx:
        assert (await tx.execute(select(visits.c.source))).scalars().all() == ["kept"]


@pytest.mark.parametrize("url", ["oracle+none://x", "nonsense"])
def test_an_address_that_cannot_be_used_is_one_line(url: str, keys: Keys) -> None:
    with pytest.raises(DatabaseUnavailable) as fault:
        Database(url, keys)

    assert "\n" not in str(fault.value)


async def test_a_file_that_cannot_be_opened_is_one_line(keys: Keys) -> None:
    database = Database("sqlite+aiosqlite:////nowhere/at/all/loa.db", keys)
    with pytest.raises(DatabaseUnavailable) as fault:
        await vouch(database)
    await database.close()
    for thread in threading.enumerate():  # the driver's own, which still answers to this test's loop
        if thread is not threading.main_thread():
            thread.join(5)

    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_full_disk_is_a_trouble_until_something_was_written(database: Database) -> None:
    async def grow() -> None:
        async with database.transaction() as tx:
            await tx.execute(text("INSERT INTO t VALUES (zeroblob(100000))"))

    async with database.transaction() as tx:
        await tx.execute(text("CREATE TABLE t (x BLOB)"))
        await tx.execute(text("PRAGMA max_page_count = 1"))  # as many as there are
    with pytest.raises(DatabaseUnavailable, match="full"):
        await grow()
    async with database.transaction() as tx:
        await tx.execute(text("SELECT x FROM t"))
    assert "database or disk is full" in database.trouble

    async with database.transaction() as tx:
        await tx.execute(text("PRAGMA max_page_count = 100000"))
    await grow()
    assert not database.trouble
