"""Moves an office from one database into another, whole or not at all, and proves row by row that it arrived."""

import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Integer, Table, func, select, text

from storage.database import Database, Transaction
from storage.tables import citizens, metadata, office

_MANY = 1000  # rows a statement
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


class CannotMove(Exception):
    """Nothing was changed; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One table that arrived: how many rows, and a hash over all of them, equal on both sides."""

    table: str
    rows: int
    digest: str


async def move(
    source: Database, target: Database, *, progress: Callable[[str, int, int], None] = lambda *_: None
) -> list[Moved]:
    """Copy every table of `source` into `target` in one transaction; ids stay and new ones go on after the last.

    `progress` is told the table, the rows done and the rows there are. Raises CannotMove, DatabaseUnavailable.
    """
    async with source.reading() as old, target.transaction(patience=None) as new:
        if not old.is_sqlite:
            await old.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        await _may_move(old, new)
        moved = [
            await _move(table, old, new, progress) for table in metadata.sorted_tables if table is not office
        ]
        for table in metadata.sorted_tables:
            await _go_on(table, old, new)
        return moved


async def _may_move(old: Transaction, new: Transaction) -> None:
    check = await old.connection.scalar(select(office.c.key_check))
    if check is None:
        raise CannotMove("there is no office in the database that is to be moved")
    if check != new.keys.check:
        raise CannotMove(
            "the office to be moved was made with another secret key; set LOA_SECRET_KEY to the one in its key file"
        )
    if await new.connection.scalar(select(func.count()).select_from(citizens)):
        raise CannotMove("the database of LOA_DATABASE_URL has citizens already; move into an empty one")
    for table in metadata.sorted_tables:
        if table is not office and await new.connection.scalar(select(func.count()).select_from(table)):
            raise CannotMove(
                f"the database of LOA_DATABASE_URL is in use (table {table.name}); move into an empty one"
            )


async def _move(
    table: Table, old: Transaction, new: Transaction, progress: Callable[[str, int, int], None]
) -> Moved:
    there = int(await old.connection.scalar(select(func.count()).select_from(table)) or 0)
    sent, done = sha256(), 0
    progress(table.name, 0, there)
    async for rows in _rows(table, old):
        kept = [{name: _kept(value) for name, value in row.items()} for row in rows]
        _feed(sent, kept)
        await new.execute(table.insert(), kept)
        done += len(rows)
        progress(table.name, done, there)
    arrived, count = sha256(), 0
    async for rows in _rows(table, new):
        _feed(arrived, rows)
        count += len(rows)
    if (count, arrived.digest()) != (done, sent.digest()):
        raise CannotMove(f"table {table.name} did not arrive as it left ({count} of {done} rows)")
    return Moved(table.name, count, arrived.hexdigest())


async def _rows(table: Table, tx: Transaction) -> AsyncIterator[Sequence[Any]]:
    """All rows in the order of their keys, some at a time, in constant memory."""
    result = await tx.connection.stream(select(table).order_by(*table.primary_key))
    async for rows in result.mappings().partitions(_MANY):
        yield rows


def _feed(digest: Any, rows: Sequence[Any]) -> None:
    for row in rows:
        said = json.dumps(dict(row), default=_plain, sort_keys=True, ensure_ascii=False)
        digest.update(said.encode() + b"\n")


def _kept(value: Any) -> Any:
    """A value without what no database but SQLite takes in a text: NUL, and halves of a pair in old lists."""
    match value:
        case str() if _UNKEPT.search(value):
            return _UNKEPT.sub("", value)
        case list():
            return [_kept(one) for one in value]
        case _:
            return value


def _plain(value: Any) -> str:
    match value:
        case bytes() | memoryview():
            return bytes(value).hex()
        case datetime():
            return value.isoformat()
        case _:
            raise TypeError(f"{type(value).__name__} in a row")


async def _go_on(table: Table, old: Transaction, new: Transaction) -> None:
    """Numbers that were given are not given again, not even those of rows that are gone."""
    column = table.autoincrement_column
    if column is None or not isinstance(column.type, Integer) or table is office:
        return
    newest = int(await old.connection.scalar(select(func.max(column))) or 0)
    last = max(newest, await _given(table, old))
    if not last:
        return
    if new.is_sqlite:
        if table.dialect_options["sqlite"]["autoincrement"]:
            await new.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            again = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)")
            await new.execute(again, {"name": table.name, "last": last})
    else:
        follow = text("SELECT setval(pg_get_serial_sequence(:name, :column), :last)")
        await new.execute(follow, {"name": table.name, "column": column.name, "last": last})


async def _given(table: Table, tx: Transaction) -> int:
    """The highest number that a table ever gave, as far as the database remembers."""
    if tx.is_sqlite:
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return int(await tx.connection.scalar(query, {"name": table.name}) or 0)
    query = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)")
    return int(await tx.connection.scalar(query, {"name": table.name}) or 0)
