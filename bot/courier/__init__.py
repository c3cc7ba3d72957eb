"""Claims what is owed, has it sent, settles it; no transaction waits for a send. One courier per messenger.

Sends stay under way across rounds, so one chat whose answer hangs never holds up the others. Little is claimed ahead:
what is more urgent overtakes it, and a kill leaves little that may have been sent.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from bot.channels import Channel
from bot.courier.allowance import Allowance
from bot.courier.claims import Claims
from bot.courier.doubt import Doubt
from bot.courier.line import Ready
from bot.courier.manners import Asleep, Render, steps
from bot.courier.pacing import Pacer
from bot.courier.retry import closed, later, settle
from bot.courier.sending import Sender
from bot.loops import attempt
from bot.messages import Failed
from storage import citizens
from storage.database import Database, Transaction
from storage.outbox import deliveries
from storage.outbox.owed import DeliveryState, Due, Settlement

log = logging.getLogger(__name__)

PATIENCE = (
    10.0  # seconds for a transaction: who is cut off from the database lets go of what they locked there
)
LINGER = 0.1  # seconds a round waits for answers, so that they are settled in batches
GRACE = 4.0  # seconds that sends under way get to finish once the service stops


class Courier:
    """Delivers through one channel. `clock` tells the calendar's time, `monotonic` the pace's.

    `batch` deliveries are claimed ahead, at most `in_flight` wait for an answer that is not late. `settled` is what the
    courier before us left `unsettled`, because the database was gone at its end.
    """

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
        batch: int = 8,
        in_flight: int = 10,
        allowance: Allowance | None = None,
        doubt: Doubt | None = None,
        settled: Sequence[Settlement] = (),
    ) -> None:
        self._database = database
        self._channel = channel
        self._render = render
        self._clock = clock
        self._stopping = stopping
        self._may_send = may_send
        self._claims = Claims(channel.messenger, clock=clock, monotonic=monotonic, batch=batch)
        self._enough = batch // 2  # of a line whose end is not known
        self._sender = Sender(
            channel,
            pacer,
            clock=clock,
            monotonic=monotonic,
            may_send=may_send,
            in_flight=in_flight,
            allowance=allowance,
            **({"judge": doubt.judge} if doubt else {}),
        )
        self._sender.settled.extend(settled)
        self._doubt = doubt

    async def round(self) -> int:
        """Settle what was answered and claim what there is room for, then send for a moment; how much is going on."""
        if self._stopping.is_set():
            await self._settle_and_claim()
        else:
            await self._sender.send_during(self._settle_and_claim())
            await self._sender.send(LINGER, enough=self._enough if self._claims.more else -1)
        return self._sender.busy + len(self._sender.settled)

    @property
    def unsettled(self) -> tuple[Settlement, ...]:
        """What became of deliveries and is not written yet."""
        return tuple(self._sender.settled)

    async def finish(self) -> int:
        """After the last round: what is under way gets `GRACE` seconds, then counts as unanswered; how many."""
        await self._sender.finish(GRACE)
        left = len(self._sender.settled)
        await self._settle_and_claim()
        return left

    async def _settle_and_claim(self) -> None:
        """One transaction. Where it cannot be had, what became of deliveries is kept for the next round."""
        settled, until = self._to_settle(), self._sender.pause_until
        claims = self._may_send() and not self._stopping.is_set()
        if not settled and not claims:
            return
        async with self._database.transaction(patience=PATIENCE) as tx:
            await self._settle(tx, settled, until)
            if self._doubt:
                await self._doubt.keep(tx)
            claimed = await self._claims.take(tx, self._sender) if claims else []
        if claims:
            self._claims.taken()
        if self._doubt:
            self._doubt.kept()
        if self._sender.pause_until == until:  # else it was asked for while we wrote
            self._sender.pause_until = None
        del self._sender.settled[: len(settled)]
        for one in settled:
            if one.state is DeliveryState.REFUSED:
                refused = (self._channel.messenger, one.announcement, one.reason)
                log.error("%s: never takes announcement %s: %s", *refused)
        held = self._sender.held()
        for due in claimed:
            if (due.announcement.id, due.citizen) not in held:
                await self._make_ready(due)

    def _to_settle(self) -> tuple[Settlement, ...]:
        """Where another may be the sender by now, what is to be tried again is theirs; what is final is told."""
        if not self._may_send():
            self._sender.settled = [one for one in self._sender.settled if one.not_before is None]
        return tuple(self._sender.settled)

    async def _settle(self, tx: Transaction, settled: Sequence[Settlement], until: datetime | None) -> None:
        now = self._clock()
        if until:
            await deliveries.pause(tx, self._channel.messenger, until=until, now=now)
        await deliveries.settle(tx, settled, now=now)
        for one in settled:
            if one.state is DeliveryState.GONE:
                await citizens.block(tx, one.citizen, now=now, reason=one.reason)
            elif one.moved_to:
                await citizens.move(tx, one.citizen, one.moved_to, now=now)

    async def _make_ready(self, due: Due) -> None:
        """Write the message. What cannot be written costs an attempt and touches no other."""
        if due.expires_at <= self._clock():
            self._sender.settled.append(closed(due, DeliveryState.EXPIRED, "stale when its turn came"))
            return
        name = f"delivery {due.announcement.id}"
        written = await attempt(name, partial(steps, due, self._render, self._channel))
        if written is None:
            failed = Failed("could not be written, see the log")
            self._sender.settled.append(settle(failed, due, now=self._clock()))
        elif not written:
            self._sender.settled.append(closed(due, DeliveryState.CANCELLED, "nothing left to tell"))
        elif isinstance(written[0], Asleep):
            self._sender.settled.append(later(due, written[0].until))
        else:
            self._sender.line.join(Ready(due, written))
