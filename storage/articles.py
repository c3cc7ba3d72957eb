"""Articles, their versions and the visits that found them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, literal, select, update

from feeds.fold import words
from feeds.visits import Finding, Known, Verdict, Visit
from storage import shapes
from storage.database import Database, Transaction
from storage.records import ArticleId, SourceHealth, Story, VersionId
from storage.tables import articles, versions, visits

LOOKING = timedelta(
    minutes=2
)  # a look that takes longer may be joined by another process: impolite, not wrong
_MANY = 500  # bound parameters a statement, well under every engine's limit
_LONGEST = 200_000  # letters of an article that are searched: PostgreSQL takes at most 1 MB of words


class ArticleLog:
    """The watcher's memory of one portal: the port declared in `feeds.watcher`."""

    def __init__(self, database: Database, portal: str) -> None:
        self._database = database
        self._portal = portal

    async def visit(self, source: str) -> Visit:
        """What is remembered of looking at a source; an empty visit for a new one."""
        query = select(visits).where(visits.c.portal == self._portal, visits.c.source == source)
        async with self._database.reading() as tx:
            row = (await tx.execute(query)).mappings().first()
        return _visit(row) if row else Visit(source=source)

    async def claim(self, source: str, *, now: datetime) -> Visit | None:
        """Take a source that is due: until `record`, or until the lease ends, no other process looks at it.

        None where it is not due, or somebody is at it. On SQLite nobody else could be.
        """
        mine = {"portal": self._portal, "source": source}
        which = (visits.c.portal == self._portal) & (visits.c.source == source)
        due = visits.c.due.is_(None) | (visits.c.due <= now)
        async with self._database.transaction() as tx:
            first = tx.insert(visits).values(**mine, failures=0, reason="")
            await tx.execute(first.on_conflict_do_nothing())
            free = visits.c.lease_until.is_(None) | (visits.c.lease_until <= now) | literal(tx.is_sqlite)
            wanted = select(visits).where(which, due, free).with_for_update(skip_locked=True)
            row = (await tx.execute(wanted)).mappings().first()
            if row is None:
                return None
            await tx.execute(update(visits).where(which).values(lease_until=now + LOOKING))
        return _visit(row)

    async def known(self, external_ids: Collection[str]) -> Mapping[str, Known]:
        """Those of the ids that are remembered."""
        ids = list(external_ids)
        found: dict[str, Known] = {}
        async with self._database.reading() as tx:
            for start in range(0, len(ids), _MANY):
                wanted = articles.c.external_id.in_(ids[start : start + _MANY])
                rows = await tx.execute(newest().where(articles.c.portal == self._portal, wanted))
                found |= {row.external_id: _known(row) for row in rows}
        return found

    async def record(self, findings: Sequence[Finding], visit: Visit) -> None:
        """Keep what a look found and the visit itself, both or neither."""
        async with self._database.transaction() as tx:
            for finding in findings:
                await _keep(tx, finding, visit.source, visit.looked_at)
            kept = {"portal": self._portal, "lease_until": None, **asdict(visit)}
            changed = {key: value for key, value in kept.items() if key not in ("portal", "source")}
            insert = tx.insert(visits).values(kept)
            await tx.execute(insert.on_conflict_do_update(index_elements=["portal", "source"], set_=changed))


@dataclass(frozen=True, slots=True)
class Held:
    """A flood kept back: how many findings of a source wait for staff, and since when."""

    source: str
    count: int
    since: datetime


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
    row = (await tx.execute(newest().where(articles.c.id == article))).first()
    return shapes.story(row) if row else None


async def latest(tx: Transaction, *, limit: int, offset: int = 0, topic: str | None = None) -> list[Story]:
    """The newest articles, by when the portal published them."""
    when = func.coalesce(articles.c.published, articles.c.first_seen)
    there = versions.c.verdict != Verdict.WITHDRAWN
    query = newest().where(there).order_by(when.desc(), articles.c.id.desc()).limit(limit).offset(offset)
    if topic:
        query = query.where(articles.c.topic == topic)
    return [shapes.story(row) for row in await tx.execute(query)]


async def held(tx: Transaction) -> list[Held]:
    """The floods that wait for staff."""
    query = (
        select(articles.c.source, func.count().label("waiting"), func.min(versions.c.seen_at).label("since"))
        .join(versions, versions.c.article_id == articles.c.id)
        .where(versions.c.verdict == Verdict.HELD, versions.c.announced_at.is_(None))
        .group_by(articles.c.source)
    )
    return [Held(row.source, row.waiting, row.since) for row in await tx.execute(query)]


async def release(tx: Transaction, source: str, *, now: datetime) -> None:
    """Let a flood go: each of its findings becomes news."""
    await _settle_hold(tx, source, verdict=Verdict.NEWS, announced_at=None)


async def dismiss(tx: Transaction, source: str, *, now: datetime) -> None:
    """Keep a flood as backlog: nobody is told."""
    await _settle_hold(tx, source, verdict=Verdict.BACKLOG, announced_at=now)


async def health(tx: Transaction) -> list[SourceHealth]:
    """How each source fares."""
    return [
        SourceHealth(
            source=row.source, good_at=row.good_at, due=row.due, failures=row.failures, reason=row.reason
        )
        for row in await tx.execute(select(visits).order_by(visits.c.source))
    ]


def _visit(row: Mapping[Any, Any]) -> Visit:
    return Visit(**{key: value for key, value in row.items() if key not in ("portal", "lease_until")})


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


async def _keep(tx: Transaction, finding: Finding, source: str, now: datetime | None) -> None:
    """One finding: the article where it is new, the version where it says something new."""
    article, version = finding.article, finding.article.version
    said = {
        "link": article.link,
        "topic": article.topic,
        "published": article.published,
        "told": finding.told,
    }
    first = {
        "portal": article.portal,
        "external_id": article.external_id,
        "source": source,
        "first_seen": now,
    }
    insert = tx.insert(articles).values({**first, **said})
    kept = insert.on_conflict_do_update(index_elements=["portal", "external_id"], set_=said).returning(
        articles.c.id
    )
    article_id = (await tx.execute(kept)).scalar_one()
    newest_one = select(versions.c.fingerprint).where(versions.c.article_id == article_id)
    same = (
        await tx.connection.scalar(newest_one.order_by(versions.c.id.desc()).limit(1)) == version.fingerprint
    )
    if same and finding.verdict not in (Verdict.WITHDRAWN, Verdict.RESTORED):
        return
    await tx.execute(
        versions.insert().values(
            article_id=article_id,
            fingerprint=version.fingerprint,
            title=version.title,
            lead=version.lead,
            body=version.body,
            attachments=shapes.files_to_json(version.attachments),
            image=version.image,
            gist=shapes.gist_to_json(article.gist),
            folded=words("\n".join((version.title, version.lead, version.body)))[:_LONGEST],
            verdict=finding.verdict,
            seen_at=now,
            announced_at=now if finding.verdict is Verdict.BACKLOG else None,
        )
    )


async def _settle_hold(
    tx: Transaction, source: str, *, verdict: Verdict, announced_at: datetime | None
) -> None:
    of_source = select(articles.c.id).where(articles.c.source == source)
    waits = (versions.c.verdict == Verdict.HELD) & versions.c.announced_at.is_(None)
    change = update(versions).where(waits, versions.c.article_id.in_(of_source))
    await tx.execute(change.values(verdict=verdict, announced_at=announced_at))


def _known(row: Any) -> Known:
    return Known(
        external_id=row.external_id,
        told=row.told,
        fingerprint=row.fingerprint,
        link=row.link,
        first_seen=row.first_seen,
        published=row.published,
        source=row.source,
    )
