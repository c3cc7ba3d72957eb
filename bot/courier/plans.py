"""Zalo's plans as allowances: the bot's messages a month, the Official Account's windows and money."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.config import Config
from bot.courier.allowance import Allowance, Unlimited
from bot.courier.counting import Counter
from bot.messages import Deferred, Outcome, Sent, Throttled, Unknown, Unreached, UsedUp
from bot.quota import AGAIN, CONVINCED, PRICE, RESERVED, WARN_AT, Goes, month, ration, window
from bot.wording import office
from storage import presence
from storage.database import Database, Transaction
from storage.outbox import deliveries
from storage.outbox.owed import Due
from storage.records import Address, Messenger

MESSAGES, MONEY = "zalo_bot.messages", "zalo_oa.dong"
ASKING = timedelta(minutes=1)  # the others wait while one sending asks Zalo whether the month is still over


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
    """So many messages a calendar month, answers among them. Staff hear when 80 % are gone and when all are.

    Zalo names its quota where it may mean speed. Where nothing but such refusals came for ten minutes the month is
    over, whatever was counted; from then on one sending an hour asks anew, the most urgent first.
    """

    def __init__(self, database: Database, config: Config, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._config = config
        self._clock = clock
        self._counter = Counter(MESSAGES, config.zalo_bot.per_month, config)
        self._refused_since: datetime | None = None
        self._again: datetime | None = None
        self._taken: dict[tuple[int, int], datetime] = {}

    async def admit(self, due: Due) -> Outcome | None:
        now, counter = self._clock(), self._counter
        async with self._database.transaction() as tx:
            used, withheld = await counter.stands(tx, now)
            verdict = ration(
                due.announcement,
                used,
                counter.limit,
                withheld=withheld,
                again=self._again,
                now=now,
                digest=self._config.delivery.digest,
            )
            if not isinstance(verdict, Goes):
                return verdict
            if used + withheld >= counter.limit:
                self._again = now + ASKING
            await self._count(tx, now)
        self._taken[_name(due)] = now
        return None

    async def came(self, due: Due, outcome: Outcome) -> Outcome:
        at = self._taken.pop(_name(due), self._clock())
        if not isinstance(outcome, Sent | Unknown):
            async with self._database.transaction() as tx:
                await self._counter.give_back(tx, 1, at)
        return await self._believed(outcome)

    async def answered(self, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Sent | Unknown):
            async with self._database.transaction() as tx:
                await self._count(tx, self._clock())
        return await self._believed(outcome)

    async def heard(self, tx: Transaction, address: Address, *, now: datetime) -> None:
        """The bot may write at any time to whoever wrote once."""

    async def _count(self, tx: Transaction, now: datetime) -> None:
        total, limit = await self._counter.take(tx, 1, now), self._counter.limit
        for mark in (WARN_AT, 1.0):
            if total >= limit * mark:
                await self._counter.tell(tx, f"{mark:.0%}", office.messages_used(total, limit), now)

    async def _believed(self, outcome: Outcome) -> Outcome:
        """What to make of it: a refusal for the quota is one for speed, until there is nothing else for long."""
        now = self._clock()
        match outcome:
            case Sent():
                self._refused_since = self._again = None
                if self._counter.short:
                    async with self._database.transaction() as tx:
                        await self._counter.restore(tx, now)
            case UsedUp(seconds, reason):
                since = self._refused_since
                if since is None or month(since) != month(now):
                    since = self._refused_since = now
                if not self._counter.short and now - since < CONVINCED:
                    return Throttled(seconds)
                async with self._database.transaction() as tx:
                    used = await self._counter.withhold(tx, now)
                    text = office.messages_withheld(used, self._counter.limit)
                    await self._counter.tell(tx, "withheld", text, now)
                self._again = now + AGAIN
                return Deferred(self._again, reason)
        return outcome


class InteractionWindows:
    """An Official Account writes freely to whoever wrote in the last 48 hours, for money up to 7 days, else never.

    Where Zalo gives nothing more for money before the limit is spent, the rest of the month is without; what cannot
    wait is tried even so, and where one such message goes the money is there again.
    """

    def __init__(self, database: Database, config: Config, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._counter = Counter(MONEY, config.zalo_oa.spend_per_month, config)
        self._paid: dict[tuple[int, int], datetime] = {}

    async def admit(self, due: Due) -> Outcome | None:
        now, kind = self._clock(), due.announcement.kind
        async with self._database.transaction() as tx:
            spent, withheld = await self._counter.stands(tx, now)
            left = self._counter.limit - spent - (0 if kind in RESERVED else withheld)
            heard_at = await presence.heard_at(tx, due.citizen)
            verdict = window(kind, heard_at, left=left, now=now)
            if not isinstance(verdict, Goes):
                return verdict
            if verdict.price:
                await self._pay(tx, now)
        if verdict.price:
            self._paid[_name(due)] = now
        return None

    async def came(self, due: Due, outcome: Outcome) -> Outcome:
        paid_at = self._paid.pop(_name(due), None)
        if paid_at is None:
            return await self.answered(outcome)
        if isinstance(outcome, Unknown) or (isinstance(outcome, Sent) and not self._counter.short):
            return outcome
        now = self._clock()
        async with self._database.transaction() as tx:
            if isinstance(outcome, Sent):
                await self._counter.restore(tx, now)
                return outcome
            await self._counter.give_back(tx, PRICE, paid_at)
            if not isinstance(outcome, UsedUp):
                return outcome
            spent = await self._counter.withhold(tx, now)
            await self._counter.tell(tx, "withheld", office.money_withheld(spent, self._counter.limit), now)
        return Unreached(outcome.reason)

    async def answered(self, outcome: Outcome) -> Outcome:
        """What is free of charge: whoever wrote of late is written to, and whoever has just written is answered."""
        if not isinstance(outcome, UsedUp):
            return outcome
        now = self._clock()
        async with self._database.transaction() as tx:
            await self._counter.tell(tx, "free", office.account_used_up(), now)
        return Deferred(now + timedelta(seconds=outcome.seconds), outcome.reason)

    async def heard(self, tx: Transaction, address: Address, *, now: datetime) -> None:
        """Their window opens, and what could not reach them before may now."""
        await presence.hear(tx, address, now=now)
        await deliveries.revive(tx, address, now=now)

    async def _pay(self, tx: Transaction, now: datetime) -> None:
        spent, limit = await self._counter.take(tx, PRICE, now), self._counter.limit
        for mark in (WARN_AT, 1.0):
            if spent >= limit * mark or (mark == 1.0 and spent + PRICE > limit):
                await self._counter.tell(tx, f"{mark:.0%}", office.money_spent(spent, limit), now)


def _name(due: Due) -> tuple[int, int]:
    return due.announcement.id, due.citizen
