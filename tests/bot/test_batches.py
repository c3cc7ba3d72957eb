"""Many presses are one transaction, and a bad one undoes nothing of the others."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import pytest

from bot import listener as listening
from bot.actions import Rate, Unrate
from bot.clocks import TheirClock
from bot.codec import encode
from bot.courier.pacing import Pacer
from bot.listener import Listener
from bot.messages import Chose, Incoming, Message, Outcome, Sent
from storage import articles, feedback
from storage.database import Database
from storage.outbox.owed import DeliveryState
from storage.records import ArticleId, Person, Tally
from tests.bot.conftest import HOUSE
from tests.conftest import Clock
from tests.storage.outbox.test_deliveries import claimed, settled
from tests.storage.values import address, announced, draft, finding, published, subscriber


class Ear:
    """A messenger with so many presses to tell."""

    messenger = address(1).messenger
    edits = buttons = True
    replays = False

    def __init__(self) -> None:
        self.their = TheirClock(time.monotonic)
        self.toasts: dict[str, str] = {}

    async def toast(self, press: str, text: str) -> Outcome:
        self.toasts[press] = text
        return Sent("")

    async def send(self, chat: str, message: Message) -> Outcome:
        return Sent("2")

    async def edit(self, chat: str, ref: str, message: Message) -> Outcome:
        return Sent(ref)


def press(chat: int, article: ArticleId, mark: int) -> Incoming:
    return Chose(
        address=address(chat),
        person=Person(address(chat).messenger, str(chat)),
        code=encode(Rate(article, mark) if mark else Unrate(article)),
        press=str(chat),
        ref="1",
    )


async def told(database: Database, clock: Clock, people: Sequence[int]) -> ArticleId:
    for chat in people:
        await subscriber(database, chat, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    for due in await claimed(database, clock):
        await settled(database, clock, due, DeliveryState.SENT)
    return story.id


@pytest.mark.parametrize("bad", [None, 3])
async def test_a_bad_press_undoes_nothing_of_the_others(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch, bad: int | None
) -> None:
    people, ear = range(1, 7), Ear()
    article = await told(database, clock, people)
    usual, commits = listening.gather, 0
    begun = database.transaction

    async def gather(tx: Any, request: Any, incoming: Any, house: Any, **how: Any) -> Any:
        if incoming.press == str(bad):
            raise ZeroDivisionError
        return await usual(tx, request, incoming, house, **how)

    def transaction(**how: Any) -> Any:
        nonlocal commits
        commits += 1
        return begun(**how)

    monkeypatch.setattr(listening, "gather", gather)
    monkeypatch.setattr(database, "transaction", transaction)
    stopping = asyncio.Event()
    times: dict[str, Any] = {"clock": clock, "monotonic": clock.monotonic, "stopping": stopping}
    listener = Listener(database, ear, HOUSE, Pacer(1000), **times)  # type: ignore[arg-type]

    await listener.handle([press(chat, article, 4) for chat in people])

    async with database.reading() as tx:
        assert (await feedback.tally(tx, article)).spread[3] == len(people) - (bad is not None)
    assert ear.toasts.keys() == {str(chat) for chat in people}
    assert ("4/5" in ear.toasts["3"]) is (bad is None)
    assert commits == (1 if bad is None else 2)


async def test_marks_of_one_batch_are_counted_as_if_each_came_alone(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = await told(database, clock, range(1, 7))
    usual, looked = articles.story, 0

    async def story(*how: Any) -> Any:
        nonlocal looked
        looked += 1
        return await usual(*how)

    monkeypatch.setattr(articles, "story", story)
    times: dict[str, Any] = {"clock": clock, "monotonic": clock.monotonic, "stopping": asyncio.Event()}
    listener = Listener(database, Ear(), HOUSE, Pacer(1000), **times)  # type: ignore[arg-type]
    pressed = [(1, 4), (2, 4), (1, 2), (3, 5), (2, 0), (4, 5), (5, 5), (2, 3), (6, 1)]

    await listener.handle([press(chat, article, mark) for chat, mark in pressed])

    async with database.reading() as tx:
        stands = await feedback.standing(tx, article)
        mine = [
            await feedback.mark_of(tx, Person(address(1).messenger, str(chat)), article)
            for chat in range(1, 7)
        ]
    assert mine == [2, 3, 5, 5, 5, 1]
    assert stands.tally == Tally((1, 1, 1, 0, 3))
    assert HOUSE.k == 5
    assert stands.shown == Tally((0, 1, 1, 0, 3))  # when the fifth had voted, and not moved by the sixth
    assert looked == 1
