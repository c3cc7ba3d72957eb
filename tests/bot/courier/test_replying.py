"""Who asks is answered before any broadcast, at the pace, and what was overtaken is not drawn."""

import asyncio
from typing import Any

from bot.courier.allowance import Unlimited
from bot.courier.pacing import Pacer
from bot.courier.replying import MOST_REDRAWS, Replies
from bot.messages import Message, Outcome, Refused, Sent, Throttled


class Chat:
    """A messenger that takes what it is told to take."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.said: list[str] = []
        self.drawn: list[str] = []

    async def send(self, chat: str, message: Message) -> Outcome:
        self.said.append(f"{chat}: {message.text}")
        return self._next()

    async def edit(self, chat: str, ref: str, message: Message) -> Outcome:
        self.drawn.append(f"{chat}/{ref}: {message.text}")
        return self._next()

    def _next(self) -> Outcome:
        return self.outcomes.pop(0) if self.outcomes else Sent("1")


def replies(chat: Any, pacer: Pacer | None = None) -> Replies:
    return Replies(chat, pacer or Pacer(1000), Unlimited(), asyncio.get_running_loop().time)


async def test_of_many_redraws_of_one_message_only_the_newest_is_drawn() -> None:
    chat = Chat()
    pacer = Pacer(1000)
    pacer.stop(0.01, asyncio.get_running_loop().time())
    answer = replies(chat, pacer)

    await asyncio.gather(*(answer.redraw("1", "7", Message(f"{mark}/5")) for mark in range(1, 6)))
    await answer.redraw("1", "7", Message("lại 1/5"))

    assert chat.drawn == ["1/7: 5/5", "1/7: lại 1/5"]


async def test_where_too_many_wait_nothing_is_drawn_and_words_go_before() -> None:
    chat, pacer = Chat(), Pacer(1000)
    pacer.stop(0.5, asyncio.get_running_loop().time())
    answer = replies(chat, pacer)
    crowd = [
        asyncio.create_task(answer.redraw(str(one), "7", Message("4/5"))) for one in range(MOST_REDRAWS + 9)
    ]
    await asyncio.sleep(0)

    await answer.say("lan", Message("Chào"))
    drawn_before = len(chat.drawn)
    await asyncio.gather(*crowd)

    assert drawn_before <= 1
    assert len(chat.drawn) == MOST_REDRAWS


async def test_what_cannot_be_redrawn_is_said_anew() -> None:
    chat = Chat(Refused("message can't be edited"))
    answer = replies(chat)

    await answer.redraw("1", "7", Message("4/5"))
    await answer.redraw("2", None, Message("5/5"))

    assert chat.said == ["1: 4/5", "2: 5/5"]


async def test_a_refusal_for_speed_is_waited_for_once_and_stops_the_broadcast_too() -> None:
    chat, pacer = Chat(Throttled(0.01)), Pacer(1000)
    answer = replies(chat, pacer)

    await answer.say("1", Message("Chào"))

    assert chat.said == ["1: Chào", "1: Chào"]
    chat.outcomes = [Throttled(60)]
    await answer.say("2", Message("Nữa"))
    assert chat.said[2:] == ["2: Nữa"]
    assert pacer.wait_all(asyncio.get_running_loop().time()) > 50
