"""People on a Zalo bot, where everything is typed: choices by number, marks by digit, word, stars or code."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.announcer import Announcer
from bot.channels.zalo_bot import ZaloBot
from bot.config import parse_config
from bot.courier import Courier
from bot.courier.plans import allowance_of
from bot.courier.render import Renderer
from bot.house import house_of
from bot.listener import Listener
from bot.watching import watcher_of
from feeds.fetching import Fetcher
from storage import feedback
from storage.database import Database
from storage.outbox import quotas
from storage.records import Messenger
from tests.conftest import Clock
from tests.fakes.portal import FakeSite
from tests.fakes.zalo_bot import FakeZaloBot
from tests.journeys.town import OFFICE, URL, Unhurried

LAN, HAI, GROUP = "lan", "hai", "zgr-1a"


class Bot:
    """An office that has a Zalo bot and nothing else."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock
        self.site, self.zalo = FakeSite(URL), FakeZaloBot()
        self.config = parse_config(OFFICE)
        self.fetcher = Fetcher(self.config.portal, clock=clock, transport=httpx.MockTransport(self._site))
        self.watcher = watcher_of(self.config, database, self.fetcher, clock)
        self.announcer = Announcer(database, self.config, clock=clock)
        self.restart()

    def restart(self) -> None:
        """What was only in memory is forgotten."""
        self.channel = ZaloBot(
            self.zalo.token,
            leaders=[HAI],
            transport=self.zalo.transport(),
            monotonic=self._ever_later,
            pause=self._no_pause,
        )
        house, pacer = house_of(self.config), Unhurried(20)
        times: dict[str, Any] = {
            "clock": self.clock,
            "monotonic": self.clock.monotonic,
            "stopping": asyncio.Event(),
            "allowance": allowance_of(Messenger.ZALO_BOT, self.database, self.config, clock=self.clock),
        }
        self.listener = Listener(self.database, self.channel, house, pacer, **times)
        render = Renderer(self.database, house, clock=self.clock)
        self.courier = Courier(self.database, self.channel, render, pacer, **times)

    async def does(self, person: str, text: str, *, group: str = "") -> str:
        """Somebody writes; everything that is read in answer there."""
        before = len(self.zalo.sent_to(group or person))
        self.zalo.say(person, f"@Bot {text}" if group else text, group=group)
        self.clock.passes(seconds=3)
        while not self.zalo.heard:
            await self.listener.round()
        await self.passes(seconds=1)
        return "\n".join(self.zalo.sent_to(group or person)[before:])

    async def subscribe(self, person: str) -> str:
        await self.does(person, "dang ky")
        return await self.does(person, "1")

    async def publish(self, number: int, title: str) -> str:
        """A new article; what Lan reads of it."""
        self.site.publish(number, title, lead="Từ 6 giờ sáng mai.", at=self.clock())
        await self.passes(minutes=2)
        return self.zalo.sent_to(LAN)[-1]

    async def passes(self, **span: float) -> None:
        self.clock.passes(**span)
        for source in self.config.sources:
            await self.watcher.turn(source)
        while await self.announcer.round():
            pass
        while await self.courier.round():
            pass

    async def spread(self, article: str) -> tuple[int, ...]:
        async with self.database.reading() as tx:
            lines = await feedback.report(tx, self.clock() - timedelta(days=30))
        return next(line.tally.spread for line in lines if line.id == article)

    def _ever_later(self) -> float:
        return self.clock.monotonic()

    async def _no_pause(self, seconds: float) -> None:
        self.clock.passes(seconds=seconds)

    def _site(self, request: httpx.Request) -> httpx.Response:
        status, headers, body = self.site.answer(request.url.path)
        return httpx.Response(status, headers=headers, content=body)


@pytest.fixture
async def bot(database: Database, clock: Clock) -> AsyncIterator[Bot]:
    office = Bot(database, clock)
    office.site.publish(1, "Tin cũ", lead="a", at=clock())
    await office.passes(minutes=1)
    yield office
    await office.channel.close()
    await office.fetcher.close()


async def test_from_the_first_word_to_a_changed_mark_and_out_again(bot: Bot) -> None:
    welcome = await bot.does(LAN, "xin chào")
    assert "1. Đồng ý" in welcome
    assert "2. Không đồng ý" in welcome
    assert "Đã đăng ký" in await bot.does(LAN, "1")

    push = await bot.publish(2, "Cấp nước theo giờ")
    assert "Trả lời bằng số 1–5" in push
    assert "Dừng nhận tin: gõ HUY" in push
    assert "Đã ghi 4/5 cho bài «Cấp nước theo giờ»" in await bot.does(LAN, "⭐⭐⭐⭐")
    assert "Đã ghi 5/5 cho bài «Cấp nước theo giờ»" in await bot.does(LAN, "năm")
    assert await bot.spread("news_2") == (0, 0, 0, 0, 1)

    assert "Đã hủy đăng ký" in await bot.does(LAN, "HUY")
    assert "Xóa toàn bộ dữ liệu" in await bot.does(LAN, "xoa")
    assert "Đã xóa toàn bộ dữ liệu" in await bot.does(LAN, "1")


async def test_a_digit_means_the_last_news_and_a_code_an_older_one(bot: Bot) -> None:
    await bot.subscribe(LAN)
    await bot.publish(2, "Cấp nước theo giờ")
    await bot.publish(3, "Phát chổi tre")
    assert "«Phát chổi tre»" in await bot.does(LAN, "3")
    assert "«Cấp nước theo giờ»" in await bot.does(LAN, "DG TB2 5")
    assert "Không có tin" in await bot.does(LAN, "TB1 5")
    assert (await bot.spread("news_2"), await bot.spread("news_3")) == ((0, 0, 0, 0, 1), (0, 0, 1, 0, 0))
    bot.clock.passes(days=8)
    assert "Không có tin nào nhận trong 7 ngày" in await bot.does(LAN, "5")


async def test_an_open_list_wins_over_a_mark_and_the_answer_says_so(bot: Bot) -> None:
    await bot.subscribe(LAN)
    await bot.publish(2, "Cấp nước theo giờ")
    topics = await bot.does(LAN, "chuyen muc")
    assert "1. " in topics

    bot.restart()  # the list is remembered with the citizen
    answer = await bot.does(LAN, "1")

    assert answer.startswith("Quý vị đã chọn «1. ")
    assert await bot.spread("news_2") == (0, 0, 0, 0, 0)
    bot.clock.passes(minutes=31)
    assert "Đã ghi 1/5 cho bài" in await bot.does(LAN, "1")


async def test_a_stranger_who_types_one_without_having_read_subscribes_to_nothing(bot: Bot) -> None:
    assert "Đã đăng ký" not in await bot.does(HAI, "1")
    await bot.does(HAI, "dang ky")
    bot.restart()
    assert "Đã đăng ký" not in await bot.does(HAI, "1")
    assert "Đã đăng ký" in await bot.subscribe(HAI)


async def test_an_update_told_twice_is_one_mark(bot: Bot) -> None:
    await bot.subscribe(LAN)
    await bot.publish(2, "Cấp nước theo giờ")
    bot.zalo.replays = 3
    await bot.does(LAN, "5 sao")
    assert await bot.spread("news_2") == (0, 0, 0, 0, 1)


async def test_withdrawn_and_changed_news_is_told_by_a_short_message(bot: Bot) -> None:
    await bot.subscribe(LAN)
    post = bot.site.publish(
        2, "Lịch tàu Cửa Việt – Cồn Cỏ ngày 25/11", lead="Tàu xuất bến lúc 7h30 ngày 25/11.", at=bot.clock()
    )
    await bot.passes(minutes=2)
    post.lead = "Tàu xuất bến lúc 9h00 ngày 25/11."
    await bot.passes(minutes=3)
    assert [text for text in bot.zalo.sent_to(LAN) if "Cập nhật lúc" in text and "9h00" in text]


async def test_where_zalo_ends_the_month_first_what_is_urgent_goes_first_once_it_gives_again(
    bot: Bot,
) -> None:
    await bot.subscribe(LAN)
    await bot.subscribe(HAI)
    bot.zalo.per_month = len(bot.zalo.sent)
    await bot.publish(2, "Cấp nước theo giờ")
    for _ in range(30):
        await bot.passes(minutes=1)
    calls = len(bot.zalo.calls)
    await bot.publish(3, "CÔNG ĐIỆN KHẨN: cấm biển từ 18 giờ ngày 24/11 do áp thấp nhiệt đới")
    await bot.publish(4, "Phát chổi tre")
    assert len(bot.zalo.calls) - calls <= 2

    bot.zalo.per_month = None
    for _ in range(65):
        await bot.passes(minutes=1)
    await bot.passes(hours=16)  # 07:00: what was merged to spare messages
    async with bot.database.reading() as tx:
        assert await quotas.used(tx, "zalo_bot.messages.withheld", "2026-11") == 0
    for person in (LAN, HAI):
        _, _, first, *rest = bot.zalo.sent_to(person)
        assert first.startswith("TIN KHẨN")
        for title in ("Cấp nước theo giờ", "Phát chổi tre"):
            assert "".join(rest).count(title) == 1


async def test_a_group_is_subscribed_by_who_was_named_and_each_member_votes(bot: Bot) -> None:
    assert "chỉ người được Cổng ghi tên" in await bot.does(LAN, "dang ky", group=GROUP)
    assert "Đã đăng ký" not in await bot.does(LAN, "1", group=GROUP)
    assert "1. Đồng ý" in await bot.does(HAI, "dang ky", group=GROUP)
    assert "chỉ người được Cổng ghi tên" in await bot.does(LAN, "1", group=GROUP)
    await bot.does(HAI, "dang ky", group=GROUP)
    assert "Đã đăng ký" in await bot.does(HAI, "1", group=GROUP)

    await bot.subscribe(LAN)
    await bot.publish(2, "Cấp nước theo giờ")
    assert "Cấp nước theo giờ" in bot.zalo.sent_to(GROUP)[-1]
    for who, mark in ((LAN, "3"), (LAN, "4"), (HAI, "2")):
        assert f"Đã ghi {mark}/5" in await bot.does(who, mark, group=GROUP)
    assert await bot.spread("news_2") == (0, 1, 0, 1, 0)

    for text in ("huy", "xoa", "dữ liệu"):
        assert "Chỉ quản trị viên" in await bot.does(LAN, text, group=GROUP)
    await bot.publish(3, "Phát chổi tre")
    assert "Phát chổi tre" in bot.zalo.sent_to(GROUP)[-1]
    assert "Đã hủy đăng ký" in await bot.does(HAI, "huy", group=GROUP)


async def test_who_speaks_english_is_asked_for_numbers_in_english(bot: Bot) -> None:
    await bot.subscribe(LAN)
    assert "Answer with a number to choose" in await bot.does(LAN, "english") + await bot.does(
        LAN, "settings"
    )
    assert "Answer 1–5 to rate it" in await bot.publish(2, "Cấp nước theo giờ")
