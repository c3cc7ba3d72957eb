"""Counts what goes out of a plan's quota in a month, and what Zalo withholds where it ends before our count does.

The two are kept apart, so that what is withheld can be given back: docs/decisions/0036-what-a-plan-lets-through.md.
"""

from datetime import datetime

from bot.announcer.announcing import notice
from bot.config import Config
from bot.quota import month
from storage.database import Transaction
from storage.outbox import announcements, quotas


class Counter:
    """One quota of a plan, of which `limit` may be used a calendar month, and what Zalo withholds of it."""

    def __init__(self, name: str, limit: int, config: Config) -> None:
        self.limit = limit
        self._name = name
        self._withheld = f"{name}.withheld"
        self._config = config
        self.short = False  # whether anything was withheld when it was last looked at

    async def stands(self, tx: Transaction, now: datetime) -> tuple[int, int]:
        """How much is used this month, and how much of the rest is withheld."""
        used, withheld = [await quotas.used(tx, name, month(now)) for name in (self._name, self._withheld)]
        self.short = withheld > 0
        return used, withheld

    async def take(self, tx: Transaction, amount: int, now: datetime) -> int:
        """Use so much more; the new total."""
        return await quotas.take(tx, self._name, month(now), amount) or 0

    async def give_back(self, tx: Transaction, amount: int, at: datetime) -> None:
        """What was taken at that time was not used."""
        await quotas.give_back(tx, self._name, month(at), amount)

    async def withhold(self, tx: Transaction, now: datetime) -> int:
        """Zalo gives nothing more: the rest of the month is withheld. Returns how much was used."""
        used, withheld = await self.stands(tx, now)
        await quotas.take(tx, self._withheld, month(now), max(0, self.limit - used - withheld))
        self.short = True
        return used

    async def restore(self, tx: Transaction, now: datetime) -> None:
        """Zalo gives again: nothing is withheld."""
        _, withheld = await self.stands(tx, now)
        await quotas.give_back(tx, self._withheld, month(now), withheld)
        self.short = False

    async def tell(self, tx: Transaction, what: str, text: str, now: datetime) -> None:
        """Staff hear of it, once a month."""
        key = f"quota:{self._name}:{month(now)}:{what}"
        await announcements.announce(tx, notice(key, text, self._config, now=now), now=now)
