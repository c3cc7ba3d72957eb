"""Articles put together leave room for others, between them and while a long one is understood."""

import asyncio
from datetime import timedelta

import pytest

from feeds.article import Version
from feeds.composing import Composer
from feeds.portals import Portal, Source
from tests.conftest import NOW

SENTENCE = "Tàu khách xuất bến lúc 7h30 ngày 28/11/2026 tại cảng Cửa Việt, hạn chót đăng ký 26/11/2026. "


@pytest.mark.parametrize(
    ("count", "body"), [pytest.param(50, "", id="many"), pytest.param(1, SENTENCE * 60, id="a long one")]
)
async def test_others_have_their_turns(count: int, body: str) -> None:
    turns, over = 0, False

    async def other_work() -> None:
        nonlocal turns
        while not over:
            turns += 1
            await asyncio.sleep(0)

    composer = Composer(Portal(id="conco", name="Cổng", url="https://conco.example"), (), None)
    source = Source(name="tin", addresses=("https://conco.example/rss/",), every=timedelta(minutes=2))
    beside = asyncio.create_task(other_work())
    for number in range(count):
        await composer.article(
            source,
            Version(title=f"Tàu nghỉ {number}", body=body),
            external_id=str(number),
            link="https://conco.example/1",
            published=NOW,
            now=NOW,
            retold=False,
        )
    over = True
    await beside

    assert turns >= 50
