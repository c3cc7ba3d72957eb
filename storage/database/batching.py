"""One statement for many rows: one trip, whatever their number.

The rows travel as one JSON text. A driver's own `executemany` asks for the interpreter once a row on SQLite; on
PostgreSQL it is a pipeline, and whoever is cut off in one idles in a transaction without the server's limit for that.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from storage.database import Transaction
from storage.database.asking import Ask, Rows


class Batch:
    """A statement that reads its rows as the table `given`, whose definition stands in it as `{given}`.

    `shape` names the columns of `given`, each with its type on PostgreSQL; few, because each is read anew for every
    row. `{value}` marks what is the same for all, `{moment}` a moment that is. A moment must come from `written`.
    Where `given` is `joined` with a table, it is read first and each row looked up by its key, whatever a planner
    knows or believes of sizes: a stale statistic made it read the whole table.
    """

    def __init__(self, statement: str, shape: Mapping[str, str], *, joined: bool = False) -> None:
        names = ", ".join(shape)
        there = ", ".join(f"(one.value ->> {place})::{kind}" for place, kind in enumerate(shape.values()))
        here = ", ".join(f"json_extract(one.value, '$[{place}]')" for place in range(len(shape)))
        first = "MATERIALIZED " if joined else ""  # it costs something, and a list of keys needs it not
        # Constants of the stores, no words of anybody's.
        over = f"given({names}) AS {first}(SELECT {there} FROM json_array_elements(%s) AS one(value))"  # noqa: S608
        self._postgresql = statement.format(given=over, value="%s", moment="%s::timestamptz")
        over = f"given({names}) AS {first}(SELECT {here} FROM json_each(?) AS one)"  # noqa: S608
        self._sqlite = statement.format(given=over, value="?", moment="?")

    async def __call__(self, tx: Transaction, rows: Sequence[Sequence[Any]], *values: Any) -> Rows:
        """Run it over the rows, each with an entry a column; `values` are those marked, behind `{given}`, in order.

        Gives back what it returns, in no order.
        """
        return await tx.work(lambda ask: self.asked(ask, rows, *values)) if rows else ()

    def asked(self, ask: Ask, rows: Sequence[Sequence[Any]], *values: Any) -> Rows:
        """The same inside a work."""
        if not rows:
            return ()
        return ask.execute(self._sqlite if ask.is_sqlite else self._postgresql, (json.dumps(rows), *values))
