"""Counters that are taken before a sending."""

from storage.database import Database
from storage.outbox import quotas


async def test_a_quota_is_taken_given_back_and_never_passed(database: Database) -> None:
    async with database.transaction() as tx:
        assert await quotas.used(tx, "dong", "2026-11") == 0
        assert await quotas.take(tx, "dong", "2026-11", 55, limit=120) == 55
        assert await quotas.take(tx, "dong", "2026-11", 55, limit=120) == 110
        assert await quotas.take(tx, "dong", "2026-11", 55, limit=120) is None
        assert await quotas.take(tx, "dong", "2026-12", 121, limit=120) is None
        await quotas.give_back(tx, "dong", "2026-11", 55)
        assert await quotas.used(tx, "dong", "2026-11") == 55
        assert await quotas.take(tx, "dong", "2026-11", 1) == 56
