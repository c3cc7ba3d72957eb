"""Hear → decide → remember → answer. A batch is confirmed to the messenger only after its effects are committed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from bot.channels import Channel
from bot.conversation import interpret, respond
from bot.conversation.effects import EraseCitizen
from bot.conversation.turns import House, Request, Turn
from bot.courier.allowance import Allowance, Unlimited
from bot.courier.pacing import Pacer
from bot.courier.replying import Replies
from bot.listener.bearing import Bearing, few_words
from bot.listener.gathering import awaits_remark, gather, open_menu, overtaken
from bot.listener.known import Known
from bot.listener.late import name_of, overruled, said_before, timed
from bot.listener.leading import Leaders
from bot.listener.numbering import Strangers, meant, menu_of, named
from bot.listener.remembering import remember
from bot.loops import attempt, attempt_within
from bot.messages import Answer, Chose, Incoming, Left, Message, Returned, Said
from bot.wording import both
from storage import choices, citizens, heard, presence
from storage.database import Database, DatabaseUnavailable, Transaction
from storage.grouping import Grouped
from storage.records import Citizen

log = logging.getLogger(__name__)

BEHIND = 20  # batches whose answers may be under way while the next is heard
SPARE = 2.0  # seconds for them once nobody says anything, or the service stops


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
        self._allowance = allowance or Unlimited()
        self._replies = Replies(channel, pacer, self._allowance, monotonic)
        self._clock = clock
        self._monotonic = monotonic
        self._stopping = stopping
        self._done = done
        self._opened = False
        self._leaders = Leaders(channel, monotonic)
        self._bearing = Bearing(monotonic)
        self._strangers = Strangers()
        self._turns = Grouped(self._commit)
        self._answering: set[asyncio.Task[None]] = set()

    async def round(self) -> int:
        """Hear one batch and answer it; returns how many were heard. Raises Unreachable."""
        if not self._opened:
            await self._channel.open()
            self._opened = True
        told = await self._unless_stopped(self._channel.hear())
        if told:
            answer = await self.remember(told)
            self._answering.add(asyncio.create_task(_surely(answer)))
        self._channel.remembered()
        await self._answered(SPARE if not told or len(self._answering) > BEHIND else 0)
        return len(told)

    async def finish(self) -> None:
        """After the last round: who was heard is answered, within `SPARE` seconds."""
        await self._answered(SPARE)
        for late in self._answering:
            late.cancel()

    async def _answered(self, seconds: float) -> None:
        if self._answering:
            _, self._answering = await asyncio.wait(self._answering, timeout=seconds)

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
        """Remember the effects of a batch, then answer each."""
        answer = await self.remember(told)
        await answer()

    async def remember(self, told: Sequence[Incoming]) -> Callable[[], Awaitable[None]]:
        """Remember the effects of all that is told at the same time in one transaction; what is returned answers."""
        told, turns = self._bearing.heard(timed(told, theirs=self._channel.their.now(), now=self._clock()))
        told = await self._leaders.named(told)
        turns += zip(told, await self._kept(told), strict=True)
        if any(isinstance(effect, EraseCitizen) for _, turn in turns for effect in turn.effects):
            await self._database.scrub()
        self._done()
        return partial(self._answer_all, turns)

    async def _kept(self, told: Sequence[Incoming]) -> list[Turn]:
        """Where the database gave way all are heard again, and that is not their saying it too often."""
        try:
            return await self._turns(told)
        except DatabaseUnavailable:
            self._bearing.unheard(told)
            raise

    async def _commit(self, told: Sequence[Incoming]) -> list[Turn]:
        """All in one go; where one goes wrong, all anew and each apart: it undoes nothing of the others."""
        known = Known()
        with suppress(_Anew):
            async with self._database.transaction() as tx:
                return [await self._sure(tx, incoming, known) for incoming in told]
        turns: list[Turn] = []
        async with self._database.transaction() as tx:
            for incoming in told:
                turn = await attempt_within("listen", partial(self._apart, tx, incoming))
                turns.append(turn or Turn(answer=few_words(both("BUSY"), incoming)))
        return turns

    async def _sure(self, tx: Transaction, incoming: Incoming, known: Known) -> Turn:
        turn = await attempt_within("listen", partial(self._beside, tx, incoming, known))
        if turn is None:
            raise _Anew
        return turn

    async def _beside(self, tx: Transaction, incoming: Incoming, known: Known) -> Turn:
        async with tx.surely():
            return await self._turn(tx, incoming, known)

    async def _apart(self, tx: Transaction, incoming: Incoming) -> Turn:
        async with tx.savepoint():
            return await self._turn(tx, incoming, Known())

    async def _answer_all(self, turns: Sequence[tuple[Incoming, Turn]]) -> None:
        await asyncio.gather(*(self._answer(incoming, turn.answer) for incoming, turn in turns))

    async def _turn(self, tx: Transaction, incoming: Incoming, known: Known) -> Turn:
        now = self._clock()
        citizen = await citizens.find(tx, incoming.address)
        request, choice = await self._request(tx, incoming, citizen, now)
        if request is None or (citizen and overruled(incoming, citizen.turned_at)):
            return Turn()
        name = name_of(incoming) if self._channel.replays else ""
        if name and not await heard.first_time(tx, incoming.address.messenger, name, now=now):
            return Turn()
        if citizen and isinstance(incoming, Left | Returned) and incoming.at:
            await presence.turned(tx, citizen.id, at=incoming.at)
        seen = await gather(tx, request, incoming, self._house, citizen=citizen, known=known, now=now)
        turn = respond(await overtaken(tx, request, incoming, seen), seen)
        for effect in turn.effects:
            await remember(tx, effect, incoming, seen, now=now)
            known.follow(effect, seen)
        if isinstance(incoming, Chose | Said):
            await self._allowance.heard(tx, incoming.address, now=now)
            await self._leave_open(tx, incoming, turn.answer, now)
        return replace(turn, answer=named(turn.answer, choice, seen.say))

    async def _request(
        self, tx: Transaction, incoming: Incoming, citizen: Citizen | None, now: datetime
    ) -> tuple[Request | None, str]:
        """What is asked for, and the line of a numbered list that it was chosen by."""
        awaited = awaits_remark(citizen, now)
        if isinstance(incoming, Said) and (incoming.private or incoming.addressed):
            until = said_before(incoming, now)
            menu = await open_menu(tx, citizen, until) if citizen else self._strangers.of(incoming.address)
            menu = None if menu and until and menu.shown_at > until else menu
            if chosen := meant(incoming, menu, awaited=awaited, now=now):
                return chosen
        return interpret(incoming, awaited=awaited), ""

    async def _leave_open(
        self, tx: Transaction, incoming: Said | Chose, answer: Answer, now: datetime
    ) -> None:
        """Where there are no buttons, what was answered last is what a number means from now on."""
        if self._channel.buttons:
            return
        menu = menu_of(answer, now=now)
        citizen = await citizens.find(tx, incoming.address)
        self._strangers.show(incoming.address, None if citizen else menu)
        if citizen is not None:
            await choices.show_menu(tx, citizen.id, menu)

    async def _answer(self, incoming: Incoming, answer: Answer) -> None:
        if isinstance(incoming, Chose):
            answer = await self._toast(incoming, answer)
        if isinstance(incoming, Left):
            return
        chat, thread = incoming.address.chat, getattr(incoming, "thread", "")
        if isinstance(incoming, Said) and answer.say:
            await self._channel.attend(chat)
        if answer.redraw:
            ref = incoming.ref if isinstance(incoming, Chose) else None
            await self._replies.redraw(chat, ref, replace(answer.redraw, thread=thread))
        for message in answer.say:
            await self._replies.say(chat, replace(message, thread=thread))
        if isinstance(incoming, Said) and answer.toast and not (answer.redraw or answer.say):
            await self._replies.say(chat, Message(answer.toast, thread=thread))

    async def _toast(self, incoming: Chose, answer: Answer) -> Answer:
        """Acknowledge a press. Where no message can be redrawn, the few words are the answer."""
        if self._channel.edits or not answer.toast:
            await self._channel.toast(incoming.press, answer.toast or "")
            return answer
        return replace(answer, redraw=None, say=(Message(answer.toast), *answer.say))


async def _surely(answer: Callable[[], Awaitable[None]]) -> None:
    """What breaks in an answer breaks nothing else."""
    await attempt("answer", answer)


class _Anew(Exception):
    """One turn of a batch went wrong."""
