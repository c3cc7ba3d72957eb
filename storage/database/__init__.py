"""The way in: transactions on SQLite (WAL, one writer) or PostgreSQL, behind one interface.

SQLAlchemy Core on async engines; no ORM session, because rows never leave this package.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.addresses import sqlite_file
from storage.database import one_trip
from storage.database.mends import RESTORE, plain
from storage.database.standing import Place
from storage.database.transaction import UNFIT, DatabaseUnavailable, Transaction, not_to_be_had
from storage.keys import Keys

__all__ = ["Database", "DatabaseUnavailable", "Transaction"]

one_trip.install()

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # WAL alone may lose the last commits with the power
    "foreign_keys=ON",
    "busy_timeout=30000",
    "secure_delete=ON",  # what is erased is overwritten
)
# A server that hangs or is cut off must be noticed in seconds, by either side; none of libpq's own limits is finite.
_NETWORK = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_SERVER = {
    "statement_timeout": "30000",
    "lock_timeout": "15000",
    "idle_in_transaction_session_timeout": "5000",  # whoever was cut off in one holds its locks no longer than a seat
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "timezone": "UTC",  # as we store: in another zone the first and the last day of the calendar cannot be read
}
_UNLIMITED = text(
    "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
)
PATIENCE = 60.0  # seconds a transaction may take on a server of its own


# On SQLite a connection is a thread and five pragmas: none is closed as long as the usual most are open.
_KEPT: dict[str, Any] = {"pool_size": 15, "max_overflow": 0}


class Database:
    """One database. `url` is `sqlite+aiosqlite:///file` or `postgresql+psycopg://…`. Raises DatabaseUnavailable."""

    def __init__(self, url: str, keys: Keys) -> None:
        self.keys = keys
        try:
            self._url = make_url(url)
            self.is_sqlite = self._url.get_backend_name() == "sqlite"
            self._engine = create_async_engine(
                url,
                hide_parameters=True,  # a failing statement is logged, people's words and marks are not
                **(_KEPT if self.is_sqlite else {"pool_pre_ping": True, "connect_args": _limits(self._url)}),
            )
        except (ArgumentError, ModuleNotFoundError) as error:
            raise DatabaseUnavailable(f"LOA_DATABASE_URL cannot be used: {type(error).__name__}") from None
        self._writing = asyncio.Lock()
        self.trouble = ""  # why nothing could be written last; empty once something was
        self._place = Place(sqlite_file(url) if self.is_sqlite else None)
        if self.is_sqlite:
            event.listen(self._engine.sync_engine, "connect", _prepare)
            event.listen(self._engine.sync_engine, "connect", lambda *_: self._place.opened())
            event.listen(self._engine.sync_engine, "begin", _begin)

    @asynccontextmanager
    async def transaction(self, *, patience: float | None = PATIENCE) -> AsyncIterator[Transaction]:
        """A transaction that writes. On SQLite there is one at a time, taken in the order of asking.

        On PostgreSQL it takes at most `patience` seconds; None is for work that moves or rebuilds everything.
        """
        if not self.is_sqlite:
            async with self._begun(writes=True, patience=patience) as tx:
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
    async def _begun(self, *, writes: bool, patience: float | None = PATIENCE) -> AsyncIterator[Transaction]:
        if amiss := self._place.amiss():
            raise self._unavailable(amiss, writes=True)
        try:
            async with (
                asyncio.timeout(None if self.is_sqlite else patience),
                self._engine.connect() as connection,
            ):
                await connection.execution_options(loa_writes=writes)
                before = await self._written(connection) if writes and self.trouble else -1
                async with connection.begin():
                    if patience is None and not self.is_sqlite:
                        await connection.execute(_UNLIMITED)
                    yield Transaction(connection, self.keys)
                if before >= 0 and await self._written(connection) > before:
                    self.trouble = ""
        except (DatabaseError, InterfaceError) as error:
            if type(error) not in UNFIT:
                raise
            raise self._unavailable(plain(error.orig), writes=writes) from error
        except DatabaseUnavailable as fault:
            self.trouble = str(fault) if writes else self.trouble
            raise
        except (TimeoutError, PoolTimeout):
            raise self._unavailable("it does not answer", writes=writes) from None

    def _unavailable(self, why: str, *, writes: bool) -> DatabaseUnavailable:
        trouble = not_to_be_had(why)
        self.trouble = trouble if writes else self.trouble
        return DatabaseUnavailable(trouble)

    async def _written(self, connection: AsyncConnection) -> int:
        """How many rows a connection has changed; where a server keeps the disk, any transaction proves as much."""
        if not self.is_sqlite:
            return time.monotonic_ns()
        return int((await connection.get_raw_connection()).driver_connection.total_changes)  # type: ignore[union-attr]

    async def raw(self, statement: str) -> None:
        """One statement outside any transaction (a checkpoint, a copy)."""
        async with self._writing, self._engine.connect() as connection:
            driver = await connection.get_raw_connection()
            await driver.driver_connection.execute(statement)  # type: ignore[union-attr]

    async def scrub(self) -> None:
        """After an erasure: nothing of what was deleted stays in the write-ahead log."""
        if self.is_sqlite:
            await self.raw("PRAGMA wal_checkpoint(TRUNCATE)")

    async def damage(self) -> str:
        """What is wrong with an SQLite file's pages, "" where nothing is; a server sees to its own."""
        if not self.is_sqlite:
            return ""
        async with self.reading() as tx:
            found = str(await tx.connection.scalar(text("PRAGMA quick_check(1)")))
        return "" if found == "ok" else f"damaged ({found.splitlines()[-1][:100]}); {RESTORE}"

    async def run_sync(self, work: Any) -> None:
        """Run `work(connection)` on a synchronous connection: what alembic needs."""
        async with self.transaction(patience=None) as tx:
            await tx.connection.run_sync(work)

    def libpq(self, **settings: str) -> dict[str, Any]:
        """What a PostgreSQL connection of one's own is made with; `settings` are the server's, for this session."""
        _, given = self._engine.dialect.create_connect_args(self._url)
        return {**given, **_limits(self._url, **settings)}

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
    one_trip.begin(connection, "BEGIN IMMEDIATE" if writes else "BEGIN")


def _limits(url: URL, **settings: str) -> dict[str, Any]:
    """The limits of a PostgreSQL connection; what the address says itself goes before."""
    said = " ".join(f"-c {key}={value}" for key, value in {**_SERVER, **settings}.items())
    given = url.query
    options = {"options": f"{said} {given.get('options', '')}".strip()}
    return {key: value for key, value in _NETWORK.items() if key not in given} | options
