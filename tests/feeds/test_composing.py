"""Articles put together leave room for others, between them and while one is understood."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from feeds import composing
from feeds.article import Version
from feeds.composing import Composer
from feeds.portals import Portal, Source
from tests.conftest import NOW

ENOUGH = 50  # turns


async def put_together(count: int, each_turn: Callable[[int], None] = lambda _: None) -> int:
    """Put articles together; how many turns others had meanwhile."""
    turns, over = 0, False

    async def other_work() -> None:
        nonlocal turns
        while not over:
            turns += 1
            each_turn(turns)
            await asyncio.sleep(0)

    composer = Composer(Portal(id="conco", name="Cổng", url="https://conco.example"), (), None)
    source = Source(name="tin", addresses=("https://conco.example/rss/",), every=timedelta(minutes=2))
    beside = asyncio.create_task(other_work())
    for number in range(count):
        await composer.article(
            source,
            Version(title=f"Tàu nghỉ {number}", body=""),
            external_id=str(number),
            link="https://conco.example/1",
            published=NOW,
            now=NOW,
            retold=False,
        )
    over = True
    await beside
    return turns


async def test_others_have_their_turns_between_many() -> None:
    assert await put_together(ENOUGH) >= ENOUGH


async def test_others_have_their_turns_while_a_long_one_is_understood(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    had_theirs, understand = threading.Event(), composing.understand

    def once_others_had_theirs(*version: Any, **told: Any) -> Any:
        assert had_theirs.wait(10)  # in vain where the loop itself waits here
        return understand(*version, **told)

    def count(turns: int) -> None:
        if turns == ENOUGH:
            had_theirs.set()

    monkeypatch.setattr(composing, "understand", once_others_had_theirs)

    assert await put_together(1, count) >= ENOUGH
