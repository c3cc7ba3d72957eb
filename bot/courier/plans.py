"""Zalo's plans as allowances: the bot's messages a month, the Official Account's windows and money."""

from collections.abc import Callable
from datetime import datetime

from bot.announcer.announcing import notice
from bot.config import Config
from bot.courier.allowance import Allowance, Unlimited
from bot.messages import Outcome
from bot.quota import PRICE, WARN_AT, Goes, month, ration, window
from bot.wording import office
from storage import presence
from storage.database import Database, Transaction
from storage.outbox import announcements, deliveries, quotas
from storage.outbox.owed import Due
from storage.records import Address, Messenger

MESSAGES, MONEY = "zalo_bot.messages", "zalo_oa.dong"


def allowance_of(
    messenger: Messenger, database: Database, config: Config, *, clock: Callable[[], datetime]
) -> Allowance:
    """What may go out on a messenger."""
    match messenger:
        case Messenger.ZALO_BOT:
            return MonthlyMessages(database, config, clock=clock)
        case Messenger.ZALO_OA:
            return InteractionWindows(database, config, clock=clock)
        case _:
            return Unlimited()


class MonthlyMessages:
    """So many messages a calendar month, answers among them. Staff hear when 80 % are gone and when all are."""

    def __init__(self, database: Database, config: Config, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._config = config
        self._clock = clock
        self._limit = config.zalo_bot.per_month

    async def admit(self, due: Due) -> Outcome | None:
        now = self._clock()
        async with self._database.transaction() as tx:
            used = await quotas.used(tx, MESSAGES, month(now))
            digest = self._config.delivery.digest
            verdict = ration(due.announcement, used, self._limit, now=now, digest=digest)
            if isinstance(verdict, Goes):
                await self._count(tx, now)
                return None
        return verdict

    async def spare(self, due: Due) -> None:
        async with self._database.transaction() as tx:
            await quotas.give_back(tx, MESSAGES, month(self._clock()), 1)

    async def answered(self) -> None:
        async with self._database.transaction() as tx:
            await self._count(tx, self._clock())

    async def heard(self, tx: Transaction, address: Address, *, now: datetime) -> None:
        """The bot may write at any time to whoever wrote once."""

    async def _count(self, tx: Transaction, now: datetime) -> None:
        total = await quotas.take(tx, MESSAGES, month(now), 1) or 0
        for mark in (WARN_AT, 1.0):
            if total >= self._limit * mark:
                text = office.messages_used(total, self._limit)
                key = f"quota:{MESSAGES}:{month(now)}:{mark:.0%}"
                await announcements.announce(tx, notice(key, text, self._config, now=now), now=now)


class InteractionWindows:
    """An Official Account writes freely to whoever wrote in the last 48 hours, for money up to 7 days, else never."""

    def __init__(self, database: Database, config: Config, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._config = config
        self._clock = clock
        self._limit = config.zalo_oa.spend_per_month
        self._paid: set[tuple[int, int]] = set()

    async def admit(self, due: Due) -> Outcome | None:
        now = self._clock()
        async with self._database.transaction() as tx:
            left = self._limit - await quotas.used(tx, MONEY, month(now))
            heard_at = await presence.heard_at(tx, due.citizen)
            verdict = window(due.announcement.kind, heard_at, left=left, now=now)
            if not isinstance(verdict, Goes):
                return verdict
            if verdict.price:
                await self._pay(tx, due, now)
        return None

    async def spare(self, due: Due) -> None:
        if _name(due) in self._paid:
            self._paid.discard(_name(due))
            async with self._database.transaction() as tx:
                await quotas.give_back(tx, MONEY, month(self._clock()), PRICE)

    async def answered(self) -> None:
        """Whoever has just written is answered free of charge."""

    async def heard(self, tx: Transaction, address: Address, *, now: datetime) -> None:
        """Their window opens, and what could not reach them before may now."""
        await presence.hear(tx, address, now=now)
        await deliveries.revive(tx, address, now=now)

    async def _pay(self, tx: Transaction, due: Due, now: datetime) -> None:
        spent = await quotas.take(tx, MONEY, month(now), PRICE) or 0
        self._paid.add(_name(due))
        for mark in (WARN_AT, 1.0):
            if spent >= self._limit * mark or (mark == 1.0 and spent + PRICE > self._limit):
                key = f"quota:{MONEY}:{month(now)}:{mark:.0%}"
                text = office.money_spent(spent, self._limit)
                await announcements.announce(tx, notice(key, text, self._config, now=now), now=now)


def _name(due: Due) -> tuple[int, int]:
    return due.announcement.id, due.citizen
