"""People on a Zalo Official Account, from following to leaving, over a real database and signed webhooks."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.announcer import Announcer
from bot.channels.zalo_oa import ZaloOa
from bot.channels.zalo_oa.tokens import Tokens
from bot.config import parse_config
from bot.courier import Courier
from bot.courier.broadcaster import Broadcaster
from bot.courier.plans import allowance_of
from bot.courier.render import Renderer
from bot.house import house_of
from bot.listener import Listener
from bot.watching import watcher_of
from bot.web.hooks import hook_route
from feeds.fetching import Fetcher
from storage import citizens, feedback
from storage.database import Database
from storage.outbox import deliveries
from storage.records import Address, Messenger
from tests.conftest import Clock
from tests.fakes.portal import FakeSite
from tests.fakes.zalo_oa import FakeZaloOa
from tests.journeys.town import OFFICE, URL, Unhurried

LAN, HAI = "246845883529197922", "246845883529197923"


class Account:
    """An office that has a Zalo Official Account and nothing else."""

    def __init__(self, database: Database, clock: Clock, office: str = OFFICE) -> None:
        self.database, self.clock = database, clock
        self.site, self.zalo = FakeSite(URL), FakeZaloOa()
        config, client = parse_config(office), httpx.AsyncClient(transport=self.zalo.transport())
        names = {"app_id": self.zalo.app_id, "app_secret": self.zalo.app_secret}
        tokens = Tokens(database, client, **names, seed="refresh-0", clock=clock)
        times: dict[str, Any] = {"clock": clock, "monotonic": clock.monotonic}
        self.channel = ZaloOa(database, tokens, client, **names, secret_key=self.zalo.key, **times)
        self.fetcher = Fetcher(config.portal, clock=clock, transport=httpx.MockTransport(self._site))
        self.watcher = watcher_of(config, database, self.fetcher, clock)
        self.announcer = Announcer(database, config, clock=clock)
        self.config, house, pacer = config, house_of(config), Unhurried(20)
        times |= {
            "stopping": asyncio.Event(),
            "allowance": allowance_of(Messenger.ZALO_OA, database, config, clock=clock),
        }
        listener = Listener(database, self.channel, house, pacer, **times)
        render = Renderer(database, house, clock=clock)
        self.courier = Courier(database, self.channel, render, pacer, **times)
        self.broadcaster = Broadcaster(database, self.channel, config, render.about, clock=clock)
        self.hooks = Starlette(routes=[hook_route(self.channel, listener.remember)])

    async def hook(self, raw: bytes, headers: dict[str, str]) -> int:
        """The webhook is called; its status."""
        transport = httpx.ASGITransport(self.hooks)
        async with httpx.AsyncClient(transport=transport, base_url="http://loa.test") as client:
            answer = await client.post("/hooks/zalo-oa", content=raw, headers=headers)
        await self.passes(seconds=2)
        return answer.status_code

    async def does(self, person: str, text: str = "", *, name: str = "user_send_text") -> list[str]:
        """Somebody writes, taps, follows; what they read in answer."""
        before = len(self.zalo.sent_to(person))
        assert await self.hook(*self.zalo.event(person, text, name=name)) == 200
        return self.zalo.sent_to(person)[before:]

    async def subscribe(self, person: str) -> None:
        await self.does(person, "đăng ký")
        await self.does(person, self.taps(person)[0])

    def taps(self, person: str) -> list[str]:
        """What the buttons of the last message send when they are tapped."""
        message = [message for whom, message in self.zalo.sent if whom == person][-1]
        return [button["payload"] for button in message["attachment"]["payload"]["buttons"]]

    async def publish(self, number: int, title: str) -> None:
        self.site.publish(number, title, lead="Từ 6 giờ.", at=self.clock())
        await self.passes(minutes=2)

    async def passes(self, **span: float) -> None:
        self.clock.passes(**span)
        for source in self.config.sources:
            await self.watcher.turn(source)
        while await self.announcer.round():
            pass
        while await self.courier.round():
            pass
        while await self.broadcaster.round():
            pass

    async def spread(self, article: str) -> tuple[int, ...]:
        async with self.database.reading() as tx:
            lines = await feedback.report(tx, self.clock() - timedelta(days=30))
        return next(line.tally.spread for line in lines if line.id == article)

    def _site(self, request: httpx.Request) -> httpx.Response:
        status, headers, body = self.site.answer(request.url.path)
        return httpx.Response(status, headers=headers, content=body)


@pytest.fixture
async def account(database: Database, clock: Clock) -> AsyncIterator[Account]:
    office = Account(database, clock)
    office.site.publish(1, "Tin cũ", lead="a", at=clock())
    await office.passes(minutes=1)
    yield office
    await office.channel.close()
    await office.fetcher.close()


async def test_from_a_follow_to_a_mark_and_out_again(account: Account) -> None:
    assert await account.does(LAN, name="follow") == []
    [welcome] = await account.does(LAN, "đăng ký")
    assert "lần cuối Quý vị nhắn" in welcome
    [subscribed] = await account.does(LAN, account.taps(LAN)[0])
    assert "Đã đăng ký" in subscribed

    await account.publish(2, "Cấp nước theo giờ")
    push = account.zalo.sent_to(LAN)[-1]
    assert "Cấp nước theo giờ" in push
    assert "1–5" in push
    four, two = account.taps(LAN)[3], account.taps(LAN)[1]

    [thanks] = await account.does(LAN, four)
    assert "4/5" in thanks
    event = account.zalo.event(LAN, two)
    for _ in range(3):
        assert await account.hook(*event) == 200
    assert await account.spread("news_2") == (0, 1, 0, 0, 0)
    assert sum("2/5" in text for text in account.zalo.sent_to(LAN)) == 1

    await account.does(LAN, "xóa dữ liệu")
    await account.does(LAN, account.taps(LAN)[0])
    async with account.database.reading() as tx:
        assert await citizens.find(tx, Address(Messenger.ZALO_OA, LAN)) is None
    assert await account.spread("news_2") == (0, 1, 0, 0, 0)


async def test_a_forged_event_changes_nothing(account: Account) -> None:
    raw, headers = account.zalo.event(LAN, "đăng ký")
    assert await account.hook(raw.replace(LAN.encode(), HAI.encode()), headers) == 403
    assert await account.hook(raw, {}) == 403
    assert account.zalo.sent == []


async def test_who_was_quiet_is_told_once_they_write(account: Account) -> None:
    await account.subscribe(LAN)
    await account.passes(hours=49)
    await account.publish(2, "Cấp nước theo giờ")
    assert "Cấp nước theo giờ" not in "".join(account.zalo.sent_to(LAN))
    async with account.database.reading() as tx:
        assert await deliveries.unreached(tx, since=account.clock() - timedelta(days=1)) == 1

    told = await account.does(LAN, "trợ giúp")

    assert len([text for text in told if "Cấp nước theo giờ" in text]) == 1


async def test_one_refusal_in_a_broadcast_is_one_persons(account: Account) -> None:
    for person in (LAN, HAI):
        await account.subscribe(person)
    account.zalo.refuse = lambda _, chat: -211 if chat == LAN else 0
    account.zalo.expire()
    await account.publish(2, "Cấp nước theo giờ")
    assert "Cấp nước theo giờ" in account.zalo.sent_to(HAI)[-1]

    account.zalo.refuse = lambda *_: 0
    await account.passes(hours=2)
    for person in (LAN, HAI):
        assert len([text for text in account.zalo.sent_to(person) if "Cấp nước theo giờ" in text]) == 1


async def test_who_stops_following_is_left_alone_until_they_come_back(account: Account) -> None:
    await account.subscribe(LAN)
    await account.does(LAN, name="unfollow")
    await account.publish(2, "Cấp nước theo giờ")
    assert "Cấp nước theo giờ" not in "".join(account.zalo.sent_to(LAN))

    await account.does(LAN, name="follow")
    await account.publish(3, "Cấp nước trở lại")
    assert "Cấp nước trở lại" in account.zalo.sent_to(LAN)[-1]
