"""SQLite behind aiosqlite at one trip a statement: execute, fetch and close in the driver's thread, then come back.

SQLAlchemy's own adapter goes there and back for each of cursor, execute, fetchall and close; a trip costs more than
most statements. Results are fetched whole, as they are there too. Work that asks several things is one trip as well
(`together`). A transaction begins with its first statement, in the same trip, and nothing is rolled back where nothing
was done since the commit. This file alone knows the driver.
"""

import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_cursor
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util.concurrency import await_

from storage.database.asking import Ask, Rows

T = TypeVar("T")


def install() -> None:
    """From now on `sqlite+aiosqlite://` means this."""
    registry.register("sqlite.aiosqlite", __name__, "OneTrip")


class _Cursor(AsyncAdapt_dbapi_cursor):
    """A cursor that exists in the driver's thread only while a statement runs."""

    __slots__ = ("_described", "_id", "_touched")

    def __init__(self, connection: AsyncAdapt_aiosqlite_connection) -> None:
        self._adapt_connection = connection
        self._connection = connection._connection
        self._rows = deque()
        self._described: Any = None
        self._touched = -1
        self._id: int | None = None

    @property
    def description(self) -> Any:
        return self._described

    @property
    def rowcount(self) -> int:
        return self._touched

    @property
    def lastrowid(self) -> Any:
        return self._id

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        self._go(sqlite3.Cursor.execute, operation, parameters or ())

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        self._go(sqlite3.Cursor.executemany, operation, seq_of_parameters)

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """There is nothing to close."""

    def _go(self, run: Any, operation: str, parameters: Any) -> None:
        driver = self._connection
        first = self._adapt_connection.begins()  # type: ignore[attr-defined]
        try:
            trip = driver._execute(_trip, driver._conn, first, run, operation, parameters)
            rows, self._described, self._touched, self._id = await_(trip)
        except (sqlite3.Error, ValueError) as error:
            self._adapt_connection._handle_exception(error)
        self._rows = deque(rows)


def _trip(
    connection: sqlite3.Connection, first: str, run: Any, operation: str, parameters: Any
) -> tuple[Any, ...]:
    cursor = connection.cursor()
    try:
        if first:
            cursor.execute(first)
        run(cursor, operation, parameters)
        rows = cursor.fetchall() if cursor.description else ()
        return rows, cursor.description, cursor.rowcount, cursor.lastrowid
    finally:
        cursor.close()


def _whole(connection: sqlite3.Connection, first: str, work: Callable[[Ask], T]) -> T:
    cursor = connection.cursor()

    def execute(statement: str, values: Any) -> Rows:
        return cursor.execute(statement, values).fetchall()

    try:
        if first:
            cursor.execute(first)
        return work(Ask(execute, is_sqlite=True))
    finally:
        cursor.close()


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ("_begin", "_used")

    _cursor_cls = _Cursor  # type: ignore[assignment]

    def begin(self, statement: str) -> None:
        """The next statement is the first of a transaction that begins so."""
        self._begin = statement

    def begins(self) -> str:
        """How to begin before the next statement; «» where that was done."""
        statement, self._begin, self._used = getattr(self, "_begin", ""), "", True
        return statement

    async def together(self, work: Callable[[Ask], T]) -> T:
        driver = self._connection
        try:
            done: T = await driver._execute(_whole, driver._conn, self.begins(), work)
        except sqlite3.Error as error:  # as the engine would say it
            raise DBAPIError.instance(None, None, error, sqlite3.Error, hide_parameters=True) from error
        return done

    def commit(self) -> None:
        if self._has_begun():
            super().commit()
            self._used = False

    def rollback(self) -> None:
        if self._has_begun():
            super().rollback()
            self._used = False

    def _has_begun(self) -> bool:
        """Whether anything may have been done since the end of the transaction before, be it in part."""
        self._begin = ""
        return getattr(self, "_used", False)


def begin(connection: Connection, statement: str) -> None:
    """Begin a transaction with this statement as soon as the first other one comes."""
    cast("_Connection", connection.connection.dbapi_connection).begin(statement)


async def together(connection: AsyncConnection, work: Callable[[Ask], T]) -> T:
    """What `work` makes of all it asks, in one trip."""
    engines = cast("Connection", connection.sync_connection)
    return await cast("_Connection", engines.connection.dbapi_connection).together(work)


class _Driver(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *args: Any, **options: Any) -> AsyncAdapt_aiosqlite_connection:
        return _Connection(self, super().connect(*args, **options)._connection)


class OneTrip(SQLiteDialect_aiosqlite):
    """The dialect."""

    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> AsyncAdapt_aiosqlite_dbapi:
        usual = super().import_dbapi()
        return _Driver(usual.aiosqlite, usual.sqlite)
