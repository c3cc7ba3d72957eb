"""The outbox: claim under a lease, settle what became of it. Recovery is the next claim."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update
from sqlalchemy.orm import aliased

from storage.database import Transaction
from storage.owed import Announcement, DeliveryState, Due, Kind, Manner, Settlement
from storage.records import Address, AnnouncementId, ArticleId, CitizenId, Messenger, VersionId
from storage.tables import BEARS, OPEN, DeliveryRow, announcements, citizens, deliveries

_OPEN = (DeliveryState.OWED, DeliveryState.UNKNOWN)


async def claim(
    tx: Transaction, messenger: Messenger, *, now: datetime, lease: timedelta, limit: int
) -> list[Due]:
    """Take up to `limit` deliveries that are due: urgent kinds first, then the longest waiting.

    They are ours until the lease ends; one that was not settled by then is claimed again and marked a repeat.
    """
    free = or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= now)
    due = and_(OPEN, deliveries.c.messenger == messenger, deliveries.c.not_before <= now)
    query = (
        select(deliveries, citizens.c.chat, citizens.c.language, citizens.c.thread, *_announced())
        .join(citizens, citizens.c.id == deliveries.c.citizen_id)
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(due, free)
        .order_by(deliveries.c.priority, deliveries.c.not_before)
        .limit(limit)
        .with_for_update(of=deliveries, skip_locked=True)
    )
    rows = (await tx.execute(query)).all()
    if rows:
        taken = [{"a": row.announcement_id, "c": row.citizen_id} for row in rows]
        await tx.execute(_one().values(lease_until=now + lease), taken)
    targets = await _targets(tx, [row for row in rows if row.manner != Manner.SEND])
    return [_due(tx, row, messenger, targets.get((_subject(row), row.citizen_id))) for row in rows]


async def recover(tx: Transaction, messenger: Messenger, *, now: datetime) -> int:
    """End the leases a killed sender left behind; returns how many. Only for whoever is the one sender.

    What was claimed stays marked as such: it may have been sent, so its next try says that it is a repeat.
    """
    left = and_(OPEN, deliveries.c.messenger == messenger, deliveries.c.lease_until > now)
    return (await tx.execute(update(deliveries).where(left).values(lease_until=now))).rowcount


async def settle(tx: Transaction, settlements: Sequence[Settlement], *, now: datetime) -> None:
    """Write what became of claimed deliveries. What was cancelled meanwhile stays so, unless it was sent after all."""
    values = [
        {
            "a": one.announcement,
            "c": one.citizen,
            "new_state": one.state,
            "at": one.not_before,
            "tried": one.attempts,
            "ref": one.message_ref,
            "why": one.reason,
            "done": None if one.state in _OPEN and one.not_before else now,
        }
        for one in settlements
    ]
    if not values:
        return
    change = _one().where(
        or_(
            OPEN,
            bindparam("new_state", type_=deliveries.c.state.type) == DeliveryState.SENT,
        )
    )
    await tx.execute(
        change.values(
            state=bindparam("new_state"),
            not_before=bindparam("at"),
            attempts=bindparam("tried"),
            message_ref=bindparam("ref"),
            reason=bindparam("why"),
            settled_at=bindparam("done"),
            lease_until=None,
        ),
        values,
    )


async def expire(tx: Transaction, now: datetime) -> int:
    """Stale news dies in silence; returns how many deliveries did. What is under way is left to its courier."""
    stale = and_(OPEN, deliveries.c.expires_at <= now, deliveries.c.not_before.is_not(None))
    idle = or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= now)
    change = {"state": DeliveryState.EXPIRED, "not_before": None, "lease_until": None, "settled_at": now}
    return (await tx.execute(update(deliveries).where(stale, idle).values(**change))).rowcount


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
        deliveries.c.lease_until.is_not(None),
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


async def told(tx: Transaction, citizen: CitizenId, ref: str) -> Announcement | None:
    """The announcement whose message in a citizen's chat has this reference."""
    query = (
        select(deliveries.c.announcement_id, *_announced())
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(deliveries.c.citizen_id == citizen, deliveries.c.message_ref == ref)
        .order_by(deliveries.c.announcement_id)
        .limit(1)
    )
    row = (await tx.execute(query)).first()
    return _announcement(row) if row else None


async def oldest_owed(tx: Transaction, now: datetime) -> datetime | None:
    """Since when the longest-waiting delivery has been due."""
    due = and_(OPEN, deliveries.c.not_before <= now)
    moment: datetime | None = await tx.connection.scalar(select(func.min(deliveries.c.not_before)).where(due))
    return moment


async def _targets(tx: Transaction, rows: Sequence[Any]) -> dict[tuple[int, int], str]:
    """The newest message about an article that each citizen has, by (article, citizen)."""
    if not rows:
        return {}
    query = (
        select(announcements.c.article_id, deliveries.c.citizen_id, deliveries.c.message_ref)
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(announcements.c.article_id.in_({_subject(row) for row in rows}))
        .where(deliveries.c.citizen_id.in_({row.citizen_id for row in rows}))
        .where(BEARS, deliveries.c.message_ref.is_not(None))
        .order_by(deliveries.c.announcement_id)
    )
    return {(one.article_id, one.citizen_id): one.message_ref for one in await tx.execute(query)}


def _subject(row: Any) -> int:
    """The article whose message is to be answered or redrawn."""
    subject: int = row.article_id if row.refers_to is None else row.refers_to
    return subject


def _one() -> Any:
    return update(deliveries).where(
        deliveries.c.announcement_id == bindparam("a"), deliveries.c.citizen_id == bindparam("c")
    )


def _announced() -> tuple[Any, ...]:
    names = ("kind", "article_id", "version_id", "text", "about", "created_at", "manner", "refers_to")
    return tuple(announcements.c[name] for name in names)


def _announcement(row: Any) -> Announcement:
    return Announcement(
        id=AnnouncementId(row.announcement_id),
        kind=Kind(row.kind),
        article=ArticleId(row.article_id) if row.article_id is not None else None,
        version=VersionId(row.version_id) if row.version_id is not None else None,
        text=row.text,
        about=row.about,
        created_at=row.created_at,
        manner=Manner(row.manner),
        refers_to=ArticleId(row.refers_to) if row.refers_to is not None else None,
    )


def _due(tx: Transaction, row: Any, messenger: Messenger, target: str | None) -> Due:
    return Due(
        announcement=_announcement(row),
        citizen=CitizenId(row.citizen_id),
        address=Address(messenger, tx.keys.open(row.chat)),
        language=row.language,
        attempts=row.attempts,
        repeat=row.state == DeliveryState.UNKNOWN or row.lease_until is not None,
        expires_at=row.expires_at,
        silent=row.silent,
        target=target,
        thread=row.thread,
    )
