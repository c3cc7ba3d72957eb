"""A messenger that tells the same thing again is believed once and answered once."""

import asyncio

from bot.channels.zalo_bot import ZaloBot
from bot.config import parse_config
from bot.courier.pacing import Pacer
from bot.house import house_of
from bot.listener import Listener
from bot.wording import CONSENT_VERSION
from storage import citizens
from storage.database import Database
from storage.records import Address, Messenger
from tests.conftest import Clock
from tests.fakes.zalo_bot import FakeZaloBot

TED = "6ede9afa66b88fe6d6a9"
OFFICE = """
[portal]
id = "conco"
name = "Cổng Cồn Cỏ"
url = "https://conco.vn"

[[sources]]
name = "tin"
feed = "https://conco.vn/rss/"

[zalo_bot]
users = 1
"""


def listener(database: Database, fake: FakeZaloBot, clock: Clock) -> Listener:
    async def pause(seconds: float) -> None:
        clock.passes(seconds=seconds)

    return Listener(
        database,
        ZaloBot(fake.token, transport=fake.transport(), pause=pause, monotonic=clock.monotonic),
        house_of(parse_config(OFFICE)),
        Pacer(5),
        clock=clock,
        monotonic=clock.monotonic,
        stopping=asyncio.Event(),
    )


async def test_an_update_told_three_times_is_answered_once(database: Database, clock: Clock) -> None:
    fake = FakeZaloBot()
    fake.replays = 2
    fake.say(TED, "trợ giúp")
    ears = listener(database, fake, clock)
    while not fake.heard:
        await ears.round()

    assert len(fake.sent_to(TED)) == 1
    assert ("sendChatAction", {"chat_id": TED, "action": "typing"}) in fake.calls


async def test_it_is_remembered_across_a_restart(database: Database, clock: Clock) -> None:
    fake = FakeZaloBot()
    fake.replays = 1
    fake.say(TED, "trợ giúp")
    await listener(database, fake, clock).round()
    await listener(database, fake, clock).round()

    assert fake.heard
    assert len(fake.sent_to(TED)) == 1


async def test_a_picture_is_answered_with_what_can_be_done(database: Database, clock: Clock) -> None:
    fake = FakeZaloBot()
    fake.say(TED, "")["event_name"] = "message.image.received"

    await listener(database, fake, clock).round()

    [answer] = fake.sent_to(TED)
    assert "chỉ đọc được tin nhắn bằng chữ" in answer


async def test_whoever_comes_when_the_plan_is_full_is_told_so_politely(
    database: Database, clock: Clock
) -> None:
    async with database.transaction() as tx:
        first = Address(Messenger.ZALO_BOT, "first")
        await citizens.subscribe(tx, first, (), consent_version=CONSENT_VERSION, language="vi", now=clock())
    fake = FakeZaloBot()
    fake.say(TED, "đăng ký")
    fake.say("first", "đăng ký")
    ears = listener(database, fake, clock)
    while not fake.heard:
        await ears.round()

    assert "đã đủ số người" in fake.sent_to(TED)[0]
    assert "đã đăng ký" in fake.sent_to("first")[0]
