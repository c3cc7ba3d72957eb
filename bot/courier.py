"""Claims what is owed, sends it with no transaction open, settles it. One courier per messenger.

Sends stay under way across rounds, so one chat whose answer hangs never holds up the others.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.allowance import Allowance, Unlimited, within
from bot.channels import Channel
from bot.loops import attempt
from bot.manners import Render, Step, steps, take
from bot.messages import Deferred, Failed, Outcome, Refused, Throttled, Unknown
from bot.pacing import Pacer
from bot.retry import settle
from storage import citizens, deliveries
from storage.database import Database
from storage.owed import DeliveryState, Due, Settlement

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
HAND_OVER = timedelta(seconds=5)  # the sender before us, if it lives, gets as long to settle what it had sent
LINGER = 0.1  # seconds a round waits for sends to finish, so that they are settled in batches
GRACE = 4.0  # seconds that sends under way get to finish once the service stops


class Courier:
    """Delivers through one channel. `clock` tells the calendar's time, `monotonic` the pace's."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        render: Render,
        pacer: Pacer,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        stopping: asyncio.Event,
        may_send: Callable[[], bool] = lambda: True,
        batch: int = 30,
        in_flight: int = 10,
        allowance: Allowance | None = None,
    ) -> None:
        self._database = database
        self._channel = channel
        self._render = render
        self._pacer = pacer
        self._allowance = allowance or Unlimited()
        self._clock = clock
        self._monotonic = monotonic
        self._stopping = stopping
        self._may_send = may_send
        self._batch = batch
        self._gate = asyncio.Semaphore(in_flight)
        self._under_way: dict[asyncio.Task[Settlement], Due] = {}
        self._unsettled: list[Settlement] = []
        self._recovered = False  # there is one sender, so leases found at its start are orphans

    async def round(self) -> int:
        """Claim what there is room for, wait a moment, settle what is finished; returns how much is going on."""
        if room := self._batch - len(self._under_way):
            async with self._database.transaction() as tx:
                now = self._clock()
                if not self._recovered:
                    orphaned = now if self._database.is_sqlite else now + HAND_OVER
                    await deliveries.recover(tx, self._channel.messenger, now=orphaned)
                    self._recovered = True
                claimed = await deliveries.claim(
                    tx, self._channel.messenger, now=now, lease=LEASE, limit=room
                )
            self._under_way |= {asyncio.create_task(self._deliver(due)): due for due in claimed}
        if self._under_way:
            done, _ = await asyncio.wait(self._under_way, timeout=LINGER)
            self._collect(done)
        return len(self._under_way) + await self._settle()

    async def finish(self) -> None:
        """After the last round: what is under way gets `GRACE` seconds, then counts as unanswered."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=GRACE)
        for task, due in self._under_way.items():
            if not task.done():
                task.cancel()
                self._unsettled.append(settle(Unknown("stopped while sending"), due, now=self._clock()))
        self._collect({task for task in self._under_way if task.done()})
        await self._settle()

    def _collect(self, done: set[asyncio.Task[Settlement]]) -> None:
        self._unsettled += [task.result() for task in done]
        for task in done:
            del self._under_way[task]

    async def _deliver(self, due: Due) -> Settlement:
        """One delivery, from pace to outcome. A surprise costs this one an attempt and touches no other."""

        async def deliver() -> Settlement:
            if due.expires_at <= self._clock():
                return _closed(due, DeliveryState.EXPIRED, "stale when its turn came")
            outcome: Outcome | None = None
            for step in await steps(due, self._render, self._channel):
                async with self._gate:
                    if seconds := await self._too_early(due.address.chat):
                        return _later(due, self._clock() + timedelta(seconds=seconds))
                    outcome = await within(self._allowance, due, partial(self._take, step, due))
                if not isinstance(outcome, Refused):
                    break
            if outcome is None:
                return _closed(due, DeliveryState.CANCELLED, "nothing left to tell")
            return settle(self._pause(due, outcome), due, now=self._clock())

        done = await attempt(f"delivery {due.announcement.id}", deliver)
        return done or settle(Failed("could not be sent, see the log"), due, now=self._clock())

    async def _take(self, step: Step, due: Due) -> Outcome:
        if not self._may_send():  # asked last, right before the request is written
            return Deferred(self._clock(), "another process sends")
        return await take(step, due, self._channel)

    async def _too_early(self, chat: str) -> float:
        """Wait for the pace; 0 when the message may leave, else the seconds it must be put back."""
        while seconds := self._pacer.wait(chat, self._monotonic()):
            if seconds > LEASE.total_seconds() / 4 or self._stopping.is_set():
                return seconds
            try:
                await asyncio.wait_for(self._stopping.wait(), seconds)
            except TimeoutError:
                continue
        self._pacer.sent(chat, self._monotonic())
        return 0.0

    def _pause(self, due: Due, outcome: Outcome) -> Outcome:
        """A refusal for speed stops what it must: this chat where its own pace explains it, else the whole bot."""
        if not isinstance(outcome, Throttled):
            return outcome
        chat, now = due.address.chat, self._monotonic()
        mine = self._pacer.crowded(chat, now)
        self._pacer.stop(outcome.seconds, now, chat=chat if mine else None)
        log.warning(
            "%s: asked to wait %.0f s (%s)",
            self._channel.messenger,
            outcome.seconds,
            "one chat" if mine else "the whole bot",
        )
        return replace(outcome, everyone=not mine)

    async def _settle(self) -> int:
        """Write what became of each; kept for the next round where the database is not to be had."""
        if (
            not self._may_send()
        ):  # another may hold these now: what is final is told, what is to be tried again is not
            self._unsettled = [one for one in self._unsettled if one.not_before is None]
        settled = tuple(self._unsettled)
        if not settled:
            return 0
        now = self._clock()
        async with self._database.transaction() as tx:
            await deliveries.settle(tx, settled, now=now)
            for one in settled:
                if one.state is DeliveryState.GONE:
                    await citizens.block(tx, one.citizen, now=now, reason=one.reason)
                elif one.moved_to:
                    await citizens.move(tx, one.citizen, one.moved_to)
        self._unsettled = self._unsettled[len(settled) :]
        for one in settled:
            if one.state is DeliveryState.REFUSED:
                log.error(
                    "%s: never takes announcement %s: %s",
                    self._channel.messenger,
                    one.announcement,
                    one.reason,
                )
        return len(settled)


def _closed(due: Due, state: DeliveryState, reason: str) -> Settlement:
    return Settlement(
        announcement=due.announcement.id,
        citizen=due.citizen,
        state=state,
        attempts=due.attempts,
        reason=reason,
    )


def _later(due: Due, at: datetime) -> Settlement:
    state = DeliveryState.UNKNOWN if due.repeat else DeliveryState.OWED
    return Settlement(
        announcement=due.announcement.id,
        citizen=due.citizen,
        state=state,
        attempts=due.attempts,
        not_before=at,
        reason="its turn comes later",
    )
