"""What people have been told of an article already: what a change is measured by, and what an all-clear ends."""

from datetime import datetime

from sqlalchemy import and_, or_, select, update

from storage import shapes
from storage.articles import joined, newest
from storage.database import Transaction
from storage.outbox.owed import DeliveryState, Kind, Manner
from storage.records import AnnouncementId, ArticleId, CitizenState, Story
from storage.tables import (
    IN_NO_DIGEST_YET,
    OPEN,
    announcements,
    articles,
    citizens,
    deliveries,
    versions,
)


async def last_told(tx: Transaction, article: ArticleId) -> Story | None:
    """The version of an article that was announced last; None where nobody was told of it."""
    version = (
        select(announcements.c.version_id)
        .where(announcements.c.article_id == article, announcements.c.version_id.is_not(None))
        .order_by(announcements.c.id.desc())
        .limit(1)
    )
    row = (await tx.execute(joined(version.scalar_subquery()))).first()
    return shapes.story(row) if row else None


async def previous(tx: Transaction, story: Story) -> Story | None:
    """The version before this one, told or not."""
    version = (
        select(versions.c.id)
        .where(versions.c.article_id == story.id, versions.c.id < story.version_id)
        .order_by(versions.c.id.desc())
        .limit(1)
    )
    row = (await tx.execute(joined(version.scalar_subquery()))).first()
    return shapes.story(row) if row else None


async def urgents(tx: Transaction, *, since: datetime) -> list[tuple[Story, datetime]]:
    """The articles announced as urgent since then and not withdrawn, with the time of telling, oldest first."""
    told = (
        select(announcements.c.article_id, announcements.c.created_at)
        .where(announcements.c.kind == Kind.URGENT, announcements.c.created_at >= since)
        .order_by(announcements.c.id)
    )
    at = {row.article_id: row.created_at for row in await tx.execute(told)}
    if not at:
        return []
    rows = await tx.execute(newest().where(articles.c.id.in_(at)))
    stories = [shapes.story(row) for row in rows]
    return sorted(((one, at[one.id]) for one in stories if not one.withdrawn), key=lambda pair: pair[1])


async def told_at(tx: Transaction, article: ArticleId) -> datetime | None:
    """When an article was first announced."""
    query = (
        select(announcements.c.created_at)
        .where(announcements.c.article_id == article, announcements.c.manner == Manner.SEND)
        .order_by(announcements.c.id)
        .limit(1)
    )
    moment: datetime | None = await tx.connection.scalar(query)
    return moment


async def told_as(tx: Transaction, article: ArticleId, kind: Kind) -> bool:
    """Whether an article was ever announced as that."""
    query = select(announcements.c.id).where(
        announcements.c.article_id == article, announcements.c.kind == kind
    )
    return (await tx.execute(query.limit(1))).first() is not None


async def goes_on_from(tx: Transaction, article: ArticleId) -> ArticleId | None:
    """The earlier article that this one, as it was told last, updates or ends."""
    query = (
        select(announcements.c.refers_to)
        .where(announcements.c.article_id == article, announcements.c.refers_to.is_not(None))
        .order_by(announcements.c.id.desc())
        .limit(1)
    )
    earlier = await tx.connection.scalar(query)
    return ArticleId(earlier) if earlier is not None else None


async def short_ones(tx: Transaction, article: ArticleId) -> tuple[AnnouncementId, ...]:
    """The announcements that told a change of an article, or that it went, by a message of their own."""
    query = select(announcements.c.id).where(
        announcements.c.article_id == article,
        announcements.c.kind.in_((Kind.UPDATE, Kind.WITHDRAWN)),
        announcements.c.manner == Manner.REPLY,
    )
    return tuple(AnnouncementId(one) for one in (await tx.execute(query)).scalars())


async def digests(tx: Transaction, article: ArticleId) -> tuple[AnnouncementId, ...]:
    """The digests inside which people were told of an article."""
    query = (
        select(deliveries.c.digest_id)
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(announcements.c.article_id == article, deliveries.c.digest_id.is_not(None))
        .distinct()
    )
    return tuple(sorted(AnnouncementId(one) for one in (await tx.execute(query)).scalars()))


CALLED_OFF = "called off"


async def call_off(tx: Transaction, article: ArticleId, *, now: datetime) -> None:
    """What is still owed of an article, alone or in a digest to come, or once its reader writes, is not sent."""
    about = select(announcements.c.id).where(announcements.c.article_id == article)
    mine = deliveries.c.announcement_id.in_(about)
    unreached = deliveries.c.state == DeliveryState.UNREACHED
    waits = or_(and_(OPEN, deliveries.c.lease_until.is_(None)), IN_NO_DIGEST_YET, unreached)
    change = {"state": DeliveryState.CANCELLED, "settled_at": now, "reason": CALLED_OFF}
    await tx.execute(update(deliveries).where(mine, waits).values(**change))


async def call_back(
    tx: Transaction, article: ArticleId, *, rhythm: str, due_at: datetime, now: datetime
) -> None:
    """What was called off is owed again to those of a rhythm, from `due_at` on, as long as it is worth sending.

    Only to who is still told: who left, blocked us or pauses since then hears nothing of it.
    """
    about = select(announcements.c.id).where(announcements.c.article_id == article)
    paused = citizens.c.paused_until
    awake = select(citizens.c.id).where(
        citizens.c.state == CitizenState.ACTIVE,
        citizens.c.rhythm == rhythm,
        or_(paused.is_(None), paused <= now),
    )
    off = and_(deliveries.c.state == DeliveryState.CANCELLED, deliveries.c.reason == CALLED_OFF)
    worth = deliveries.c.expires_at > due_at
    change = {"state": DeliveryState.OWED, "not_before": due_at, "settled_at": None, "reason": ""}
    mine = deliveries.c.announcement_id.in_(about)
    theirs = deliveries.c.citizen_id.in_(awake)
    await tx.execute(update(deliveries).where(mine, off, worth, theirs).values(**change))
