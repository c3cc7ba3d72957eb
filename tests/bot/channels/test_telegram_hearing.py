"""What the Telegram adapter hears, and that nothing of it is lost or told twice."""

import asyncio
from typing import Any

import httpx
import pytest

from bot.channels import Unreachable
from bot.channels.telegram import Telegram
from bot.messages import (
    Chose,
    Left,
    Returned,
    Said,
)
from storage.records import Address, Messenger, Person
from tests.bot.channels.telegrams import TOKEN, bot, ok


async def test_the_offset_moves_only_with_the_hearing_after_what_was_heard_is_remembered() -> None:
    offsets: list[str | None] = []

    def answer(method: str, fields: dict[str, Any]) -> httpx.Response:
        offsets.append(fields.get("offset"))
        return ok([] if len(offsets) > 2 else UPDATES)

    telegram = bot(answer)
    await telegram.hear()
    heard = await telegram.hear()
    telegram.remembered()
    await telegram.hear()

    lan = Address(Messenger.TELEGRAM, "7")
    assert offsets == [None, None, "105"]
    assert [type(one) for one in heard] == [Said, Chose, Left, Returned, Said]
    assert heard[0].address == lan
    assert isinstance(heard[0], Said)
    assert (heard[0].text, heard[0].person, heard[0].private) == (
        "/start",
        Person(Messenger.TELEGRAM, "7"),
        True,
    )
    assert isinstance(heard[1], Chose)
    assert (heard[1].code, heard[1].press, heard[1].ref) == ("r:7:4", "q1", "55")
    assert isinstance(heard[4], Said)
    assert heard[4].private is False


@pytest.mark.parametrize(
    "result", [5, [5], [{}], [{"update_id": 1, "callback_query": {"id": "1"}}], {"a": 1}, None]
)
async def test_updates_that_make_no_sense_are_trouble_and_not_a_crash(result: Any) -> None:
    with pytest.raises(Unreachable):
        await bot(lambda *_: ok(result)).hear()


async def test_trouble_while_hearing_is_one_line_without_the_token() -> None:
    def answer(*_: object) -> httpx.Response:
        raise httpx.ConnectError(f"cannot reach http://telegram.test/bot{TOKEN}/getUpdates")

    with pytest.raises(Unreachable) as trouble:
        await bot(answer).hear()
    assert TOKEN not in str(trouble.value)
    assert "\n" not in str(trouble.value)


LAN = {"id": 7, "is_bot": False, "first_name": "Lan"}
PRIVATE = {"id": 7, "type": "private"}
MEMBER = {"chat": PRIVATE, "from": LAN, "date": 1, "old_chat_member": {"status": "member", "user": LAN}}
UPDATES = [
    {
        "update_id": 100,
        "message": {"message_id": 1, "date": 1, "chat": PRIVATE, "from": LAN, "text": "/start"},
    },
    {
        "update_id": 101,
        "callback_query": {
            "id": "q1",
            "from": LAN,
            "chat_instance": "1",
            "data": "r:7:4",
            "message": {"message_id": 55, "date": 1, "chat": PRIVATE, "text": "x"},
        },
    },
    {
        "update_id": 102,
        "my_chat_member": MEMBER | {"new_chat_member": {"status": "kicked", "user": LAN, "until_date": 0}},
    },
    {"update_id": 103, "my_chat_member": MEMBER | {"new_chat_member": {"status": "member", "user": LAN}}},
    {
        "update_id": 104,
        "message": {
            "message_id": 2,
            "date": 1,
            "chat": {"id": -5, "type": "group", "title": "Xóm"},
            "from": LAN,
            "text": "chào",
        },
    },
]


async def test_the_last_word_to_a_telegram_that_hangs_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`loa run` ends within 8 s; seen from outside it took 25."""
    monkeypatch.setattr("bot.channels.telegram.PARTING_SECONDS", 0.01)
    parted, never = asyncio.Event(), asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if b"limit" in request.content:
            parted.set()
            await never.wait()
        update = {
            "update_id": 1,
            "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}},
        }
        return ok([update])

    channel = Telegram(TOKEN, transport=httpx.MockTransport(answer))
    await channel.hear()
    channel.remembered()

    async with asyncio.timeout(10):
        await channel.close()
    assert parted.is_set()
