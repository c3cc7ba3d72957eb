"""What a courier does with one delivery, in the manner of its announcement: post, redraw, or the next best."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bot.channels import Channel
from bot.messages import Deferred, Message, Outcome
from storage.outbox.owed import Due, Manner


@dataclass(frozen=True, slots=True)
class Post:
    """A message of its own."""

    message: Message


@dataclass(frozen=True, slots=True)
class Redraw:
    """The message `ref` becomes this one."""

    ref: str
    message: Message


@dataclass(frozen=True, slots=True)
class Asleep:
    """Nothing may ring for them until then; what is to be done is asked anew."""

    until: datetime


Step = Post | Redraw | Asleep
Render = Callable[[Due, bool], Awaitable[Message | Asleep | None]]


async def steps(due: Due, render: Render, channel: Channel) -> tuple[Step, ...]:
    """What to try in turn until one is not refused; nothing where there is nothing to tell or nothing to redraw."""
    manner = due.announcement.manner
    match manner:
        case Manner.SEND | Manner.REPLY:
            return await _posted(due, render, answers=due.target if manner is Manner.REPLY else None)
        case Manner.EDIT:
            return await _redrawn(due, render, channel)
        case Manner.AMEND if due.target is None and due.announcement.article is None:
            return ()  # a notice that never came; an article may have come, and only the answer got lost
        case Manner.AMEND:
            return await _redrawn(due, render, channel) + await _posted(due, render, answers=due.target)
        case _:
            assert_never(manner)


async def take(step: Step, due: Due, channel: Channel) -> Outcome:
    """One step."""
    match step:
        case Redraw(ref, message):
            return await channel.edit(due.address.chat, ref, message)
        case Post(message):
            return await channel.send(due.address.chat, message)
        case Asleep(until):
            return Deferred(until, "their quiet hours")
        case _:
            assert_never(step)


async def _posted(due: Due, render: Render, *, answers: str | None) -> tuple[Step, ...]:
    message = await render(due, False)
    if isinstance(message, Asleep):
        return (message,)
    if message and answers:
        message = replace(message, reply_to=answers)
    return (Post(message),) if message else ()


async def _redrawn(due: Due, render: Render, channel: Channel) -> tuple[Step, ...]:
    if due.target is None or not channel.edits:
        return ()
    message = await render(due, True)
    return (Redraw(due.target, message),) if isinstance(message, Message) else ()
