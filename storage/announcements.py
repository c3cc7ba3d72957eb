"""Owing: an announcement and its deliveries come to be in one transaction, the deliveries in one statement."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, literal, select, update

from storage import shapes
from storage.articles import mark_announced, newest
from storage.database import Transaction
from storage.records import AnnouncementId, CitizenId, CitizenState, DeliveryState, Draft, Kind, Story
from storage.tables import IN_NO_DIGEST_YET, announcements, articles, citizens, deliveries, subscriptions
from storage.utc import UTCDateTime

PRIORITY = {kind: rank for rank, kind in enumerate(Kind)}

_OWED = (
    "announcement_id",
    "citizen_id",
    "messenger",
    "priority",
    "state",
    "not_before",
    "attempts",
    "expires_at",
    "reason",
)


async def announce(tx: Transaction, draft: Draft, *, now: datetime) -> AnnouncementId | None:
    """Owe a draft to its audience and mark its version announced; None where its key was announced before."""
    if draft.version is not None:
        await mark_announced(tx, draft.version, now=now)
    announcement = await _insert(tx, draft, now=now)
    if announcement is not None:
        await _owe(tx, announcement, draft, _audience(draft))
    return announcement


async def digest(tx: Transaction, draft: Draft, *, until: datetime, now: datetime) -> AnnouncementId | None:
    """Gather what waits for the digest since before `until` into one delivery a citizen; None where nothing does."""
    waiting = and_(IN_NO_DIGEST_YET, deliveries.c.not_before <= until)
    if not await tx.connection.scalar(select(exists().where(waiting))):
        return None
    announcement = await _insert(tx, draft, now=now)
    if announcement is None:
        return None
    fresh = waiting & (deliveries.c.expires_at > now)
    readers = select(deliveries.c.citizen_id).where(fresh)
    audience = select(citizens.c.id, citizens.c.messenger).where(
        citizens.c.state == CitizenState.ACTIVE, citizens.c.id.in_(readers)
    )
    await _owe(tx, announcement, draft, audience)
    await tx.execute(update(deliveries).where(waiting).values(digest_id=announcement))
    return announcement


async def digest_stories(tx: Transaction, announcement: AnnouncementId, citizen: CitizenId) -> list[Story]:
    """What one citizen's digest holds, oldest first."""
    told = (
        select(announcements.c.article_id)
        .join(deliveries, deliveries.c.announcement_id == announcements.c.id)
        .where(deliveries.c.digest_id == announcement, deliveries.c.citizen_id == citizen)
    )
    rows = await tx.execute(newest().where(articles.c.id.in_(told)).order_by(articles.c.id))
    return [shapes.story(row) for row in rows]


async def _insert(tx: Transaction, draft: Draft, *, now: datetime) -> AnnouncementId | None:
    values = {
        "key": draft.key,
        "kind": draft.kind,
        "article_id": draft.article,
        "version_id": draft.version,
        "text": draft.text,
        "about": draft.about,
        "silent": draft.silent,
        "created_at": now,
    }
    insert = tx.insert(announcements).values(values).on_conflict_do_nothing(index_elements=["key"])
    kept = (await tx.execute(insert.returning(announcements.c.id))).scalar()
    return AnnouncementId(kept) if kept is not None else None


def _audience(draft: Draft) -> Select[Any]:
    if draft.kind is Kind.NOTICE:
        return select(citizens.c.id, citizens.c.messenger).where(citizens.c.state == CitizenState.STAFF)
    active = select(citizens.c.id, citizens.c.messenger).where(citizens.c.state == CitizenState.ACTIVE)
    if draft.everyone:
        return active
    followers = (subscriptions.c.citizen_id == citizens.c.id) & (subscriptions.c.topic == draft.topic)
    return active.join(subscriptions, followers)


async def _owe(tx: Transaction, announcement: AnnouncementId, draft: Draft, audience: Select[Any]) -> None:
    """One INSERT … SELECT, whatever the number of citizens. The primary key makes a repeat harmless."""
    owed = audience.add_columns(
        literal(announcement).label("announcement_id"),
        literal(PRIORITY[draft.kind]).label("priority"),
        literal(DeliveryState.MERGED if draft.digest else DeliveryState.OWED).label("state"),
        bindparam("due", draft.due_at, UTCDateTime()).label("not_before"),
        literal(0).label("attempts"),
        bindparam("expires", draft.expires_at, UTCDateTime()).label("expires_at"),
        literal("").label("reason"),
    ).subquery()
    chosen = select(*(owed.c["id" if name == "citizen_id" else name] for name in _OWED)).where(literal(True))
    await tx.execute(tx.insert(deliveries).from_select(_OWED, chosen).on_conflict_do_nothing())
