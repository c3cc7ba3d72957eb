"""Sends what answers a person: before any broadcast, at the same pace, and once more after a refusal for speed."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from bot.channels import Channel
from bot.courier.allowance import Allowance, surely
from bot.courier.pacing import Pacer
from bot.messages import Deferred, Failed, Message, Outcome, Refused, Throttled, Unknown

LONGEST_WAIT = 20.0
MOST_REDRAWS = 300  # ten seconds at Telegram's pace


class Replies:
    """What people are answered on one channel."""

    def __init__(
        self, channel: Channel, pacer: Pacer, allowance: Allowance, monotonic: Callable[[], float]
    ) -> None:
        self._channel = channel
        self._pacer = pacer
        self._allowance = allowance
        self._monotonic = monotonic
        self._next, self._next_redraw = asyncio.Lock(), asyncio.Lock()
        self._redraws: dict[tuple[str, str], Message] = {}

    async def say(self, chat: str, message: Message) -> None:
        """A new message."""
        place = await self._turn(chat)
        await self._patiently(chat, place, partial(self._channel.send, chat, message))

    async def redraw(self, chat: str, ref: str | None, message: Message) -> None:
        """In place where the messenger can, else as a new message; of one message only the newest form is drawn.

        Words go before. Where so many wait that it would take long nothing is drawn: the press was acknowledged.
        """
        if ref is None:
            return await self.say(chat, message)
        which = (chat, ref)
        waits = which in self._redraws
        if waits or len(self._redraws) < MOST_REDRAWS:
            self._redraws[which] = message
        if waits or which not in self._redraws:
            return None
        async with self._next_redraw:
            place = await self._turn(chat)
        newest = self._redraws.pop(which)
        outcome = await self._patiently(chat, place, partial(self._channel.edit, chat, ref, newest))
        if isinstance(outcome, Refused):
            await self.say(chat, newest)
        return None

    async def _turn(self, chat: str) -> float:
        """Wait for the pace, one after the other; the place taken."""
        async with self._next:
            seconds = self._pacer.wait_all(self._monotonic(), person=True)
            if 0 < seconds <= LONGEST_WAIT:
                await asyncio.sleep(seconds)
            return self._pacer.sent(chat, self._monotonic(), person=True)

    async def _patiently(self, chat: str, place: float, send: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """Once more after a refusal for speed: people who ask wait seconds, they are not forgotten."""
        outcome = self._learnt(chat, place, await self._counted(await send()))
        if isinstance(outcome, Throttled) and outcome.seconds <= LONGEST_WAIT:
            await asyncio.sleep(outcome.seconds)
            place = await self._turn(chat)
            outcome = self._learnt(chat, place, await self._counted(await send()))
        return outcome

    async def _counted(self, outcome: Outcome) -> Outcome:
        return await surely(self._allowance.answered(outcome), outcome)

    def _learnt(self, chat: str, place: float, outcome: Outcome) -> Outcome:
        now = self._monotonic()
        if isinstance(outcome, Throttled):
            self._pacer.stop(outcome.seconds, now, chat=chat if self._pacer.crowded(chat, now) else None)
        elif not isinstance(outcome, Failed | Unknown | Deferred):
            self._pacer.answered(place, now)
        return outcome
