"""Retention of the outbox: what was told long ago is forgotten in portions, so that nobody waits for it."""

from datetime import datetime

from sqlalchemy import and_, delete, exists, not_, or_, select, tuple_

from storage.database import Transaction
from storage.outbox.owed import Kind
from storage.tables import IN_NO_DIGEST_YET, OPEN, announcements, deliveries

PORTION = 5000  # deliveries in one transaction: some tens of milliseconds


async def forget(tx: Transaction, *, told_before: datetime, most: int = PORTION) -> int:
    """Delete up to `most` deliveries of announcements made before then that are settled; returns how many.

    Announcements that nobody refers to any more go with them, except those about articles, which say what people were
    told of it, and questions that are asked once.
    """
    old = announcements.c.created_at < told_before
    settled = and_(
        not_(or_(OPEN, IN_NO_DIGEST_YET)),
        or_(deliveries.c.settled_at.is_(None), deliveries.c.settled_at < told_before),
    )
    which = (deliveries.c.announcement_id, deliveries.c.citizen_id)
    portion = (
        select(*which)
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(old, settled)
        .order_by(*which)
        .limit(most)
    )
    gone = (await tx.execute(delete(deliveries).where(tuple_(*which).in_(portion)))).rowcount
    owed = exists().where(deliveries.c.announcement_id == announcements.c.id)
    gathered = exists().where(deliveries.c.digest_id == announcements.c.id)
    kept = or_(announcements.c.article_id.is_not(None), announcements.c.kind == Kind.BULLETIN)
    await tx.execute(delete(announcements).where(old, not_(kept), not_(or_(owed, gathered))))
    return gone
