"""A citizen of Zalo from the first word to the last, by digit and by page, beside one of Telegram in one report."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.commands.reporting import row
from bot.courier import Courier
from bot.courier.render import Renderer
from bot.house import house_of
from bot.web.rating import rating_routes
from storage import articles, citizens, feedback
from storage.database import Database
from storage.records import Address, Messenger, Person
from tests.conftest import Clock
from tests.journeys.test_zalo_bot import LAN, Bot
from tests.journeys.town import Unhurried


@pytest.fixture
async def bot(database: Database, clock: Clock) -> AsyncIterator[Bot]:
    """Its pushes link the rating page."""
    office = Bot(database, clock)
    render = Renderer(database, house_of(office.config), clock=clock, pages="https://loa.test/r/")
    times = {"clock": clock, "monotonic": clock.monotonic}
    office.courier = Courier(
        database, office.channel, render, Unhurried(20), stopping=asyncio.Event(), **times
    )
    office.site.publish(1, "Tin cũ", lead="a", at=clock())
    await office.passes(minutes=1)
    yield office
    await office.channel.close()
    await office.fetcher.close()


async def test_the_whole_way(bot: Bot) -> None:
    await bot.subscribe(LAN)
    push = await bot.publish(2, "Cấp nước theo giờ")
    assert "Đã ghi 2/5" in await bot.does(LAN, "2 sao")

    site = Starlette(
        routes=rating_routes(
            bot.database, house_of(bot.config), clock=bot.clock, monotonic=bot.clock.monotonic
        )
    )
    page = re.findall(r"https://loa\.test/r/\S+", push)[0]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site)) as browser:
        assert "2" in (await browser.get(page)).text
        assert await bot.spread("news_2") == (0, 1, 0, 0, 0)
        assert "5/5" in (await browser.post(page, data={"mark": "5"})).text
        assert await bot.spread("news_2") == (0, 0, 0, 0, 1)
        assert "Đã ghi 4/5" in await bot.does(LAN, "bốn")
        assert 'class="given"><b>4</b>' in (await browser.get(page)).text

        async with bot.database.transaction() as tx:
            found = await articles.latest(tx, limit=9)
            story = next(one for one in found if one.article.external_id == "news_2")
            await feedback.rate(tx, Person(Messenger.TELEGRAM, "7"), story.id, 5, now=bot.clock())

        assert await bot.spread("news_2") == (0, 0, 0, 1, 1)
        assert "Đã hủy đăng ký" in await bot.does(LAN, "huy")
        before = len(bot.zalo.sent_to(LAN))
        bot.site.publish(3, "Lịch tiếp dân", lead="a", at=bot.clock())
        await bot.passes(minutes=2)
        assert len(bot.zalo.sent_to(LAN)) == before

        assert "1. Xóa dữ liệu" in await bot.does(LAN, "xóa")
        await bot.does(LAN, "1")
        assert await bot.spread("news_2") == (0, 0, 0, 1, 1)
        assert (await browser.post(page, data={"mark": "1"})).status_code == 404

    async with bot.database.reading() as tx:
        assert await citizens.find(tx, Address(Messenger.ZALO_BOT, LAN)) is None
        lines = await feedback.report(tx, bot.clock() - timedelta(days=1))
    told = next(row(line, k=bot.config.feedback.k) for line in lines if line.id == "news_2")
    assert (told["count"], told["mean"], told["spread"]) == (2, 4.5, [0, 0, 0, 1, 1])
