"""Articles put together one after the other leave room for others between them."""

import asyncio
from datetime import timedelta

from feeds.article import Version
from feeds.composing import Composer
from feeds.portals import Portal, Source
from tests.conftest import NOW


async def test_many_articles_never_keep_the_service_from_its_other_work() -> None:
    turns, over = 0, False

    async def other_work() -> None:
        nonlocal turns
        while not over:
            turns += 1
            await asyncio.sleep(0)

    composer = Composer(Portal(id="conco", name="Cổng", url="https://conco.example"), (), None)
    source = Source(name="tin", addresses=("https://conco.example/rss/",), every=timedelta(minutes=2))
    beside = asyncio.create_task(other_work())
    for number in range(50):
        await composer.article(
            source,
            Version(title=f"Tàu nghỉ {number}", lead=""),
            external_id=str(number),
            link="https://conco.example/1",
            published=NOW,
            now=NOW,
            retold=False,
        )
    over = True
    await beside

    assert turns >= 50
