"""The sandbox's Telegram, driven by the adapter that speaks to the real one."""

from datetime import timedelta

import httpx
import pytest

from bot.actions import Rate
from bot.channels import Unreachable
from bot.channels.telegram import Telegram
from bot.codec import encode
from bot.messages import (
    Choice,
    Chose,
    Failed,
    Gone,
    Left,
    Link,
    Message,
    Refused,
    Returned,
    Said,
    Sent,
    Throttled,
    Unknown,
)
from bot.sandbox.telegram.world import World
from storage.records import ArticleId
from tests.bot.sandbox.conftest import Clock

MARKS = tuple(Choice(f"{n} ⭐", Rate(ArticleId(7), n)) for n in range(1, 6))
MESSAGE = Message(
    "🌊 Tàu nghỉ\n\nNgày 25/11",
    bold=((2, 10),),
    rows=(MARKS, (Link("Xem", "https://x.vn/7"),)),
    preview="https://x.vn/7",
    silent=True,
)


async def test_what_loa_sends_stands_on_the_phone_as_it_was_meant(
    world: World, lan: int, loa: Telegram
) -> None:
    world.say(lan, "/start")
    sent = await loa.send(str(lan), MESSAGE)
    _, shown = world.chat(lan)
    assert sent == Sent(str(shown.message_id))
    assert shown.from_bot
    assert shown.silent
    assert shown.text == MESSAGE.text
    assert shown.entities == ({"type": "bold", "offset": 3, "length": 8},)  # the wave takes two units
    marks, links = shown.rows
    assert [button["callback_data"] for button in marks] == [encode(choice.action) for choice in MARKS]
    assert [button["url"] for button in links] == ["https://x.vn/7"]
    assert [one["command"] for one in world.commands['{"type": "default"}', ""]] == ["trogiup"]


async def test_what_a_phone_does_is_heard_in_order(
    world: World, lan: int, loa: Telegram, clock: Clock
) -> None:
    first = world.say(lan, "/start")
    shown = await loa.send(str(lan), MESSAGE)
    assert isinstance(shown, Sent)
    world.reply(lan, int(shown.ref), "4")
    press = world.press(lan, int(shown.ref), encode(MARKS[2].action))
    world.block(lan)
    world.unblock(lan)
    said, replied, chose, left, returned = await loa.hear()
    assert isinstance(said, Said)
    assert (said.text, said.ref, said.at, said.address.chat) == ("/start", str(first), clock.now, str(lan))
    assert isinstance(replied, Said)
    assert (replied.text, replied.reply_to) == ("4", shown.ref)
    assert isinstance(chose, Chose)
    assert (chose.code, chose.press, chose.ref) == (encode(MARKS[2].action), press, shown.ref)
    assert isinstance(left, Left)
    assert isinstance(returned, Returned)


async def test_a_press_is_answered_once_and_in_time(
    world: World, lan: int, loa: Telegram, clock: Clock
) -> None:
    ref = world.say(lan, "/start")
    press = world.press(lan, ref, "forged")
    assert await loa.toast(press, "Cảm ơn bà con") == Sent("")
    assert world.toasts(lan) == ["Cảm ơn bà con"]
    assert isinstance(await loa.toast(press, "Lần hai"), Refused)
    late = world.press(lan, ref, "forged")
    clock.now += timedelta(minutes=5)
    assert isinstance(await loa.toast(late, "Muộn"), Refused)
    assert world.toasts(lan) == ["Cảm ơn bà con"]


async def test_an_edit_changes_the_message_in_its_place(
    world: World, lan: int, loa: Telegram, clock: Clock
) -> None:
    world.say(lan, "/start")
    sent = await loa.send(str(lan), MESSAGE)
    assert isinstance(sent, Sent)
    world.say(lan, "cảm ơn")
    before = world.pulse.count
    assert isinstance(await loa.edit(str(lan), sent.ref, MESSAGE), Sent)
    assert world.pulse.count == before, (
        "an edit that changes nothing is refused, and the adapter takes it well"
    )
    assert isinstance(await loa.edit(str(lan), sent.ref, Message("Đã rút")), Sent)
    shown = world.chat(lan)[1]
    assert (shown.text, shown.rows, shown.edited_at) == ("Đã rút", (), clock.now)
    assert isinstance(await loa.edit(str(lan), "999", MESSAGE), Refused)


async def test_whoever_never_wrote_or_blocked_cannot_be_reached(
    world: World, lan: int, loa: Telegram
) -> None:
    assert await loa.send(str(lan), MESSAGE) == Gone("Bad Request: chat not found")
    world.say(lan, "/start")
    world.block(lan)
    assert await loa.send(str(lan), MESSAGE) == Gone("Forbidden: bot was blocked by the user")
    world.say(lan, "tôi quay lại")
    assert isinstance(await loa.send(str(lan), MESSAGE), Sent)


async def test_a_flood_throttles_until_it_is_over(
    world: World, lan: int, loa: Telegram, clock: Clock
) -> None:
    world.say(lan, "/start")
    world.flood(10)
    assert await loa.send(str(lan), MESSAGE) == Throttled(10)
    clock.now += timedelta(seconds=7.5)
    assert await loa.send(str(lan), MESSAGE) == Throttled(3)
    assert [heard.text for heard in await loa.hear() if isinstance(heard, Said)] == ["/start"]
    clock.now += timedelta(seconds=2.5)
    assert isinstance(await loa.send(str(lan), MESSAGE), Sent)


async def test_a_refusal_of_the_form_is_followed_by_the_plain_text(
    world: World, lan: int, loa: Telegram
) -> None:
    world.say(lan, "/start")
    world.fail("button_url_invalid")
    assert isinstance(await loa.send(str(lan), MESSAGE), Sent)
    shown = world.chat(lan)[-1]
    assert shown.text.endswith("Xem: https://x.vn/7")
    assert not shown.entities


async def test_a_lost_answer_leaves_the_message_on_the_phone(world: World, lan: int, loa: Telegram) -> None:
    world.say(lan, "/start")
    world.drop_answers(1)
    assert isinstance(await loa.send(str(lan), MESSAGE), Unknown)
    assert world.chat(lan)[-1].text == MESSAGE.text
    assert isinstance(await loa.send(str(lan), MESSAGE), Sent)


async def test_a_restart_of_telegram_is_a_failure_to_repeat(world: World, lan: int, loa: Telegram) -> None:
    world.say(lan, "/start")
    world.fail("restart")
    assert isinstance(await loa.send(str(lan), MESSAGE), Failed)
    assert len(world.chat(lan)) == 1


async def test_another_token_is_refused(transport: httpx.ASGITransport) -> None:
    stranger = Telegram("78:another", api="http://sandbox/telegram", transport=transport)
    with pytest.raises(Unreachable):
        await stranger.open()
