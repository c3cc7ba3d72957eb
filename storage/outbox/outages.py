"""A messenger that was ill: what it said of chats in that time is taken back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, or_, update

from storage.database import Transaction
from storage.outbox.owed import DeliveryState
from storage.records import CitizenId, CitizenState
from storage.tables import citizens, deliveries


async def take_back(tx: Transaction, whom: Collection[CitizenId], *, since: datetime, at: datetime) -> None:
    """Who was struck off since then is active again, and what they were owed is tried again at `at`."""
    struck = and_(citizens.c.id.in_(whom), citizens.c.state == CitizenState.BLOCKED)
    again = {"state": CitizenState.ACTIVE, "reason": ""}
    await tx.execute(update(citizens).where(struck, citizens.c.changed_at >= since).values(**again))
    with_them = and_(deliveries.c.state == DeliveryState.CANCELLED, deliveries.c.reason == "blocked")
    lost = or_(deliveries.c.state == DeliveryState.GONE, with_them)
    mine = and_(
        deliveries.c.citizen_id.in_(whom), deliveries.c.settled_at >= since, deliveries.c.expires_at > at
    )
    owed = {"state": DeliveryState.OWED, "not_before": at, "lease_until": None, "settled_at": None}
    await tx.execute(update(deliveries).where(mine, lost).values(**owed))
