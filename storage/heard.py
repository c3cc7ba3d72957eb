"""What was heard: messengers that tell the same thing twice are believed once."""

from datetime import datetime

from sqlalchemy import delete

from storage.database import Transaction
from storage.records import Messenger
from storage.tables import heard


async def first_time(tx: Transaction, messenger: Messenger, name: str, *, now: datetime) -> bool:
    """Remember a message by its name; False where it was remembered before.

    In the transaction of its effects, so that both are kept or neither.
    """
    key = tx.keys.heard_hash(messenger, name)
    insert = tx.insert(heard).values(messenger=messenger, key=key, at=now).on_conflict_do_nothing()
    return (await tx.execute(insert.returning(heard.c.at))).first() is not None


async def forget(tx: Transaction, *, before: datetime) -> int:
    """Forget what no messenger repeats any more; returns how many."""
    return (await tx.execute(delete(heard).where(heard.c.at < before))).rowcount
