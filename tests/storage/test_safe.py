"""Sealed words under a name, replaced by one at a time."""

from datetime import timedelta

from storage import safe
from storage.database import Database
from tests.conftest import NOW

SOON = NOW + timedelta(minutes=1)


async def test_words_are_kept_sealed_and_replaced(database: Database) -> None:
    async with database.transaction() as tx:
        assert await safe.get(tx, "pair") is None
        await safe.put(tx, "pair", "một", now=NOW)
        await safe.put(tx, "pair", "hai", now=NOW)
    async with database.reading() as tx:
        assert await safe.get(tx, "pair") == "hai"


async def test_one_at_a_time_may_replace_them_until_they_give_back_or_are_late(database: Database) -> None:
    async with database.transaction() as tx:
        assert await safe.borrow(tx, "pair", now=NOW, until=SOON)
        assert await safe.get(tx, "pair") is None
    async with database.transaction() as tx:
        assert not await safe.borrow(tx, "pair", now=NOW, until=SOON)
        await safe.give_back(tx, "pair")
        assert await safe.borrow(tx, "pair", now=NOW, until=SOON)
        assert await safe.borrow(tx, "pair", now=SOON, until=SOON + timedelta(minutes=1))
        await safe.put(tx, "pair", "ba", now=SOON)
        assert await safe.borrow(tx, "pair", now=SOON, until=SOON)
