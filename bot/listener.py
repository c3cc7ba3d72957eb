"""Hear → decide → remember → answer. A batch is confirmed to the messenger only after its effects are committed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from bot.allowance import Allowance, Unlimited
from bot.channels import Channel
from bot.conversation import interpret, respond
from bot.loops import attempt
from bot.messages import Answer, Chose, Incoming, Message, Outcome, Refused, Said, Sent, Throttled, Unknown
from bot.pacing import Pacer
from bot.remembering import gather, remember
from bot.turns import EraseCitizen, House, Turn
from bot.wording import vi
from storage import heard
from storage.database import Database, Transaction

log = logging.getLogger(__name__)

LONGEST_WAIT = 20.0


class Listener:
    """Answers what people say and press on one messenger."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        house: House,
        pacer: Pacer,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        stopping: asyncio.Event,
        done: Callable[[], None] = lambda: None,
        allowance: Allowance | None = None,
    ) -> None:
        self._database = database
        self._channel = channel
        self._house = house
        self._pacer = pacer
        self._allowance = allowance or Unlimited()
        self._clock = clock
        self._monotonic = monotonic
        self._stopping = stopping
        self._done = done
        self._opened = False

    async def round(self) -> int:
        """Hear one batch and answer it; returns how many were heard. Raises Unreachable."""
        if not self._opened:
            await self._channel.open()
            self._opened = True
        told = await self._unless_stopped(self._channel.hear())
        await self.handle(told)
        self._channel.remembered()
        return len(told)

    async def _unless_stopped(self, hearing: Coroutine[Any, Any, Sequence[Incoming]]) -> Sequence[Incoming]:
        """Waiting for people ends with the service; what was not heard out is told again after a restart."""
        ear, stop = asyncio.ensure_future(hearing), asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({ear, stop}, return_when=asyncio.FIRST_COMPLETED)
            return ear.result() if ear.done() else ()
        finally:
            stop.cancel()
            ear.cancel()

    async def handle(self, told: Sequence[Incoming]) -> None:
        """Remember the effects of a batch in one transaction, then answer each."""
        if told:
            answer = await self.remember(told)
            await answer()

    async def remember(self, told: Sequence[Incoming]) -> Callable[[], Awaitable[None]]:
        """Remember the effects of a batch in one transaction; what is returned answers each."""
        turns: list[tuple[Incoming, Turn]] = []
        async with self._database.transaction() as tx:
            for incoming in told:
                turn = await attempt("listen", partial(self._turn, tx, incoming))
                turns.append((incoming, turn or Turn(answer=_busy(incoming))))
        if any(isinstance(effect, EraseCitizen) for _, turn in turns for effect in turn.effects):
            await self._database.scrub()
        self._done()
        return partial(self._answer_all, turns)

    async def _answer_all(self, turns: Sequence[tuple[Incoming, Turn]]) -> None:
        await asyncio.gather(*(self._answer(incoming, turn.answer) for incoming, turn in turns))

    async def _turn(self, tx: Transaction, incoming: Incoming) -> Turn:
        """One turn inside its own savepoint: a surprise in one undoes nothing of the others."""
        request = interpret(incoming)
        if request is None:
            return Turn()
        now = self._clock()
        async with tx.savepoint():
            if self._channel.replays and not await self._first_time(tx, incoming, now):
                return Turn()
            seen = await gather(tx, request, incoming, self._house, now=now)
            turn = respond(request, seen)
            for effect in turn.effects:
                await remember(tx, effect, incoming, seen, now=now)
            if isinstance(incoming, Chose | Said):
                await self._allowance.heard(tx, incoming.address, now=now)
        return turn

    async def _first_time(self, tx: Transaction, incoming: Incoming, now: datetime) -> bool:
        """Whether this was not heard before; who comes and goes may be told twice, it changes nothing."""
        match incoming:
            case Said(ref=name) | Chose(press=name):
                return await heard.first_time(tx, incoming.address.messenger, name, now=now)
            case _:
                return True

    async def _answer(self, incoming: Incoming, answer: Answer) -> None:
        if isinstance(incoming, Chose):
            await self._channel.toast(incoming.press, answer.toast or "")
        if not isinstance(incoming, Chose | Said):
            return
        chat = incoming.address.chat
        if isinstance(incoming, Said) and answer.say:
            await self._channel.attend(chat)
        if answer.redraw:
            await self._redraw(chat, incoming.ref if isinstance(incoming, Chose) else None, answer.redraw)
        for message in answer.say:
            await self._say(chat, message)

    async def _redraw(self, chat: str, ref: str | None, message: Message) -> None:
        """In place where the messenger can, else as a new message."""
        if ref is not None:
            outcome = await self._patiently(lambda: self._channel.edit(chat, ref, message))
            if not isinstance(outcome, Refused):
                return
        await self._say(chat, message)

    async def _say(self, chat: str, message: Message) -> None:
        self._pacer.sent(chat, self._monotonic())
        outcome = await self._patiently(lambda: self._channel.send(chat, message))
        if isinstance(outcome, Sent | Unknown):
            await self._allowance.answered()

    async def _patiently(self, send: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """Once more after a refusal for speed: people who ask wait seconds, they are not forgotten."""
        outcome = await send()
        if isinstance(outcome, Throttled) and outcome.seconds <= LONGEST_WAIT:
            await asyncio.sleep(outcome.seconds)
            outcome = await send()
        return outcome


def _busy(incoming: Incoming) -> Answer:
    return Answer(toast=vi.BUSY) if isinstance(incoming, Chose) else Answer(say=(Message(vi.BUSY),))
