"""One transaction: what several stores do with it is kept together or not at all."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Executable, Table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import one_trip
from storage.database.asking import Ask, Rows, Statement, through
from storage.database.mends import plain
from storage.keys import Keys

T = TypeVar("T")
UNFIT = (OperationalError, InterfaceError, DatabaseError)  # the last by itself: the file is no database
_TOOK_TOO_LONG = (
    "57014"  # the fault of a statement (PostgreSQL, appendix A), which must not be tried for ever
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

    async def work(self, work: Callable[[Ask], T]) -> T:
        """What `work` makes of all it asks. On SQLite it runs in the driver's thread: it may touch only values."""
        if self.is_sqlite:
            return await one_trip.together(self.connection, work)
        return await self.connection.run_sync(lambda connection: work(through(connection)))

    async def ask(self, statement: Statement, values: Mapping[str, Any]) -> Rows:
        """The rows of one statement that is written out: a quarter of what `execute` costs."""
        return await self.work(lambda ask: ask(statement, values))

    def insert(self, table: Table) -> Any:
        """The dialect's own INSERT, the one that knows ON CONFLICT."""
        return (sqlite_dialect if self.is_sqlite else postgresql).insert(table)

    @property
    def is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    async def alone(self, work: str) -> bool:
        """Whether no other process is at this work; if so, none is until this transaction ends."""
        if self.is_sqlite:
            return True  # one writer at a time as it is
        lock = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:work, 0))")
        return bool(await self.connection.scalar(lock, {"work": work}))

    async def in_turn(self, work: str) -> None:
        """Wait until no other process is at this work; none is until this transaction ends."""
        if not self.is_sqlite:
            lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:work, 0))")
            await self.connection.execute(lock, {"work": work})

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What fails inside is undone, and only that. Raises DatabaseUnavailable, where all is lost."""
        async with self.surely(), self.connection.begin_nested():
            yield

    @asynccontextmanager
    async def surely(self) -> AsyncIterator[None]:
        """A database that gives way inside is DatabaseUnavailable here already, not only where the transaction ends."""
        try:
            yield
        except UNFIT as error:
            if type(error) not in UNFIT or getattr(error.orig, "sqlstate", "") == _TOOK_TOO_LONG:
                raise
            raise DatabaseUnavailable(not_to_be_had(plain(error.orig))) from error


def not_to_be_had(why: str) -> str:
    """How it is said that a database cannot be used."""
    return f"the database is not to be had: {why}"
