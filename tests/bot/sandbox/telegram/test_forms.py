"""Any form of request is taken; every answer keeps to the Bot API."""

import json

import httpx
import pytest

from bot.sandbox.telegram.spec import conforms
from bot.sandbox.telegram.world import World
from tests.bot.sandbox.telegram.conftest import call


@pytest.mark.parametrize("form", ["query", "urlencoded", "json"])
async def test_a_request_may_take_any_form(world: World, lan: int, raw: httpx.AsyncClient, form: str) -> None:
    world.say(lan, "/start")
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}
    given = {"chat_id": str(lan), "text": "Tàu", "reply_markup": json.dumps(markup)}
    match form:
        case "query":
            answer = await raw.get("sendMessage", params=given)
        case "urlencoded":
            answer = await raw.post("sendMessage", data=given)
        case _:
            answer = await raw.post("sendMessage", json=given | {"chat_id": lan, "reply_markup": markup})
    sent = answer.json()["result"]
    assert conforms("Message", sent) == []
    assert sent["reply_markup"] == markup
    assert world.chat(lan)[-1].text == "Tàu"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/x-www-form-urlencoded", b"\xff=1"),
        ("application/x-www-form-urlencoded", b"nonsense"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("text/plain", b"a"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(raw: httpx.AsyncClient, kind: str, body: bytes) -> None:
    answer = await raw.post("getMe", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json()["ok"] is False


async def test_a_flood_is_told_in_the_header_too(world: World, raw: httpx.AsyncClient) -> None:
    world.flood(17)
    answer = await raw.post("deleteWebhook")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "17")
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 17",
        "parameters": {"retry_after": 17},
    }


async def test_every_answer_keeps_to_the_bot_api(world: World, lan: int, raw: httpx.AsyncClient) -> None:
    said = world.say(lan, "/start")
    commands = [{"command": "tin", "description": "Tin mới"}]
    assert conforms("User", await call(raw, "getMe")) == []
    assert await call(raw, "setMyCommands", commands=commands) is True
    assert await call(raw, "getMyCommands") == commands
    assert await call(raw, "deleteMyCommands") is True
    assert await call(raw, "getMyCommands") == []
    assert await call(raw, "setMyDescription", description="Loa của đảo") is True
    assert await call(raw, "setMyShortDescription", short_description="Loa") is True
    assert conforms("WebhookInfo", await call(raw, "getWebhookInfo")) == []
    assert await call(raw, "sendChatAction", chat_id=lan, action="typing") is True
    sent = await call(
        raw,
        "sendMessage",
        chat_id=lan,
        text="a",
        reply_parameters={"message_id": said},
        reply_markup={"inline_keyboard": []},
    )
    assert conforms("Message", sent) == []
    assert sent["reply_to_message"]["message_id"] == said
    assert await call(raw, "deleteMessage", chat_id=lan, message_id=sent["message_id"]) is True
    world.press(lan, sent["message_id"], "late")
    world.block(lan)
    updates = await call(raw, "getUpdates")
    assert conforms("Array of Update", updates) == []
    assert updates[1]["callback_query"]["message"]["date"] == 0, "a deleted message is inaccessible"
    assert await call(raw, "close") is True
    assert await call(raw, "logOut") is True
    assert await call(raw, "getMe") == "Logged out"


def test_a_value_that_breaks_the_bot_api_is_told() -> None:
    assert conforms("User", {"id": "5", "is_bot": False, "nme": "x"}) == [
        "User.id must be of type Integer",
        "User has an unknown field 'nme'",
        "User.first_name is missing",
    ]
    assert conforms("ChatMember", {"status": "kicked"}) != []
    assert conforms("Array of User", {}) == ["Array of User must be an array"]


def test_a_phone_does_only_what_a_phone_can(world: World, lan: int) -> None:
    for deed in (
        lambda: world.press(lan, 5, "x"),
        lambda: world.reply(lan, 5, "x"),
        lambda: world.say(1, "x"),
        lambda: world.block(1),
    ):
        with pytest.raises(LookupError, match="there is no"):
            deed()
