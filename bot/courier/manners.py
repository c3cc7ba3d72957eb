"""What a courier does with one delivery, in the manner of its announcement: post, redraw, or the next best."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import assert_never

from bot.channels import Channel
from bot.messages import Message, Outcome
from storage.outbox.owed import Due, Manner

Render = Callable[[Due, bool], Awaitable[Message | None]]


@dataclass(frozen=True, slots=True)
class Post:
    """A message of its own."""

    message: Message


@dataclass(frozen=True, slots=True)
class Redraw:
    """The message `ref` becomes this one."""

    ref: str
    message: Message


Step = Post | Redraw


async def steps(due: Due, render: Render, channel: Channel) -> tuple[Step, ...]:
    """What to try in turn until one is not refused; nothing where there is nothing to tell or nothing to redraw."""
    manner = due.announcement.manner
    match manner:
        case Manner.SEND | Manner.REPLY:
            message = await render(due, False)
            answers = due.target if manner is Manner.REPLY else None
            return (Post(replace(message, reply_to=answers)),) if message else ()
        case Manner.EDIT:
            return await _redrawn(due, render, channel)
        case Manner.AMEND if due.target is None and due.announcement.article is None:
            return ()  # a notice that never came; an article may have come, and only the answer got lost
        case Manner.AMEND:
            short = await render(due, False)
            answer = (Post(replace(short, reply_to=due.target)),) if short else ()
            return await _redrawn(due, render, channel) + answer
        case _:
            assert_never(manner)


async def take(step: Step, due: Due, channel: Channel) -> Outcome:
    """One step."""
    if isinstance(step, Redraw):
        return await channel.edit(due.address.chat, step.ref, step.message)
    return await channel.send(due.address.chat, step.message)


async def _redrawn(due: Due, render: Render, channel: Channel) -> tuple[Step, ...]:
    if due.target is None or not channel.edits:
        return ()
    message = await render(due, True)
    return (Redraw(due.target, message),) if message else ()
