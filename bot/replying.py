"""Sends what answers a person: before any broadcast, at the same pace, and once more after a refusal for speed."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from bot.allowance import Allowance
from bot.channels import Channel
from bot.messages import Deferred, Failed, Message, Outcome, Refused, Sent, Throttled, Unknown
from bot.pacing import Pacer

LONGEST_WAIT = 20.0


class Replies:
    """What people are answered on one channel."""

    def __init__(
        self, channel: Channel, pacer: Pacer, allowance: Allowance, monotonic: Callable[[], float]
    ) -> None:
        self._channel = channel
        self._pacer = pacer
        self._allowance = allowance
        self._monotonic = monotonic
        self._first = asyncio.Lock()

    async def say(self, chat: str, message: Message) -> None:
        """A new message."""
        outcome = await self._patiently(chat, partial(self._channel.send, chat, message))
        if isinstance(outcome, Sent | Unknown):
            await self._allowance.answered()

    async def redraw(self, chat: str, ref: str | None, message: Message) -> None:
        """In place where the messenger can, else as a new message."""
        if ref is not None:
            outcome = await self._patiently(chat, partial(self._channel.edit, chat, ref, message))
            if not isinstance(outcome, Refused):
                return
        await self.say(chat, message)

    async def _patiently(self, chat: str, send: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """Once more after a refusal for speed: people who ask wait seconds, they are not forgotten."""
        outcome = await self._at_the_pace(chat, send)
        if isinstance(outcome, Throttled) and outcome.seconds <= LONGEST_WAIT:
            await asyncio.sleep(outcome.seconds)
            outcome = await self._at_the_pace(chat, send)
        return outcome

    async def _at_the_pace(self, chat: str, send: Callable[[], Awaitable[Outcome]]) -> Outcome:
        async with self._first:
            seconds = self._pacer.wait_all(self._monotonic(), person=True)
            if 0 < seconds <= LONGEST_WAIT:
                await asyncio.sleep(seconds)
            place = self._pacer.sent(chat, self._monotonic(), person=True)
        outcome = await send()
        now = self._monotonic()
        if isinstance(outcome, Throttled):
            self._pacer.stop(outcome.seconds, now, chat=chat if self._pacer.crowded(chat, now) else None)
        elif not isinstance(outcome, Failed | Unknown | Deferred):
            self._pacer.answered(place, now)
        return outcome
