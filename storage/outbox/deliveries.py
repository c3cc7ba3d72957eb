"""The outbox after the claim: settle what became of deliveries, and what else may befall them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update

from storage.database import Transaction
from storage.database.asking import Statement, written
from storage.database.batching import Batch
from storage.outbox import lanes
from storage.outbox.owed import Announcement, DeliveryState, Kind, Settlement
from storage.records import Address, AnnouncementId, ArticleId, CitizenId, Messenger
from storage.tables import OPEN, UNDER_WAY, announcements, citizens, deliveries, pauses

# Written out, like the claim: they run for every delivery and every press.
_SETTLE = Batch(
    """
    WITH {given} UPDATE deliveries SET state = given.state, not_before = given.not_before, attempts = given.attempts,
    message_ref = given.message_ref, reason = given.reason, lease_until = NULL, settled_at =
    CASE WHEN given.state IN ('owed', 'unknown') AND given.not_before IS NOT NULL THEN NULL ELSE {moment} END
    FROM given WHERE deliveries.announcement_id = given.announcement AND deliveries.citizen_id = given.citizen
    AND ((deliveries.state IN ('owed', 'unknown') AND deliveries.not_before IS NOT NULL) OR given.state = 'sent')
    """,
    {
        "state": "text",
        "not_before": "timestamptz",
        "attempts": "integer",
        "message_ref": "text",
        "reason": "text",
        "announcement": "bigint",
        "citizen": "bigint",
    },
    joined=True,
)

_DELIVERED = Statement(f"""
SELECT kind FROM announcements JOIN deliveries ON deliveries.announcement_id = announcements.id
WHERE announcements.article_id = :article AND deliveries.citizen_id = :citizen AND (
    deliveries.state IN ('sent', 'unknown') OR {UNDER_WAY.text} OR EXISTS (
        SELECT 1 FROM deliveries AS digest WHERE digest.announcement_id = deliveries.digest_id
        AND digest.citizen_id = :citizen AND digest.state = 'sent'
    )
) ORDER BY announcements.id DESC LIMIT 1
""")  # noqa: S608  # a constant of tables


async def settle(tx: Transaction, settlements: Sequence[Settlement], *, now: datetime) -> None:
    """Write what became of claimed deliveries. What was cancelled meanwhile stays so, unless it was sent after all.

    A chat that must wait (`chat_waits`) waits with everything it is owed.
    """
    zone = not tx.is_sqlite
    rows = [
        (
            one.state,
            written(one.not_before, zone=zone),
            one.attempts,
            one.message_ref,
            one.reason,
            one.announcement,
            one.citizen,
        )
        for one in settlements
    ]
    await _SETTLE(tx, rows, written(now, zone=zone))
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


async def hurry(tx: Transaction, messenger: Messenger, *, now: datetime, until: datetime) -> int:
    """The clock was put back: what waits until then for another try is due now; returns how much.

    What was never tried has no reason and keeps its hour: a quiet night ends when the clock says so.
    """
    waits = and_(OPEN, deliveries.c.messenger == messenger, deliveries.c.reason != "")
    mine = and_(waits, deliveries.c.lease_until.is_(None), deliveries.c.not_before.between(now, until))
    return (await tx.execute(update(deliveries).where(mine).values(not_before=now))).rowcount


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
    told = await tx.ask(_DELIVERED, {"article": article, "citizen": citizen})
    return Kind(told[0][0]) if told else None


async def last_told(
    tx: Transaction, citizen: CitizenId, *, since: datetime, until: datetime | None = None
) -> ArticleId | None:
    """The article that a citizen was told last in a message of its own, since then (and not after `until`)."""
    seen = deliveries.c.settled_at >= since
    query = (
        select(announcements.c.article_id)
        .join(deliveries, deliveries.c.announcement_id == announcements.c.id)
        .where(
            deliveries.c.citizen_id == citizen,
            seen if until is None else seen & (deliveries.c.settled_at <= until),
        )
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
