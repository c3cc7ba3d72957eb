"""One statement for many rows: one trip, whatever their number.

The rows travel as one JSON text. A driver's own `executemany` asks for the interpreter once a row on SQLite; on
PostgreSQL it is a pipeline, and whoever is cut off in one idles in a transaction without the server's limit for that.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from storage.database import Transaction


class Batch:
    """A statement that reads its rows as the table `given`, whose definition stands in it as `{given}`.

    `shape` names the columns of `given`, each with its type on PostgreSQL; `{value}` marks what is the same for all.
    A moment must come from `written`.
    """

    def __init__(self, statement: str, shape: Mapping[str, str]) -> None:
        names = ", ".join(shape)
        there = ", ".join(f"(one.value ->> {place})::{kind}" for place, kind in enumerate(shape.values()))
        here = ", ".join(f"json_extract(one.value, '$[{place}]')" for place in range(len(shape)))
        # Constants of the stores, no words of anybody's. Materialised: whatever a planner knows or believes of the
        # sizes, it reads `given` first and looks up each row by its key.
        over = f"given({names}) AS MATERIALIZED (SELECT {there} FROM json_array_elements(%s) AS one(value))"  # noqa: S608
        self._postgresql = statement.format(given=over, value="%s")
        over = f"given({names}) AS MATERIALIZED (SELECT {here} FROM json_each(?) AS one)"  # noqa: S608
        self._sqlite = statement.format(given=over, value="?")

    async def __call__(self, tx: Transaction, rows: Sequence[Sequence[Any]], *values: Any) -> None:
        """Run it over the rows, each with an entry a column; `values` are those marked, behind `{given}`, in order."""
        if rows:
            statement = self._sqlite if tx.is_sqlite else self._postgresql
            await tx.connection.exec_driver_sql(statement, (json.dumps(rows), *values))


@lru_cache(maxsize=64)  # of a batch most are the same
def written(moment: datetime | None, *, zone: bool) -> str | None:
    """A moment as text: as `UTCDateTime` writes it on SQLite, with its zone (`zone`) on PostgreSQL."""
    if moment is None:
        return None
    utc = moment.astimezone(UTC)
    return (utc if zone else utc.replace(tzinfo=None)).isoformat(" ", "microseconds")
