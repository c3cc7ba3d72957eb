"""Work that asks one thing after the other: one trip to SQLite's thread, however much it asks.

Through the engine most statements cost more on their way than in the database: each is looked up, typed, sent to the
driver's thread and waited for in the loop's turn. Here they are written out and go to the driver as they are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

Rows = Sequence[Any]  # tuples
_NAMED = re.compile(r"(?<!:):([a-z_]+)")


class Statement:
    """A statement written out, each value in it as `:name`; `postgresql` is how it is said there, where it differs."""

    def __init__(self, words: str, *, postgresql: str = "") -> None:
        self.sqlite = words
        self.postgresql = _NAMED.sub(r"%(\1)s", postgresql or words)


def through(connection: Connection) -> "Ask":
    """Asks through the engine: the driver of PostgreSQL is at hand in its loop, and prepares what is asked often."""

    def execute(statement: str, values: Any) -> Rows:
        told = connection.exec_driver_sql(statement, values)
        return told.all() if told.returns_rows else ()

    return Ask(execute, is_sqlite=False)


class Ask:
    """What a work asks with, between its first statement and its last. `execute` is the driver's."""

    def __init__(self, execute: Callable[[str, Any], Rows], *, is_sqlite: bool) -> None:
        self.execute = execute
        self.is_sqlite = is_sqlite

    def __call__(self, statement: Statement, values: Mapping[str, Any]) -> Rows:
        """The rows of one statement. A moment among the values has a zone; one in a row is read by `stored`."""
        if not self.is_sqlite:
            return self.execute(statement.postgresql, values)
        told = {
            name: written(one, zone=False) if isinstance(one, datetime) else one
            for name, one in values.items()
        }
        return self.execute(statement.sqlite, told)


@lru_cache(maxsize=64)  # of a batch most are the same
def written(moment: datetime | None, *, zone: bool) -> str | None:
    """A moment as text: as `UTCDateTime` writes it on SQLite, with its zone (`zone`) on PostgreSQL.

    Raises ValueError for a naive time, as `UTCDateTime` does.
    """
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone; every stored moment needs one")
    utc = moment.astimezone(UTC)
    return (utc if zone else utc.replace(tzinfo=None)).isoformat(" ", "microseconds")
