"""What Telegram would refuse is refused here, in its words."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.telegram.html import read_html
from bot.sandbox.telegram.markup import Unreadable
from bot.sandbox.telegram.spec import check
from bot.sandbox.telegram.world import World
from tests.bot.sandbox.telegram.conftest import call


@pytest.mark.parametrize(
    ("method", "given", "complaint"),
    [
        ("sendMesage", {}, "Not Found"),
        ("sendMessage", {"txt": "a"}, "Bad Request: unknown parameter 'txt' of sendMessage"),
        ("sendMessage", {"text": ""}, "Bad Request: message text is empty"),
        ("sendMessage", {"text": " \n"}, "Bad Request: text must be non-empty"),
        ("sendMessage", {"text": "a" * 4097}, "Bad Request: message is too long"),
        ("sendMessage", {"text": "🌊" * 2049}, "Bad Request: message is too long"),
        ("sendMessage", {"text": 5}, "Bad Request: wrong parameter: text must be of type String"),
        ("sendMessage", {"parse_mode": "HTML", "text": "a<br>"}, "Bad Request: can't parse entities: "),
        ("sendMessage", {"parse_mode": "Latex"}, "Bad Request: unsupported parse_mode"),
        ("sendMessage", {"reply_markup": "{"}, "Bad Request: can't parse reply keyboard markup JSON object"),
        ("sendMessage", {"reply_markup": "5"}, "Bad Request: object expected as reply markup"),
        ("sendMessage", {"reply_parameters": {"message_id": 999}}, "Bad Request: message to be replied"),
        (
            "sendMessage",
            {"entities": [{"type": "bold", "offset": 0, "length": 9}]},
            "Bad Request: entity 0–9 is empty, outside the text or cuts a character",
        ),
        (
            "sendMessage",
            {"text": "🌊", "entities": [{"type": "bold", "offset": 0, "length": 1}]},
            "Bad Request: entity 0–1 is empty, outside the text or cuts a character",
        ),
        ("editMessageText", {"message_id": 1}, "Bad Request: message can't be edited"),
        ("editMessageText", {"message_id": 99}, "Bad Request: message to edit not found"),
        ("editMessageText", {}, "Bad Request: message identifier is not specified"),
        ("sendMessage", {"chat_id": 5}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": ""}, "Bad Request: chat_id is empty"),
    ],
)
async def test_what_telegram_refuses_is_refused_in_its_words(
    world: World, lan: int, raw: httpx.AsyncClient, method: str, given: dict[str, Any], complaint: str
) -> None:
    world.say(lan, "/start")
    said = await call(raw, method, **({"chat_id": lan, "text": "a"} | given))
    assert isinstance(said, str)
    assert said.startswith(complaint)
    assert len(world.chat(lan)) == 1, "nothing refused shows on the phone"


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        ({"text": "a"}, "can't parse inline keyboard button: Text buttons are unallowed"),
        (
            {"text": "a", "callback_data": ""},
            "can't parse inline keyboard button: Text buttons are unallowed",
        ),
        ({"text": "a", "callback_data": "đ" * 33}, "BUTTON_DATA_INVALID"),
        (
            {"text": "a", "callback_data": "x", "url": "https://x.vn"},
            "inline keyboard button must do one thing",
        ),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"text": "a", "url": "javascript:x"}, "inline keyboard button URL 'javascript:x' is invalid"),
        (
            {"text": "a", "url": "https://x"},
            "inline keyboard button URL 'https://x' is invalid: Wrong HTTP URL",
        ),
        ({"text": "a", "callbackdata": "x"}, "wrong parameter: reply_markup"),
    ],
)
async def test_a_button_telegram_would_not_take(
    world: World, lan: int, raw: httpx.AsyncClient, button: dict[str, Any], complaint: str
) -> None:
    world.say(lan, "/start")
    markup = {"inline_keyboard": [[button]]}
    said = await call(raw, "sendMessage", chat_id=lan, text="a", reply_markup=markup)
    assert isinstance(said, str)
    assert said.startswith(f"Bad Request: {complaint}")


async def test_too_many_buttons(world: World, lan: int, raw: httpx.AsyncClient) -> None:
    world.say(lan, "/start")
    button = {"text": "a", "callback_data": "x"}
    wide = {"inline_keyboard": [[button] * 9]}
    many = {"inline_keyboard": [[button]] * 101}
    said = await call(raw, "sendMessage", chat_id=lan, text="a", reply_markup=wide)
    assert said == "Bad Request: more than 8 buttons in a row"
    said = await call(raw, "sendMessage", chat_id=lan, text="a", reply_markup=many)
    assert said == "Bad Request: reply markup is too long"


async def test_html_is_read_as_telegram_reads_it(world: World, lan: int, raw: httpx.AsyncClient) -> None:
    world.say(lan, "/start")
    text = '🌊 <b>Tàu &lt; 5</b> &nbsp;<a href="https://x.vn/?a=1&amp;b=2">xem</a> <a href="x">y</a>'
    sent = await call(raw, "sendMessage", chat_id=lan, text=text, parse_mode="HTML")
    assert sent["text"] == "🌊 Tàu < 5 &nbsp;xem y"
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 7},
        {"type": "text_link", "offset": 17, "length": 3, "url": "https://x.vn/?a=1&b=2"},
    ]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("giá < 5 & > 3", 'Unsupported start tag "" at byte offset 5'),
        ("Xin <b>chào", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<u>a<s>b</u>c</s>", 'Unmatched end tag at byte offset 8, expected "</s>", found "</u>"'),
        ("đ</b>", "Unexpected end tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>s</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_telegram_cannot_read(source: str, complaint: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_html(source)
    assert str(refusal.value) == f"can't parse entities: {complaint}"


@given(
    st.sampled_from(["sendMessage", "editMessageText", "answerCallbackQuery", "setMyCommands", "getUpdates"]),
    st.dictionaries(
        st.sampled_from(["chat_id", "text", "entities", "reply_markup", "parse_mode", "commands", "offset"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: (
                st.lists(inner) | st.dictionaries(st.sampled_from(["inline_keyboard", "text"]), inner)
            ),
        ),
    ),
)
def test_any_request_is_taken_or_refused_and_never_breaks(method: str, given: dict[str, Any]) -> None:
    checked = check(method, given)
    assert isinstance(checked, dict) or checked.status in (400, 404)


@pytest.mark.parametrize(
    ("method", "given", "complaint"),
    [
        ("setMyCommands", {"commands": [{"command": "hủy", "description": "a"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "/", "description": "a"}]}, "command must be non-empty"),
        (
            "setMyCommands",
            {"commands": [{"command": "a" * 33, "description": "a"}]},
            "command length must not exceed 32",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a"}]},
            "wrong parameter: commands[0].description is missing",
        ),
        ("setMyCommands", {}, "parameter 'commands' is required"),
        ("setMyShortDescription", {"short_description": "a" * 121}, "short_description is longer than 120"),
        ("setWebhook", {"url": "http://x.vn"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            "setWebhook",
            {"url": "https://x.vn", "secret_token": "bí mật"},
            "secret token contains unallowed characters",
        ),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1", "text": "a" * 201},
            "MESSAGE_TOO_LONG",
        ),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
        ("getUpdates", {"timeout": "soon"}, "can't parse timeout JSON object"),
        ("deleteMessage", {"chat_id": 1, "message_id": 1}, "chat not found"),
    ],
)
async def test_what_is_wrong_around_messages_is_refused_too(
    raw: httpx.AsyncClient, method: str, given: dict[str, Any], complaint: str
) -> None:
    said = await call(raw, method, **given)
    assert isinstance(said, str)
    assert said.startswith(f"Bad Request: {complaint}")
