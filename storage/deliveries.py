"""The outbox: claim under a lease, settle what became of it. Recovery is the next claim."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, text, update
from sqlalchemy.orm import aliased

from storage import lanes
from storage.database import Transaction
from storage.lanes import Lane
from storage.owed import Announcement, DeliveryState, Due, Kind, Manner, Settlement
from storage.records import Address, AnnouncementId, ArticleId, CitizenId, Messenger, VersionId
from storage.tables import (
    BEARS,
    OPEN,
    UNDER_WAY,
    DeliveryRow,
    announcements,
    citizens,
    deliveries,
    pauses,
    versions,
)
from storage.utc import UTCDateTime

_OPEN = (DeliveryState.OWED, DeliveryState.UNKNOWN)


def _moments(*names: str) -> list[Any]:
    return [bindparam(name, type_=UTCDateTime()) for name in names]


# The claim and the settlement are written out: they run for every delivery, and say which index they read.
_HEAD = """
SELECT deliveries.citizen_id, deliveries.state, silent, attempts, deliveries.expires_at, lease_until, chat, language,
thread
FROM deliveries JOIN citizens ON citizens.id = deliveries.citizen_id
WHERE deliveries.messenger = :messenger AND deliveries.announcement_id = :announcement
AND deliveries.state IN ('owed', 'unknown') AND not_before IS NOT NULL AND not_before <= :now
AND (lease_until IS NULL OR lease_until <= :now)
{after}ORDER BY not_before LIMIT :room
"""
# What is told of a message never overtakes the message itself.
_AFTER = """AND NOT EXISTS (
    SELECT 1 FROM deliveries AS first JOIN announcements ON announcements.id = first.announcement_id
    WHERE first.citizen_id = deliveries.citizen_id AND first.state IN ('owed', 'unknown')
    AND first.not_before IS NOT NULL AND announcements.article_id = :subject AND announcements.manner = 'send'
)
"""
_LEASE = text("""
UPDATE deliveries SET lease_until = :until, state = CASE WHEN lease_until IS NULL THEN state ELSE 'unknown' END
WHERE announcement_id = :announcement AND citizen_id = :citizen
""").bindparams(*_moments("until"))
_SETTLE = text("""
UPDATE deliveries SET state = :state, not_before = :again, attempts = :attempts, message_ref = :ref, reason = :reason,
settled_at = :done, lease_until = NULL WHERE announcement_id = :announcement AND citizen_id = :citizen
AND ((state IN ('owed', 'unknown') AND not_before IS NOT NULL) OR :arrived)
""").bindparams(*_moments("again", "done"))


async def claim(
    tx: Transaction,
    messenger: Messenger,
    *,
    now: datetime,
    lease: timedelta,
    limit: int,
    turn: int = 0,
    above: Kind | None = None,
) -> list[Due]:
    """Take up to `limit` deliveries that are due: urgent kinds first, equals in equal parts, the longest waiting first.

    They are ours until the lease ends; one that was not settled by then is claimed again and marked a repeat.
    `turn` counts the claims, so that among many equals each is first in its turn. With `above` only what is more
    urgent than that kind is taken. Nothing is due while the messenger asked for a pause.
    """
    taken: list[tuple[Lane, Any]] = []
    for lane, most in lanes.turns(await lanes.due(tx, messenger, now=now, above=above), turn):
        if room := limit - len(taken):
            taken += await _head(tx, messenger, lane, now=now, room=most(room))
    if taken:
        leases = [
            {"until": now + lease, "announcement": lane.announcement.id, "citizen": row.citizen_id}
            for lane, row in taken
        ]
        await tx.execute(_LEASE, leases)
    targets, newest = await _targets(tx, taken), await _newest(tx, taken)
    return [
        replace(
            _due(tx, lane, row, messenger),
            target=targets.get((_subject(lane.announcement), row.citizen_id)),
            version=newest.get(lane.announcement.article),
        )
        for lane, row in taken
    ]


async def _head(
    tx: Transaction, messenger: Messenger, lane: Lane, *, now: datetime, room: int
) -> list[tuple[Lane, Any]]:
    follows = lane.announcement.manner != Manner.SEND
    query = _HEAD.format(after=_AFTER if follows else "")
    query = query if tx.is_sqlite else f"{query} FOR UPDATE OF deliveries SKIP LOCKED"
    typed = text(query).bindparams(*_moments("now")).columns(expires_at=UTCDateTime())
    values: dict[str, Any] = {
        "messenger": messenger,
        "announcement": lane.announcement.id,
        "now": now,
        "room": room,
    }
    if follows:
        values["subject"] = _subject(lane.announcement)
    return [(lane, row) for row in await tx.execute(typed, values)]


async def recover(tx: Transaction, messenger: Messenger, *, now: datetime) -> int:
    """End the leases a killed sender left behind; returns how many. Only for whoever is the one sender.

    What was claimed stays marked as such: it may have been sent, so its next try says that it is a repeat.
    """
    left = and_(OPEN, deliveries.c.messenger == messenger, deliveries.c.lease_until > now)
    return (await tx.execute(update(deliveries).where(left).values(lease_until=now))).rowcount


async def settle(tx: Transaction, settlements: Sequence[Settlement], *, now: datetime) -> None:
    """Write what became of claimed deliveries. What was cancelled meanwhile stays so, unless it was sent after all.

    A chat that must wait (`chat_waits`) waits with everything it is owed.
    """
    values = [
        {
            "announcement": one.announcement,
            "citizen": one.citizen,
            "state": one.state,
            "again": one.not_before,
            "attempts": one.attempts,
            "ref": one.message_ref,
            "reason": one.reason,
            "done": None if one.state in _OPEN and one.not_before else now,
            "arrived": one.state is DeliveryState.SENT,
        }
        for one in settlements
    ]
    if values:
        await tx.execute(_SETTLE, values)
    for one in settlements:
        if one.chat_waits and one.not_before:
            mine = and_(OPEN, deliveries.c.citizen_id == one.citizen, deliveries.c.lease_until.is_(None))
            sooner = deliveries.c.not_before < one.not_before
            await tx.execute(update(deliveries).where(mine, sooner).values(not_before=one.not_before))


async def pause(tx: Transaction, messenger: Messenger, *, until: datetime, now: datetime) -> None:
    """A messenger asked to be left alone: nothing of it is due until then, in any process and after any restart."""
    insert = tx.insert(pauses).values(messenger=messenger, since=now, until=until)
    known = insert.on_conflict_do_update(index_elements=["messenger"], set_={"since": now, "until": until})
    await tx.execute(known)


async def expire(tx: Transaction, now: datetime) -> int:
    """Stale news dies in silence; returns how many deliveries did. What is under way is left to its courier."""
    idle = or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= now)
    change = {"state": DeliveryState.EXPIRED, "not_before": None, "lease_until": None, "settled_at": now}
    expired = 0
    for announcement in await lanes.stale(tx, now=now):
        stale = and_(OPEN, deliveries.c.announcement_id == announcement, deliveries.c.expires_at <= now)
        expired += (await tx.execute(update(deliveries).where(stale, idle).values(**change))).rowcount
    return expired


async def revive(tx: Transaction, address: Address, *, now: datetime) -> int:
    """Somebody can be reached again: what did not reach them and is still fresh is owed once more; returns how much."""
    whose = select(citizens.c.id).where(citizens.c.address_hash == tx.keys.address_hash(address))
    waits = and_(deliveries.c.citizen_id.in_(whose), deliveries.c.state == DeliveryState.UNREACHED)
    fresh = and_(waits, deliveries.c.expires_at > now)
    change = {"state": DeliveryState.OWED, "not_before": now, "settled_at": None}
    return (await tx.execute(update(deliveries).where(fresh).values(**change))).rowcount


async def wake(tx: Transaction, announcement: AnnouncementId, *, now: datetime) -> None:
    """Staff let an urgent announcement pass quiet hours: it is due now."""
    waits = and_(OPEN, deliveries.c.announcement_id == announcement)
    await tx.execute(update(deliveries).where(waits, deliveries.c.not_before > now).values(not_before=now))


async def delivered(tx: Transaction, article: ArticleId, citizen: CitizenId) -> Kind | None:
    """As what an article reached a citizen, alone or inside a digest; None where it never did.

    A delivery under way counts: a press may overtake the settling of the message it stands under.
    """
    inside = aliased(DeliveryRow)
    arrived = or_(
        deliveries.c.state.in_((DeliveryState.SENT, DeliveryState.UNKNOWN)),
        UNDER_WAY,
    )
    in_digest = (
        select(inside.announcement_id)  # type: ignore[call-overload]
        .where(inside.citizen_id == citizen, inside.announcement_id == deliveries.c.digest_id)
        .where(inside.state == DeliveryState.SENT)
        .exists()
    )
    query = (
        select(announcements.c.kind)
        .join(deliveries, deliveries.c.announcement_id == announcements.c.id)
        .where(announcements.c.article_id == article, deliveries.c.citizen_id == citizen)
        .where(or_(arrived, in_digest))
        .order_by(announcements.c.id.desc())
        .limit(1)
    )
    kind = await tx.connection.scalar(query)
    return Kind(kind) if kind else None


async def last_told(tx: Transaction, citizen: CitizenId, *, since: datetime) -> ArticleId | None:
    """The article that a citizen was told last in a message of its own, since then."""
    query = (
        select(announcements.c.article_id)
        .join(deliveries, deliveries.c.announcement_id == announcements.c.id)
        .where(deliveries.c.citizen_id == citizen, deliveries.c.settled_at >= since)
        .where(deliveries.c.state.in_((DeliveryState.SENT, DeliveryState.UNKNOWN)))
        .where(announcements.c.kind == Kind.NEWS, announcements.c.article_id.is_not(None))
        .order_by(deliveries.c.settled_at.desc(), deliveries.c.announcement_id.desc())
        .limit(1)
    )
    article = await tx.connection.scalar(query)
    return ArticleId(article) if article is not None else None


async def told(tx: Transaction, citizen: CitizenId, ref: str) -> Announcement | None:
    """The announcement whose message in a citizen's chat has this reference."""
    query = (
        select(*lanes.announced())
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(deliveries.c.citizen_id == citizen, deliveries.c.message_ref == ref)
        .order_by(deliveries.c.announcement_id)
        .limit(1)
    )
    row = (await tx.execute(query)).first()
    return lanes.announcement(row) if row else None


async def unreached(tx: Transaction, *, since: datetime) -> int:
    """How many deliveries since then a messenger's rules or quotas did not let through."""
    mine = and_(deliveries.c.state == DeliveryState.UNREACHED, deliveries.c.settled_at >= since)
    return int(await tx.connection.scalar(select(func.count()).select_from(deliveries).where(mine)) or 0)


async def oldest_owed(tx: Transaction, now: datetime) -> datetime | None:
    """Since when the longest-waiting delivery has been due, whatever a messenger asked for."""
    return await lanes.oldest(tx, now=now)


async def _targets(tx: Transaction, taken: Sequence[tuple[Lane, Any]]) -> dict[tuple[int | None, int], str]:
    """The newest message about an article that each citizen has, by (article, citizen)."""
    rows = [
        (_subject(lane.announcement), row) for lane, row in taken if lane.announcement.manner != Manner.SEND
    ]
    if not rows:
        return {}
    query = (
        select(announcements.c.article_id, deliveries.c.citizen_id, deliveries.c.message_ref)
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(announcements.c.article_id.in_({article for article, _ in rows}))
        .where(deliveries.c.citizen_id.in_({row.citizen_id for _, row in rows}))
        .where(BEARS, deliveries.c.message_ref.is_not(None))
        .order_by(deliveries.c.announcement_id)
    )
    return {(one.article_id, one.citizen_id): one.message_ref for one in await tx.execute(query)}


def _subject(told: Announcement) -> ArticleId | None:
    """The article whose message is to be answered or redrawn."""
    return told.article if told.refers_to is None else told.refers_to


async def _newest(tx: Transaction, taken: Sequence[tuple[Lane, Any]]) -> dict[ArticleId | None, VersionId]:
    """The newest version of each article that is told of."""
    told = {lane.announcement.article for lane, _ in taken if lane.announcement.article is not None}
    if not told:
        return {}
    query = select(versions.c.article_id, func.max(versions.c.id).label("newest"))
    rows = await tx.execute(query.where(versions.c.article_id.in_(told)).group_by(versions.c.article_id))
    return {ArticleId(row.article_id): VersionId(row.newest) for row in rows}


def _due(tx: Transaction, lane: Lane, row: Any, messenger: Messenger) -> Due:
    return Due(
        announcement=lane.announcement,
        citizen=CitizenId(row.citizen_id),
        address=Address(messenger, tx.keys.open(row.chat)),
        language=row.language,
        attempts=row.attempts,
        repeat=row.state == DeliveryState.UNKNOWN or row.lease_until is not None,
        expires_at=row.expires_at,
        silent=bool(row.silent),
        thread=row.thread,
    )
