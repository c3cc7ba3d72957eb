"""Why somebody was told of an article, or not: what the rows say of both. Holds nobody's mark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from feeds.visits import Verdict
from storage import choices, citizens
from storage.articles import story
from storage.database import Transaction
from storage.outbox.missed import BACK
from storage.outbox.owed import DeliveryState, Kind
from storage.records import Address, ArticleId, Citizen, Keyword, Story
from storage.tables import aliases, announcements, articles, deliveries, versions
from storage.tables import citizens as citizens_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One delivery of an announcement; `digest` is where it went instead of alone."""

    state: DeliveryState
    attempts: int
    not_before: datetime | None
    expires_at: datetime
    settled_at: datetime | None
    reason: str
    digest: "Told | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An announcement, and what became of it for one citizen; None where they were not owed it."""

    kind: Kind
    at: datetime
    owed: Owed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of one article, one citizen, and of what lay between them."""

    story: Story | None = None
    verdict: Verdict | None = None
    waits: bool = False
    citizen: Citizen | None = None
    since: datetime | None = None
    changed_at: datetime | None = None
    words: tuple[Keyword, ...] = ()
    told: tuple[Told, ...] = ()


async def case(tx: Transaction, article: str, address: Address) -> Case:
    """The case of an article, by its portal's id or our number, and an address."""
    citizen = await citizens.find(tx, address)
    found = await _article(tx, article)
    about = await story(tx, found) if found is not None else None
    if about is None:
        return Case(citizen=citizen)
    newest = select(versions.c.verdict, versions.c.announced_at).where(versions.c.id == about.version_id)
    version = (await tx.execute(newest)).one()
    known = Case(story=about, verdict=Verdict(version.verdict), waits=version.announced_at is None)
    if citizen is None:
        return known
    row = (await tx.execute(select(citizens_table).where(citizens_table.c.id == citizen.id))).one()
    return Case(
        story=about,
        verdict=known.verdict,
        waits=known.waits,
        citizen=citizen,
        since=row.consented_at or row.created_at,
        changed_at=row.changed_at,
        words=await choices.words_of(tx, citizen.id),
        told=await _told(tx, about.id, citizen),
    )


async def _article(tx: Transaction, article: str) -> ArticleId | None:
    renamed = select(aliases.c.article_id).where(aliases.c.external_id == article)
    theirs = or_(articles.c.external_id == article, articles.c.id.in_(renamed))
    found = await tx.connection.scalar(select(func.max(articles.c.id)).where(theirs))
    if found is None and article.isascii() and article.isdigit() and len(article) < 10:
        found = await tx.connection.scalar(select(articles.c.id).where(articles.c.id == int(article)))
    return ArticleId(found) if found is not None else None


async def _told(tx: Transaction, article: ArticleId, citizen: Citizen) -> tuple[Told, ...]:
    mine = deliveries.c.citizen_id == citizen.id
    query = (
        select(announcements.c.id, announcements.c.kind, announcements.c.created_at, deliveries)
        .outerjoin(deliveries, (deliveries.c.announcement_id == announcements.c.id) & mine)
        .where(announcements.c.article_id == article)
        .where(
            or_(mine, ~announcements.c.key.startswith(BACK))
        )  # what others who came back were owed explains nothing
        .order_by(announcements.c.id)
    )
    rows = (await tx.execute(query)).all()
    inside = {row.digest_id for row in rows if row.digest_id is not None}
    digests = (
        select(announcements.c.id, announcements.c.kind, announcements.c.created_at, deliveries)
        .join(deliveries, (deliveries.c.announcement_id == announcements.c.id) & mine)
        .where(announcements.c.id.in_(inside))
    )
    by_id = {row.id: _one(row, {}) for row in (await tx.execute(digests))} if inside else {}
    return tuple(_one(row, by_id) for row in rows)


def _one(row: Any, digests: Mapping[int, Told]) -> Told:
    owed = None
    if row.citizen_id is not None:
        owed = Owed(
            state=DeliveryState(row.state),
            attempts=row.attempts,
            not_before=row.not_before,
            expires_at=row.expires_at,
            settled_at=row.settled_at,
            reason=row.reason,
            digest=digests.get(row.digest_id),
        )
    return Told(kind=Kind(row.kind), at=row.created_at, owed=owed)
