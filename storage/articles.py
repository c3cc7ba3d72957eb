"""Articles, their versions and the visits that found them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from feeds.portals import Source
from feeds.visits import Finding, Recalled, Remembered, Sighting, Turn, Verdict, Visit
from storage import recalling, recording, renaming, shapes, visiting
from storage.database import Database, DatabaseUnavailable, Transaction
from storage.grouping import Grouped
from storage.recalling import Asked
from storage.recording import Looked
from storage.records import ArticleId, SourceHealth, Story, VersionId
from storage.tables import articles, versions, visits

_AT_ONCE = 16  # looks a transaction


class ArticleLog:
    """The watcher's memory of one portal: the port declared in `feeds.watcher`."""

    def __init__(self, database: Database, portal: str) -> None:
        self._database = database
        self._portal = portal
        self._recalls = Grouped(self._answered, most=_AT_ONCE)
        self._keeps = Grouped(self._kept, most=_AT_ONCE)

    async def adopt(self, sources: Sequence[Source]) -> Mapping[str, str]:
        """These are the sources now: what is remembered of one that was renamed is its own; old names to new."""
        async with self._database.transaction() as tx:
            return await renaming.adopt(tx, self._portal, sources)

    async def forgotten(self) -> Collection[str]:
        """The sources that were watched and were configured no more when `adopt` was called last."""
        async with self._database.reading() as tx:
            return await renaming.forgotten(tx, self._portal)

    async def inherit(self, old: str, new: str) -> Visit:
        """Give what a forgotten source left to a new one; returns its visit, by the new name."""
        async with self._database.transaction() as tx:
            return await renaming.inherit(tx, self._portal, old, new)

    async def visit(self, source: str) -> Visit:
        """What is remembered of looking at a source; an empty visit for a new one."""
        async with self._database.reading() as tx:
            return await visiting.visit(tx, self._portal, source)

    async def claim(self, sources: Collection[str], *, now: datetime) -> Mapping[str, Turn]:
        """Take those that are due: until they are kept, or until the lease ends, no other process looks at them.

        Left out are those that are not due, or that somebody is at. On SQLite nobody else could be.
        """
        if self._database.is_sqlite:
            async with self._database.reading() as tx:
                return await visiting.turns(tx, self._portal, sources, now=now)
        async with self._database.transaction() as tx:
            return await visiting.claim(tx, self._portal, sources, now=now)

    async def renew(self, sources: Collection[str], *, now: datetime) -> None:
        """These are still being looked at: their leases begin anew."""
        if not self._database.is_sqlite:
            async with self._database.transaction() as tx:
                await visiting.renew(tx, self._portal, sources, now=now)

    async def due(self, sources: Collection[str]) -> Mapping[str, datetime]:
        """When each of the sources is to be looked at again; one that never was is left out."""
        async with self._database.reading() as tx:
            return await visiting.due(tx, self._portal, sources)

    async def recall(self, source: str, titles: Mapping[str, str], since: datetime) -> Recalled:
        """What entries call to mind, given by id with their title; looks that ask at once are answered at once."""
        [recalled] = await self._recalls([Asked(source, titles, since)])
        return recalled

    async def checks(self, source: str, due: datetime | None, since: datetime) -> Sequence[Remembered]:
        """A source's articles whose page is due to be read again, or all that ever will be; the youngest first."""
        async with self._database.reading() as tx:
            return await recalling.checks(tx, self._portal, source, due, since)

    async def listed(self) -> frozenset[str]:
        """The ids of the articles that any source listed when it last changed."""
        async with self._database.reading() as tx:
            return await recalling.listed(tx, self._portal)

    async def missing(self, since: datetime) -> frozenset[str]:
        """The ids of the articles whose page was first found gone since then."""
        async with self._database.reading() as tx:
            return await recalling.missing(tx, self._portal, since)

    async def record(
        self,
        visit: Visit,
        findings: Sequence[Finding] = (),
        sightings: Sequence[Sighting] = (),
        window: frozenset[str] | None = None,
    ) -> None:
        """Keep what a look found and the visit itself, both or neither; the source is free again."""
        await self._keep(
            Looked(
                source=visit.source,
                at=visit.looked_at,
                findings=findings,
                sightings=sightings,
                visit=visit,
                window=window,
            )
        )

    async def amend(
        self, source: str, findings: Sequence[Finding], sightings: Sequence[Sighting], *, now: datetime
    ) -> None:
        """Keep what pages read again said, all or nothing; the source's visit stays as it is.

        The sources that list an article whose page is gone tell all they list at their next look: it may have moved.
        """
        await self._keep(Looked(source=source, at=now, findings=findings, sightings=sightings))

    async def _keep(self, look: Looked) -> None:
        [trouble] = await self._keeps([look])
        if trouble:
            raise trouble

    async def _answered(self, looks: Sequence[Asked]) -> list[Recalled]:
        async with self._database.reading() as tx:
            return await recalling.recall(tx, self._portal, looks)

    async def _kept(self, looks: Sequence[Looked]) -> list[Exception | None]:
        """Keep looks that end at the same time in one transaction. One that cannot be kept is nobody else's trouble."""
        try:
            async with self._database.transaction() as tx:
                await recording.keep(tx, self._portal, looks)
        except DatabaseUnavailable:
            raise
        except (SQLAlchemyError, ValueError) as trouble:
            if len(looks) == 1:
                return [trouble]
            return [outcome for one in looks for outcome in await self._kept([one])]
        return [None] * len(looks)


async def unannounced(tx: Transaction, limit: int) -> list[tuple[Story, Verdict]]:
    """Findings nobody has decided about yet, oldest first."""
    query = (
        joined(versions.c.id)
        .where(versions.c.announced_at.is_(None), versions.c.verdict != Verdict.HELD)
        .order_by(versions.c.id)
        .limit(limit)
    )
    return [(shapes.story(row), Verdict(row.verdict)) for row in await tx.execute(query)]


async def mark_announced(tx: Transaction, version: VersionId, *, now: datetime) -> None:
    """The decision about this finding is made."""
    await tx.execute(update(versions).where(versions.c.id == version).values(announced_at=now))


async def story(tx: Transaction, article: ArticleId) -> Story | None:
    """An article with its newest version."""
    row = (await tx.execute(_story(), {"article": article})).first()
    return shapes.story(row) if row else None


@cache
def _story() -> Select[Any]:
    """Written once: writing it costs more than asking it, and every press asks."""
    return newest().where(articles.c.id == bindparam("article"))


async def latest(tx: Transaction, *, limit: int, offset: int = 0, topic: str | None = None) -> list[Story]:
    """The newest articles, by when the portal published them."""
    when = func.coalesce(articles.c.published, articles.c.first_seen)
    there = versions.c.verdict != Verdict.WITHDRAWN
    query = newest().where(there).order_by(when.desc(), articles.c.id.desc()).limit(limit).offset(offset)
    if topic:
        query = query.where(articles.c.topic == topic)
    return [shapes.story(row) for row in await tx.execute(query)]


async def health(tx: Transaction) -> list[SourceHealth]:
    """How each source fares."""
    return [
        SourceHealth(
            source=row.source,
            looked_at=row.looked_at,
            good_at=row.good_at,
            due=row.due,
            failures=row.failures,
            reason=row.reason,
        )
        for row in await tx.execute(select(visits).order_by(visits.c.source))
    ]


def newest() -> Select[Any]:
    """Articles joined with their newest version."""
    last = select(func.max(versions.c.id)).where(versions.c.article_id == articles.c.id)
    return joined(last.correlate(articles).scalar_subquery())


def joined(version_id: Any) -> Select[Any]:
    """Articles joined with the version of that id."""
    kept = [column for column in versions.c if column.name not in ("id", "article_id", "folded")]
    return select(
        articles.c.id.label("article_id"),
        versions.c.id.label("version_id"),
        *(column for column in articles.c if column.name != "id"),
        *kept,
    ).join_from(articles, versions, (versions.c.article_id == articles.c.id) & (versions.c.id == version_id))
