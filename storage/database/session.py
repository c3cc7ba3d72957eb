"""A PostgreSQL connection of its own, outside the pool: for what lasts as long as a process, a lock or an ear.

The only file besides the engine's that knows psycopg; it is loaded where a database is PostgreSQL.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from storage.database import Database, DatabaseUnavailable
from storage.database.mends import plain

WITHIN = 5.0  # seconds a connection may take to be made


class Session:
    """One connection that commits each statement by itself. Every wait ends; every fault is DatabaseUnavailable."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def row(self, statement: str, *, within: float) -> tuple[Any, ...]:
        """The one row of a statement, answered `within` so many seconds. Raises DatabaseUnavailable."""
        async with _translated(), asyncio.timeout(within):
            cursor = await self._connection.execute(statement)
            return tuple(await cursor.fetchone())

    async def listen(self, channel: str) -> None:
        """From now on `heard` hears what is said on `channel`. Raises DatabaseUnavailable."""
        async with _translated(), asyncio.timeout(WITHIN):
            await self._connection.execute(f"LISTEN {channel}")

    async def heard(self, *, within: float) -> set[str]:
        """What others said, as soon as somebody says something; empty after that many seconds."""
        async with _translated():
            said = self._connection.notifies(timeout=within, stop_after=1)
            return {one.payload async for one in said}

    async def close(self) -> None:
        """Let go, whatever state it is in."""
        await self._connection.close()


async def connect(database: Database, *, idle_seconds: float | None = None) -> Session:
    """A new session. One that asks nothing for `idle_seconds` is ended by the server, which frees its locks.

    Raises DatabaseUnavailable.
    """
    import psycopg  # noqa: PLC0415  # an extra: an office on SQLite has none of it

    idle = {"idle_session_timeout": f"{idle_seconds * 1000:.0f}"} if idle_seconds else {}
    async with _translated(), asyncio.timeout(WITHIN):
        made = await psycopg.AsyncConnection.connect(**database.libpq(**idle), autocommit=True)
    return Session(made)


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    import psycopg  # noqa: PLC0415

    try:
        yield
    except psycopg.Error as error:
        raise DatabaseUnavailable(f"the database is not to be had: {plain(error)}") from error
    except TimeoutError:
        raise DatabaseUnavailable("the database is not to be had: it does not answer") from None
