"""Counters of what a plan gives for a time: taken before the sending, given back where nothing was sent."""

from sqlalchemy import select, update

from storage.database import Transaction
from storage.tables import quotas


async def used(tx: Transaction, name: str, period: str) -> int:
    """How much of a quota is gone."""
    query = select(quotas.c.used).where(quotas.c.name == name, quotas.c.period == period)
    return int(await tx.connection.scalar(query) or 0)


async def take(
    tx: Transaction, name: str, period: str, amount: int, *, limit: int | None = None
) -> int | None:
    """Use `amount` more and return the new total; None, and nothing used, where that would pass `limit`."""
    if limit is not None and amount > limit:
        return None
    insert = tx.insert(quotas).values(name=name, period=period, used=amount)
    total = quotas.c.used + amount
    more = insert.on_conflict_do_update(
        index_elements=["name", "period"],
        set_={"used": total},
        where=None if limit is None else total <= limit,
    )
    row = (await tx.execute(more.returning(quotas.c.used))).first()
    return row.used if row else None


async def give_back(tx: Transaction, name: str, period: str, amount: int) -> None:
    """What was taken was not used after all."""
    mine = (quotas.c.name == name) & (quotas.c.period == period)
    await tx.execute(update(quotas).where(mine).values(used=quotas.c.used - amount))
