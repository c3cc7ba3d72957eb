"""When a chat was last heard of: its people's words, and its coming and going."""

from datetime import datetime

from sqlalchemy import select, update

from storage.database import Transaction
from storage.records import Address, CitizenId
from storage.tables import citizens


async def hear(tx: Transaction, address: Address, *, now: datetime) -> None:
    """A citizen wrote to us or pressed a button."""
    mine = citizens.c.address_hash == tx.keys.address_hash(address)
    await tx.execute(update(citizens).where(mine).values(heard_at=now))


async def heard_at(tx: Transaction, citizen: CitizenId) -> datetime | None:
    """When a citizen last did, where that is kept."""
    moment: datetime | None = await tx.connection.scalar(
        select(citizens.c.heard_at).where(citizens.c.id == citizen)
    )
    return moment


async def turned(tx: Transaction, citizen: CitizenId, *, at: datetime) -> None:
    """The chat turned away from us or back to us at that time of its messenger's clock."""
    await tx.execute(update(citizens).where(citizens.c.id == citizen).values(turned_at=at))
