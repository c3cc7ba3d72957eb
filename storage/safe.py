"""A few sealed words under a name: tokens that rotate, what was learnt of a messenger."""

from datetime import datetime

from sqlalchemy import or_, select, update

from storage.database import Transaction
from storage.tables import safe


async def get(tx: Transaction, name: str) -> str | None:
    """What is kept under a name. Raises WrongKey."""
    sealed = await tx.connection.scalar(select(safe.c.sealed).where(safe.c.name == name))
    return tx.keys.open(sealed) if sealed else None


async def put(tx: Transaction, name: str, words: str, *, now: datetime) -> None:
    """Keep words under a name, in place of what was there; whoever borrowed the name gives it back with this."""
    values = {"sealed": tx.keys.seal(words), "kept_at": now, "borrowed_until": None}
    insert = tx.insert(safe).values(name=name, **values)
    await tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))


async def borrow(tx: Transaction, name: str, *, now: datetime, until: datetime) -> bool:
    """Be the only one, in any process, who may replace what a name holds; False where another is, `until` then."""
    await tx.execute(tx.insert(safe).values(name=name, sealed=b"", kept_at=now).on_conflict_do_nothing())
    free = or_(safe.c.borrowed_until.is_(None), safe.c.borrowed_until <= now)
    change = update(safe).where(safe.c.name == name, free).values(borrowed_until=until)
    return (await tx.execute(change)).rowcount == 1


async def give_back(tx: Transaction, name: str) -> None:
    """Nothing was replaced; another may try."""
    await tx.execute(update(safe).where(safe.c.name == name).values(borrowed_until=None))
