"""A source that was renamed goes on where it left: its visit, its window and its articles get the new name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import delete, select, update

from feeds.portals import Source
from feeds.renaming import heirs
from feeds.visits import Visit
from storage import visiting
from storage.database import Transaction
from storage.tables import articles, visits, windows

_BY_SOURCE = (visits, windows)  # one row for each source


async def adopt(tx: Transaction, portal: str, sources: Sequence[Source]) -> Mapping[str, str]:
    """Give what forgotten sources left to those that have their addresses now; returns the new names by the old.

    An article of any other forgotten source belongs to the first of the sources that lists it, and what is left
    of it waits: it may come back, or go on at a new address under a new name.
    """
    await tx.in_turn("sources")
    remembered = await visiting.every(tx, portal)
    names = [one.name for one in sources]
    if not (forgotten := {one.source for one in remembered} - set(names)):
        return {}
    inherited = heirs(remembered, sources)
    for old, new in inherited.items():
        here = (articles.c.portal == portal) & (articles.c.source == old)
        await tx.execute(update(articles).where(here).values(source=new))
    await _go_on(tx, portal, remembered, inherited)
    left = forgotten - set(inherited)
    await _listed_elsewhere(tx, portal, names, left)
    here = (visits.c.portal == portal) & visits.c.source.in_(left)
    await tx.execute(update(visits).where(here).values(due=None))
    return inherited


async def forgotten(tx: Transaction, portal: str) -> Collection[str]:
    """The sources that had a good look and wait for another: of one that is configured the next look is due."""
    waits = visits.c.baselined_at.is_not(None) & visits.c.due.is_(None)
    return set((await tx.execute(select(visits.c.source).where(visits.c.portal == portal, waits))).scalars())


async def inherit(tx: Transaction, portal: str, old: str, new: str) -> Visit:
    """Give a forgotten source's articles, window and memory of looking to a new one, which keeps its own turn."""
    await tx.in_turn("sources")
    mine, left = await visiting.visit(tx, portal, new), await visiting.visit(tx, portal, old)
    if left.baselined_at is None:
        return mine  # another source was quicker
    for table in (articles, windows):
        if table is windows:
            await tx.execute(delete(table).where(table.c.portal == portal, table.c.source == new))
        here = (table.c.portal == portal) & (table.c.source == old)
        await tx.execute(update(table).where(here).values(source=new))
    await tx.execute(delete(visits).where(visits.c.portal == portal, visits.c.source == old))
    goes_on = replace(left, source=new, due=mine.due, failures=mine.failures, reason=mine.reason)
    await visiting.visited(tx, portal, [goes_on])
    return goes_on


async def _go_on(
    tx: Transaction, portal: str, remembered: Sequence[Visit], inherited: Mapping[str, str]
) -> None:
    """The visit that was good last is the heir's, unless it has a good one of its own; the others are done with."""
    of_its_own = {one.source for one in remembered if one.baselined_at is not None}
    good = sorted((one.good_at, one.source) for one in remembered if one.good_at and one.source in inherited)
    last = {inherited[old]: old for _, old in good if inherited[old] not in of_its_own}
    spent = {*last, *inherited} - set(last.values())
    for table in _BY_SOURCE:
        await tx.execute(delete(table).where(table.c.portal == portal, table.c.source.in_(spent)))
        for new, old in last.items():
            here = (table.c.portal == portal) & (table.c.source == old)
            await tx.execute(update(table).where(here).values(source=new))


async def _listed_elsewhere(
    tx: Transaction, portal: str, names: Sequence[str], forgotten: Collection[str]
) -> None:
    """Edits and withdrawals are noticed by an article's own source alone: where that is gone, another one takes it."""
    if not forgotten:
        return
    listing = {
        row.source: row.ids for row in await tx.execute(select(windows).where(windows.c.portal == portal))
    }
    left = (articles.c.portal == portal) & articles.c.source.in_(forgotten)
    orphans = set((await tx.execute(select(articles.c.external_id).where(left))).scalars())
    for name in names:
        if taken := orphans.intersection(listing.get(name, ())):
            orphans -= taken
            mine = left & articles.c.external_id.in_(taken)
            await tx.execute(update(articles).where(mine).values(source=name))
