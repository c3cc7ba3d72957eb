"""The visits to sources: claimed many at once, kept many at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from feeds.visits import Turn, Visit
from storage.database import Transaction
from storage.database.asking import written
from storage.database.batching import Batch
from storage.tables import articles, visits, windows

LOOKING = timedelta(seconds=10)  # a look that nobody renewed for so long may be joined: impolite, not wrong
AHEAD = timedelta(
    minutes=1
)  # clocks of machines differ by less: a later look was made before ours was put back
_MANY = 500  # sources a statement

_COLUMNS = [field.name for field in fields(Visit)]
_MOMENTS = frozenset(name for name in _COLUMNS if name.endswith("_at") or name == "due")
_SHAPE = {"portal": "text"} | {
    name: "timestamptz" if name in _MOMENTS else "int" if name == "failures" else "text" for name in _COLUMNS
}
# Written out: it runs for every look. In one order always, so that no two processes wait for each other.
_KEEP = Batch(
    f"WITH {{given}} INSERT INTO visits ({', '.join(_SHAPE)}) "  # noqa: S608  # our own names
    f"SELECT {', '.join(_SHAPE)} FROM given WHERE true ORDER BY source "
    "ON CONFLICT (portal, source) DO UPDATE SET lease_until = NULL, "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "source"),
    _SHAPE,
)


async def visit(tx: Transaction, portal: str, source: str) -> Visit:
    """What is remembered of looking at a source; an empty visit for a new one."""
    query = select(visits).where(visits.c.portal == portal, visits.c.source == source)
    row = (await tx.execute(query)).mappings().first()
    return _visit(row) if row else Visit(source=source)


async def every(tx: Transaction, portal: str) -> list[Visit]:
    """All that is remembered of looking at a portal, whether still configured or not."""
    query = select(visits).where(visits.c.portal == portal).order_by(visits.c.source)
    return [_visit(row) for row in (await tx.execute(query)).mappings()]


async def due(tx: Transaction, portal: str, sources: Collection[str]) -> Mapping[str, datetime]:
    """When each of the sources that was looked at is due again."""
    found: dict[str, datetime] = {}
    for some in _portions(sources):
        query = select(visits.c.source, visits.c.due).where(visits.c.portal == portal)
        rows = await tx.execute(query.where(visits.c.source.in_(some), visits.c.due.is_not(None)))
        found |= {row.source: row.due for row in rows}
    return found


async def turns(
    tx: Transaction, portal: str, sources: Collection[str], *, now: datetime
) -> Mapping[str, Turn]:
    """The sources that are due, where nobody else could be at them. A look that lies ahead puts nothing off."""
    taken: dict[str, Visit] = {name: Visit(source=name) for name in sources}
    for some in _portions(sources):
        query = select(visits).where(visits.c.portal == portal, visits.c.source.in_(some))
        for row in (await tx.execute(query)).mappings():
            taken[row["source"]] = _visit(row)
    return await _turns(tx, portal, [one for one in taken.values() if _is_due(one, now)], now)


async def claim(
    tx: Transaction, portal: str, sources: Collection[str], *, now: datetime
) -> Mapping[str, Turn]:
    """Lease the sources that are due; those that another process has are left out. A look that lies ahead, or a lease
    that does, puts nothing off: the clock was put back since.
    """
    taken: list[Visit] = []
    for some in _portions(sorted(sources)):
        new = [{"portal": portal, "source": name, "failures": 0, "reason": ""} for name in some]
        await tx.execute(tx.insert(visits).values(new).on_conflict_do_nothing())
        which = (visits.c.portal == portal) & visits.c.source.in_(some)
        is_due = visits.c.due.is_(None) | (visits.c.due <= now) | (visits.c.looked_at > now + AHEAD)
        free = visits.c.lease_until.is_(None) | (visits.c.lease_until <= now)
        free |= visits.c.lease_until > now + LOOKING + AHEAD
        wanted = select(visits).where(which, is_due, free).with_for_update(skip_locked=True)
        rows = (await tx.execute(wanted)).mappings().all()
        mine = (visits.c.portal == portal) & visits.c.source.in_([row["source"] for row in rows])
        await tx.execute(update(visits).where(mine).values(lease_until=now + LOOKING))
        taken += map(_visit, rows)
    return await _turns(tx, portal, taken, now)


async def renew(tx: Transaction, portal: str, sources: Collection[str], *, now: datetime) -> None:
    """Hold the leases of sources that are still being looked at; what is kept meanwhile stays free."""
    for some in _portions(sorted(sources)):
        mine = (visits.c.portal == portal) & visits.c.source.in_(some) & visits.c.lease_until.is_not(None)
        await tx.execute(update(visits).where(mine).values(lease_until=now + LOOKING))


async def visited(tx: Transaction, portal: str, kept: Sequence[Visit]) -> None:
    """Keep visits, the last one of each source; the sources are free again."""
    last = {one.source: one for one in kept}.values()
    await _KEEP(tx, [(portal, *(_value(tx, one, name) for name in _COLUMNS)) for one in last])


async def reopen(tx: Transaction, portal: str, ids: frozenset[str]) -> None:
    """Forget what the sources that list one of the ids answered last: their next answer is read whatever it is."""
    listing = await tx.execute(select(windows.c.source, windows.c.ids).where(windows.c.portal == portal))
    if sources := [row.source for row in listing if not ids.isdisjoint(row.ids)]:
        here = (visits.c.portal == portal) & visits.c.source.in_(sources)
        await tx.execute(update(visits).where(here).values(etag=None, last_modified=None, body_hash=None))


async def _turns(tx: Transaction, portal: str, taken: Sequence[Visit], now: datetime) -> Mapping[str, Turn]:
    stale: set[str] = set()
    for some in _portions([one.source for one in taken]):
        here = (articles.c.portal == portal) & articles.c.source.in_(some)
        query = select(articles.c.source).where(here, articles.c.check_at <= now).distinct()
        stale |= set((await tx.execute(query)).scalars())
    return {one.source: Turn(visit=one, recheck=one.source in stale) for one in taken}


def _is_due(one: Visit, now: datetime) -> bool:
    return one.due is None or one.due <= now or (one.looked_at is not None and one.looked_at > now + AHEAD)


def _visit(row: Mapping[Any, Any]) -> Visit:
    return Visit(**{name: row[name] for name in _COLUMNS})


def _value(tx: Transaction, one: Visit, name: str) -> Any:
    value = getattr(one, name)
    return written(value, zone=not tx.is_sqlite) if name in _MOMENTS else value


def _portions(names: Collection[str]) -> Iterable[list[str]]:
    ordered = list(names)
    return (ordered[start : start + _MANY] for start in range(0, len(ordered), _MANY))
