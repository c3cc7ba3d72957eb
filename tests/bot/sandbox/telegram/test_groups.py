"""Groups, forums and channels: what the bot hears of them, may write there, and is told when asked."""

from typing import Any

import httpx
import pytest

from bot.channels.telegram import Telegram
from bot.messages import Chose, Gone, Left, Message, Moved, Returned, Said, Sent
from bot.sandbox.telegram.spec import conforms
from bot.sandbox.telegram.world import World
from tests.bot.sandbox.telegram.conftest import call


@pytest.fixture
def hai(world: World) -> int:
    return world.add_person("Anh Hải")


def group_of(world: World, lan: int, kind: str = "group", role: str = "member", **more: Any) -> int:
    group = world.groups.add(kind, "Xóm 1", by=lan, **more)
    world.groups.make(group, world.bot["id"], role, by=lan)
    return group


async def test_a_group_is_heard_as_far_as_privacy_lets_the_bot(
    world: World, lan: int, hai: int, loa: Telegram
) -> None:
    group = group_of(world, lan)
    world.groups.make(group, hai, "member", by=lan)
    sent = await loa.send(str(group), Message("Tàu nghỉ"))
    assert isinstance(sent, Sent)
    world.say(hai, "mọi người ơi", chat=group)
    world.say(hai, "/tin@loa_conco_bot", chat=group)
    world.say(hai, "/tin@another_bot", chat=group)
    world.reply(hai, int(sent.ref), "cảm ơn", chat=group)
    world.press(hai, int(sent.ref), "r:7:4", chat=group)
    returned, command, reply, press = await loa.hear()
    assert isinstance(returned, Returned)
    assert isinstance(command, Said)
    assert (command.text, command.address.chat, command.private) == ("/tin@loa_conco_bot", str(group), False)
    assert command.person.user == str(hai)
    assert isinstance(reply, Said)
    assert (reply.text, reply.reply_to) == ("cảm ơn", sent.ref)
    assert isinstance(press, Chose)
    assert (press.address.chat, press.person.user, press.private) == (str(group), str(hai), False)


async def test_what_another_bot_is_asked_is_not_answered_where_the_bot_leads_the_group(
    world: World, lan: int, loa: Telegram
) -> None:
    await loa.open()
    group = group_of(world, lan, role="administrator")
    for text in ("/trogiup@another_bot", "/trogiup@Loa_conco_bot", "/trogiup"):
        world.say(lan, text, chat=group)
    heard = [one.text for one in await loa.hear() if isinstance(one, Said)]
    assert heard == ["/trogiup@Loa_conco_bot", "/trogiup"]


async def test_an_administrator_hears_everything_and_members_come_and_go(
    world: World, lan: int, hai: int, raw: httpx.AsyncClient
) -> None:
    group = group_of(world, lan, "supergroup", "administrator")
    await call(raw, "getUpdates", allowed_updates=["message", "my_chat_member", "chat_member"])
    world.say(lan, "mọi người ơi", chat=group)
    world.groups.make(group, hai, "member", by=lan)
    world.groups.make(group, hai, "kicked", by=lan)
    updates = await call(raw, "getUpdates")
    assert conforms("Array of Update", updates) == []
    kinds = [next(key for key in update if key != "update_id") for update in updates]
    assert kinds[-5:] == ["message", "chat_member", "message", "chat_member", "message"]
    assert updates[-1]["message"]["left_chat_member"]["id"] == hai


async def test_who_is_what_in_a_group_can_be_asked(
    world: World, lan: int, hai: int, raw: httpx.AsyncClient
) -> None:
    group = group_of(world, lan, "supergroup", "administrator", username="xom1")
    world.groups.make(group, hai, "restricted", by=lan)
    for user, role in ((lan, "creator"), (hai, "restricted"), (world.bot["id"], "administrator")):
        member = await call(raw, "getChatMember", chat_id=group, user_id=user)
        assert conforms("ChatMember", member) == []
        assert member["status"] == role
    bosses = await call(raw, "getChatAdministrators", chat_id="@xom1")
    assert conforms("Array of ChatMember", bosses) == []
    assert {boss["status"] for boss in bosses} == {"creator", "administrator"}
    assert await call(raw, "getChatMemberCount", chat_id=group) == 3
    chat = await call(raw, "getChat", chat_id=group)
    assert conforms("ChatFullInfo", chat) == []
    assert (chat["type"], chat["title"]) == ("supergroup", "Xóm 1")
    assert await call(raw, "getChatMember", chat_id=group, user_id=5) == "Bad Request: user not found"
    assert await call(raw, "getChatMember", chat_id=-5, user_id=5) == "Bad Request: chat not found"
    world.say(lan, "/start")
    assert (await call(raw, "getChat", chat_id=lan))["type"] == "private"
    private = await call(raw, "getChatAdministrators", chat_id=lan)
    assert private == "Bad Request: there are no administrators in the private chat"


async def test_a_bot_thrown_out_is_told_and_cannot_write(world: World, lan: int, loa: Telegram) -> None:
    group = group_of(world, lan)
    world.groups.make(group, world.bot["id"], "kicked", by=lan)
    assert [type(heard) for heard in await loa.hear()] == [Returned, Left]
    assert await loa.send(str(group), Message("a")) == Gone("Forbidden: bot was kicked from the group chat")


@pytest.mark.parametrize(("kind", "role"), [("supergroup", "restricted"), ("channel", "member")])
async def test_a_bot_that_may_no_longer_write_has_left_until_it_may_again(
    world: World, lan: int, loa: Telegram, kind: str, role: str
) -> None:
    group = group_of(world, lan, kind, "administrator")
    world.groups.make(group, world.bot["id"], role, by=lan)
    world.groups.make(group, world.bot["id"], "administrator", by=lan)
    assert [type(heard) for heard in await loa.hear()] == [Returned, Left, Returned]


async def test_a_group_that_becomes_a_supergroup_is_followed(world: World, lan: int, loa: Telegram) -> None:
    group = group_of(world, lan)
    moved = world.groups.migrate(group, by=lan)
    outcome = await loa.send(str(group), Message("a"))
    assert outcome == Moved(str(moved))
    assert isinstance(await loa.send(str(moved), Message("a")), Sent)
    assert [shown.text for shown in world.chat(moved) if shown.from_bot] == ["a"]


async def test_a_topic_of_a_forum_is_written_under_its_thread(
    world: World, lan: int, raw: httpx.AsyncClient
) -> None:
    group = group_of(world, lan, "supergroup", forum=True)
    thread = world.groups.open_topic(group, "Tàu biển")
    sent = await call(raw, "sendMessage", chat_id=group, text="a", message_thread_id=thread)
    assert conforms("Message", sent) == []
    assert (sent["message_thread_id"], sent["is_topic_message"], sent["chat"]["is_forum"]) == (
        thread,
        True,
        True,
    )
    answer = world.reply(lan, sent["message_id"], "vâng", chat=group)
    assert next(shown.thread for shown in world.chat(group) if shown.message_id == answer) == thread
    world.groups.close_topic(group, thread)
    for number, words in ((thread, "TOPIC_CLOSED"), (999, "message thread not found")):
        said = await call(raw, "sendMessage", chat_id=group, text="a", message_thread_id=number)
        assert said == f"Bad Request: {words}"
    with pytest.raises(LookupError, match="TOPIC_CLOSED"):
        world.say(lan, "a", chat=group, thread=thread)
    assert world.groups.open_topic(group, "Tàu biển") == thread
    assert isinstance(await call(raw, "sendMessage", chat_id=group, text="a", message_thread_id=thread), dict)
    with pytest.raises(ValueError, match="no forum"):
        world.groups.open_topic(group_of(world, lan), "x")


async def test_what_is_said_in_a_topic_is_heard_under_its_thread_and_is_no_reply(
    world: World, lan: int, loa: Telegram
) -> None:
    group = group_of(world, lan, "supergroup", "administrator", forum=True)
    thread = world.groups.open_topic(group, "Tàu biển")
    asked = world.say(lan, "mai tàu chạy không?", chat=group, thread=thread)
    world.reply(lan, asked, "có ai biết?", chat=group)
    first, second = [heard for heard in await loa.hear() if isinstance(heard, Said)]
    assert (first.thread, first.reply_to) == (str(thread), None)
    assert (second.thread, second.reply_to) == (str(thread), str(asked))


async def test_a_channel_is_posted_to_in_its_own_name(world: World, lan: int, raw: httpx.AsyncClient) -> None:
    channel = group_of(world, lan, "channel", "administrator", username="loaconco")
    sent = await call(raw, "sendMessage", chat_id="@loaconco", text="a")
    assert conforms("Message", sent) == []
    assert sent["sender_chat"]["id"] == channel
    assert "from" not in sent
    world.say(lan, "Tin của cán bộ", chat=channel)
    updates = await call(raw, "getUpdates")
    assert conforms("Array of Update", updates) == []
    assert updates[-1]["channel_post"]["text"] == "Tin của cán bộ"
    edited = await call(raw, "editMessageText", chat_id=channel, message_id=sent["message_id"], text="b")
    assert edited["text"] == "b"


async def test_commands_are_kept_by_scope_and_language(
    world: World, lan: int, raw: httpx.AsyncClient
) -> None:
    vietnamese, english = ([{"command": "tin", "description": word}] for word in ("Tin mới", "News"))
    chat = {"type": "chat", "chat_id": lan}
    assert await call(raw, "setMyCommands", commands=vietnamese) is True
    assert await call(raw, "setMyCommands", commands=english, language_code="en") is True
    assert await call(raw, "setMyCommands", commands=english, scope=chat) is True
    assert await call(raw, "getMyCommands") == vietnamese
    assert await call(raw, "getMyCommands", language_code="en") == english
    assert await call(raw, "getMyCommands", scope=chat) == english
    assert await call(raw, "getMyCommands", scope={"type": "all_group_chats"}) == []


def test_a_deed_in_no_group_is_a_mistake(world: World, lan: int) -> None:
    with pytest.raises(LookupError):
        world.groups.make(-5, lan, "member", by=lan)
    with pytest.raises(ValueError, match="a group is one of"):
        world.groups.add("club", "x", by=lan)
