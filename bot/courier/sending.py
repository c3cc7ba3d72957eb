"""Sends what stands in line, at the pace, several at once, and says what became of each. Knows no database."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import Any

from bot.channels import Channel
from bot.courier.allowance import Allowance, Unlimited, within
from bot.courier.line import Line, Ready
from bot.courier.manners import take
from bot.courier.pacing import Pacer
from bot.courier.retry import later, settle
from bot.loops import attempt
from bot.messages import Deferred, Failed, Outcome, Refused, Throttled, Unknown
from storage.outbox.owed import Due, Settlement
from storage.records import AnnouncementId, CitizenId

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds of waiting for the pace that are worth holding a claim for
HANGING = 1.0  # seconds after which an answer that has not come takes no place from others
HANGING_TOO = 4  # how many times `in_flight` may be under way, hanging ones counted


class Sender:
    """Sends through one channel. `settled` collects what became of deliveries, `pause_until` what the messenger asked.

    At most `in_flight` sends wait for an answer that is not late or for being settled: that many may be repeated if
    we are killed. `may_send` is asked right before each, `judge` may doubt what came of it.
    """

    def __init__(
        self,
        channel: Channel,
        pacer: Pacer,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        may_send: Callable[[], bool],
        in_flight: int,
        allowance: Allowance | None = None,
        judge: Callable[[Due, Outcome], Outcome] = lambda _, outcome: outcome,
    ) -> None:
        self._channel = channel
        self._pacer = pacer
        self._clock = clock
        self._monotonic = monotonic
        self._may_send = may_send
        self._in_flight = in_flight
        self._allowance = allowance or Unlimited()
        self._judge = judge
        self._under_way: dict[str, tuple[asyncio.Task[None], Due, float]] = {}  # by chat, the oldest first
        self._lately: dict[CitizenId, str] = {}  # the chats that were written to last
        self._stirred = asyncio.Event()
        self.line = Line()
        self.settled: list[Settlement] = []
        self.pause_until: datetime | None = None

    @property
    def busy(self) -> int:
        """How many stand in line or are under way."""
        return len(self.line) + len(self._under_way)

    @property
    def waiting(self) -> int:
        """How many stand in line though their chat takes nothing just now."""
        now = self._monotonic()
        chats = (ready.due.address.chat for ready in self.line)
        return sum(chat in self._under_way or self._pacer.rest(chat, now) > 0 for chat in chats)

    def engaged(self) -> set[CitizenId]:
        """Whose chat is written to, or was so lately that it takes nothing just now."""
        now = self._monotonic()
        self._lately = {who: chat for who, chat in self._lately.items() if self._pacer.rest(chat, now) > 0}
        here = (*(ready.due for ready in self.line), *(due for _, due, _ in self._under_way.values()))
        return {*self._lately, *(due.citizen for due in here)}

    def held(self) -> set[tuple[AnnouncementId, CitizenId]]:
        """The deliveries that are here, be it only to be settled: a clock put forward ends leases early."""
        here = (*(ready.due for ready in self.line), *(due for _, due, _ in self._under_way.values()))
        done = {(one.announcement, one.citizen) for one in self.settled}
        return done | {(one.announcement.id, one.citizen) for one in here}

    async def send(self, seconds: float, *, enough: int) -> None:
        """Send what may leave for so long, or until no more than `enough` stand in line or much is to be settled."""
        while self.busy:
            pause = await self._send_what_may_leave()
            if len(self.line) <= enough or seconds <= 0 or 2 * len(self.settled) >= self._in_flight:
                return
            self._stirred.clear()
            pause = min(pause, seconds)
            seconds -= pause
            await self._stir(pause)

    async def send_during(self, work: Coroutine[Any, Any, None]) -> None:
        """Send what may leave while something else is done: a place in the window that waits for a disk is lost."""
        at_work = asyncio.create_task(work)
        at_work.add_done_callback(lambda _: self._stirred.set())
        try:
            while not at_work.done():
                self._stirred.clear()
                await self._stir(await self._send_what_may_leave())
        finally:
            at_work.cancel()  # where we are cancelled; else it is done
            await asyncio.wait({at_work})
        at_work.result()

    async def _stir(self, seconds: float) -> None:
        """Wait until something ended, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._stirred.wait()
        except TimeoutError:
            return

    async def finish(self, seconds: float) -> None:
        """Nothing new leaves; what is under way gets so long, then counts as unanswered."""
        self._put_all_back(0.0)
        tasks = [task for task, _, _ in self._under_way.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        self._put_all_back(0.0)
        for task, due, _ in self._under_way.values():
            task.cancel()
            self._settle(due, Unknown("stopped while sending"))
        self._under_way.clear()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _send_what_may_leave(self) -> float:
        """Start every send that may leave now; seconds until the next may."""
        while self.line:
            now = self._monotonic()
            if not self._may_send():
                self._put_all_back(0.0)
                return 0.0
            if seconds := self._pacer.wait_all(now):
                if seconds > PATIENCE:
                    self._put_all_back(seconds)
                return seconds
            ready = self._next(now)
            if ready is None:
                break
            self._start(ready, now)
            await asyncio.sleep(0)  # it is written to the wire now, at the moment that the pace counts
        return HANGING / 10

    def _next(self, now: float) -> Ready | None:
        """The first whose chat is free; who would wait for long is put back."""
        under_way = len(self._under_way)
        hanging = sum(1 for _ in takewhile(lambda one: now - one[2] >= HANGING, self._under_way.values()))
        if (
            under_way - hanging + len(self.settled) >= self._in_flight
            or under_way >= HANGING_TOO * self._in_flight
        ):
            return None
        for ready in self.line:
            chat = ready.due.address.chat
            if chat in self._under_way:
                continue
            seconds = self._pacer.wait(chat, now)
            if not seconds:
                return ready
            if seconds > PATIENCE:
                self._put_back(ready, seconds)
        return None

    def _start(self, ready: Ready, now: float) -> None:
        self.line.leave(ready)
        chat = ready.due.address.chat
        place = self._pacer.sent(chat, now)
        self._lately[ready.due.citizen] = chat
        task = asyncio.create_task(self._deliver(ready, place))
        self._under_way[chat] = (task, ready.due, now)

    async def _deliver(self, ready: Ready, place: float) -> None:
        """One try, from the wire to the outcome. A surprise costs this one an attempt and touches no other."""
        due, post = ready.due, partial(self._take, ready)
        name = f"delivery {due.announcement.id}"
        outcome = await attempt(name, partial(within, self._allowance, due, post))
        outcome = outcome or Failed("could not be sent, see the log")
        del self._under_way[due.address.chat]
        if not isinstance(outcome, Failed | Unknown | Deferred):
            self._pacer.answered(place, self._monotonic())
        if isinstance(outcome, Refused) and ready.steps[1:]:
            self.line.join(replace(ready, steps=ready.steps[1:]))
        else:
            self._settle(due, self._judge(due, self._paused(due, outcome)))
        self._stirred.set()

    async def _take(self, ready: Ready) -> Outcome:
        if not self._may_send():  # asked last, right before the request is written
            return Deferred(self._clock(), "another process sends")
        return await take(ready.steps[0], ready.due, self._channel)

    def _settle(self, due: Due, outcome: Outcome) -> None:
        self.settled.append(settle(outcome, due, now=self._clock()))

    def _paused(self, due: Due, outcome: Outcome) -> Outcome:
        """A refusal for speed stops what it must: this chat where its own pace explains it, else the whole bot."""
        if not isinstance(outcome, Throttled):
            return outcome
        chat, now = due.address.chat, self._monotonic()
        mine = self._pacer.crowded(chat, now)
        self._pacer.stop(outcome.seconds, now, chat=chat if mine else None)
        if not mine:
            until = self._clock() + timedelta(seconds=outcome.seconds)
            self.pause_until = max(self.pause_until or until, until)
        whom = "one chat" if mine else "the whole bot"
        log.warning("%s: asked to wait %.0f s (%s)", self._channel.messenger, outcome.seconds, whom)
        return replace(outcome, everyone=not mine)

    def _put_all_back(self, seconds: float) -> None:
        for ready in self.line:
            self._put_back(ready, seconds)

    def _put_back(self, ready: Ready, seconds: float) -> None:
        self.line.leave(ready)
        self.settled.append(later(ready.due, self._clock() + timedelta(seconds=seconds)))
