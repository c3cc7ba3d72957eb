"""The way in: transactions on SQLite (WAL, one writer) or PostgreSQL, behind one interface.

SQLAlchemy Core on async engines; no ORM session, because rows never leave this package.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult, make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.keys import Keys

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # WAL alone may lose the last commits with the power
    "foreign_keys=ON",
    "busy_timeout=30000",
    "secure_delete=ON",  # what is erased is overwritten
)


class DatabaseUnavailable(Exception):
    """The database cannot be opened, reached or written; the message is one line without the address."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction: what several stores do with it is kept together or not at all."""

    connection: AsyncConnection
    keys: Keys

    async def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """Run one statement; with a list of values, once for each."""
        return await self.connection.execute(statement, values)

    def insert(self, table: Table) -> Any:
        """The dialect's own INSERT, the one that knows ON CONFLICT."""
        return (sqlite if self.is_sqlite else postgresql).insert(table)

    @property
    def is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What fails inside is undone, and only that."""
        async with self.connection.begin_nested():
            yield


class Database:
    """One database. `url` is `sqlite+aiosqlite:///file` or `postgresql+psycopg://…`. Raises DatabaseUnavailable."""

    def __init__(self, url: str, keys: Keys) -> None:
        self.keys = keys
        try:
            self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
            self._engine = create_async_engine(
                url,
                pool_pre_ping=not self.is_sqlite,
                hide_parameters=True,  # a failing statement is logged, people's words and marks are not
            )
        except (ArgumentError, ModuleNotFoundError) as error:
            raise DatabaseUnavailable(f"LOA_DATABASE_URL cannot be used: {type(error).__name__}") from None
        self._writing = asyncio.Lock()
        if self.is_sqlite:
            event.listen(self._engine.sync_engine, "connect", _prepare)
            event.listen(self._engine.sync_engine, "begin", _begin)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """A transaction that writes. On SQLite there is one at a time, taken in the order of asking."""
        if not self.is_sqlite:
            async with self._begun(writes=True) as tx:
                yield tx
            return
        async with self._writing, self._begun(writes=True) as tx:
            yield tx

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A consistent view; it waits for no writer."""
        async with self._begun(writes=False) as tx:
            yield tx

    @asynccontextmanager
    async def _begun(self, *, writes: bool) -> AsyncIterator[Transaction]:
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(loa_writes=writes)
                async with connection.begin():
                    yield Transaction(connection, self.keys)
        except (OperationalError, InterfaceError) as error:
            raise DatabaseUnavailable(f"the database is not to be had: {_plain(error)}") from error

    async def raw(self, statement: str) -> None:
        """One statement outside any transaction (a checkpoint, a copy)."""
        async with self._writing, self._engine.connect() as connection:
            driver = await connection.get_raw_connection()
            await driver.driver_connection.execute(statement)  # type: ignore[union-attr]

    async def scrub(self) -> None:
        """After an erasure: nothing of what was deleted stays in the write-ahead log."""
        if self.is_sqlite:
            await self.raw("PRAGMA wal_checkpoint(TRUNCATE)")

    async def run_sync(self, work: Any) -> None:
        """Run `work(connection)` on a synchronous connection: what alembic needs."""
        async with self.transaction() as tx:
            await tx.connection.run_sync(work)

    async def close(self) -> None:
        await self._engine.dispose()


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself; `_begin` does
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("loa_writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _plain(error: OperationalError | InterfaceError) -> str:
    return str(error.orig).splitlines()[0][:200] if error.orig else type(error).__name__
