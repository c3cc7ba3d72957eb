"""What people do on their phones, in their group and on duty, as the page has them do it."""

import json

import httpx
import pytest

from bot.sandbox.people import People
from bot.sandbox.telegram.forms import Shown
from bot.sandbox.telegram.world import World
from tests.bot.sandbox.page.conftest import named, state


async def posted(browser: httpx.AsyncClient, name: str, **body: object) -> str:
    """The complaint; empty where it was done."""
    answer = await browser.post(f"/sandbox/{name}", json=body)
    return str(answer.json().get("error", ""))


def told(world: World, chat: int, text: str) -> int:
    """The bot writes into a chat."""
    number = world.new_message_id()
    world.show(chat, Shown(message_id=number, from_bot=True, text=text, at=world.clock()))
    return number


async def test_a_phone_on_zalo_takes_words_alone(browser: httpx.AsyncClient, thu: str, town: People) -> None:
    assert await posted(browser, "say", phone=thu, text="5 sao") == ""
    [said] = (await state(browser, phone=thu))["chat"]
    assert (said["segments"], said["from_bot"]) == ([{"text": "5 sao"}], False)
    assert len(town.zalo.pending) == 1

    assert "Zalo does not tell" in await posted(browser, "say", phone=thu, text="a", answers=1)
    assert "no buttons on Zalo" in await posted(browser, "press", phone=thu, message=1, data="r7.5")
    assert "turned away" in await posted(browser, "block", phone=thu)


async def test_a_follower_writes_and_presses(browser: httpx.AsyncClient, town: People) -> None:
    phone = named(town, "Bác Sáu")
    assert await posted(browser, "unblock", phone=phone) == ""
    assert await posted(browser, "say", phone=phone, text="DANGKY") == ""
    key = {"title": "5 ⭐", "type": "oa.query.hide", "payload": "#r7.5"}
    town.account.deliver(phone.partition(":")[2], "Tàu nghỉ", [key])
    _, push = (await state(browser, phone=phone))["chat"]
    assert push["rows"] == [[{"text": "5 ⭐", "callback_data": "#r7.5"}]]
    assert await posted(browser, "press", phone=phone, message=push["id"], data="#r7.5") == ""
    assert "there is no message" in await posted(
        browser, "press", phone=phone, message=push["id"], data="#r7.1"
    )
    assert "cannot answer" in await posted(browser, "say", phone=phone, text="A", answers=push["id"])
    assert await posted(browser, "block", phone=phone) == ""
    events = [json.loads(town.account.events.get_nowait()) for _ in range(4)]
    assert [one["event_name"] for one in events] == ["follow", "user_send_text", "user_send_text", "unfollow"]
    assert len((await state(browser, phone=phone))["chat"]) == 2


async def test_a_member_writes_presses_and_answers_in_the_group(
    browser: httpx.AsyncClient, village: str, town: People
) -> None:
    push = told(town.telegram, int(village.partition(":")[2]), "Tàu nghỉ")
    nam, lan, hai = (await state(browser, phone=village))["phones"][4]["members"]
    assert [one["name"] for one in (nam, lan, hai) if one["boss"]] == ["Bác Năm"]

    assert await posted(browser, "say", phone=village, text="/start@loa_conco_bot", by=lan["id"]) == ""
    assert await posted(browser, "say", phone=village, text="Cảm ơn", by=hai["id"], answers=push) == ""
    assert await posted(browser, "press", phone=village, message=push, data="r7.5", by=hai["id"]) == ""
    assert (
        await posted(browser, "say", phone=village, text="A", by="12")
        == "there is no member 12 in this group"
    )

    _, said, answered = (await state(browser, phone=village, by=lan["id"]))["chat"]
    assert (said["name"], said["by"]) == ("Chị Lan", lan["id"])
    assert (answered["name"], answered["reply_to"]) == ("Anh Hải", push)
    senders = [
        update.get("message", update.get("callback_query"))["from"]["first_name"]
        for update in town.telegram.updates.pending
    ]
    assert senders == ["Chị Lan", "Anh Hải", "Anh Hải"]


async def test_in_a_forum_one_writes_under_a_topic_and_sees_what_came_there(
    browser: httpx.AsyncClient, lan: str, thu: str, town: People
) -> None:
    forum = named(town, "Ngư dân")
    chat = int(forum.partition(":")[2])
    [row] = [one for one in (await state(browser, phone=forum))["phones"] if one["kind"] == "forum"]
    boats, market = row["topics"]
    assert [one["name"] for one in (boats, market)] == ["Tàu và biển", "Mua bán"]
    assert (await state(browser, phone=forum))["chat"] == []  # Telegram's own news of the topics is not shown

    assert await posted(browser, "say", phone=forum, text="/start", topic=boats["id"]) == ""
    number = town.telegram.new_message_id()
    push = Shown(
        message_id=number, from_bot=True, text="Tàu nghỉ", at=town.telegram.clock(), thread=boats["id"]
    )
    town.telegram.show(chat, push)

    shown = await state(browser, phone=forum)
    assert [one["topic"] for one in shown["chat"]] == [boats["id"]] * 2
    [row] = [one for one in shown["phones"] if one["kind"] == "forum"]
    assert [one["newest"] for one in row["topics"]] == [number, 0]
    heard = town.telegram.updates.pending[-1]["message"]
    assert (heard["message_thread_id"], heard["is_topic_message"]) == (boats["id"], True)
    assert await posted(browser, "say", phone=forum, text="a", topic=7) == "there is no topic 7 in this group"
    assert "no topics" in await posted(browser, "say", phone=lan, text="a", topic=7)
    assert "Zalo does not tell" in await posted(browser, "say", phone=thu, text="a", topic=7)


async def test_a_group_shuts_the_bot_out_and_takes_it_back(
    browser: httpx.AsyncClient, village: str, town: People
) -> None:
    for name, blocked in (("block", True), ("unblock", False)):
        assert await posted(browser, name, phone=village) == ""
        rows = (await state(browser, phone=village))["phones"]
        assert [one["blocked"] for one in rows if one["id"] == village] == [blocked]
    statuses = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in town.telegram.updates.pending
        if "my_chat_member" in update
    ]
    assert statuses == ["kicked", "member"]


async def test_nobody_has_spoken_before_loa_runs(town: People) -> None:
    assert town.telegram.updates.pending == []
    assert town.staff.is_group
    assert str(town.staff) in [screen.id for screen in town.screens]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("zalo", {"kind": "quota"}),
        ("zalo", {"kind": "hammered", "seconds": 5}),
        ("zalo", {"kind": "token"}),
        ("webhook", {}),
        ("account", {"kind": "quiet"}),
        ("expire", {}),
        ("flood", {"seconds": 600}),
    ],
)
async def test_troubles_can_be_ordered(
    browser: httpx.AsyncClient, town: People, name: str, body: dict[str, object]
) -> None:
    before = town.pulse.count
    assert await posted(browser, name, **body) == ""
    assert town.pulse.count > before
