"""The Telegram adapter against recorded refusals and broken lines, without a socket."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from bot.actions import Rate
from bot.channels.telegram import Telegram
from bot.messages import (
    Choice,
    Failed,
    Gone,
    Link,
    Message,
    Moved,
    Outcome,
    Refused,
    Sent,
    Throttled,
    Unknown,
)
from storage.records import ArticleId
from tests.bot.channels.telegrams import TOKEN, bot, sent

REFUSALS = json.loads((Path(__file__).parents[1] / "samples/refusals.json").read_text(encoding="utf-8"))[
    "errors"
]
MESSAGE = Message(
    "🌊 Tàu nghỉ\n\nNgày 25/11",
    bold=((2, 10),),
    rows=(
        tuple(Choice(f"{n} ⭐", Rate(ArticleId(7), n)) for n in range(1, 6)),
        (Link("Xem", "https://x.vn/7"),),
    ),
    preview="https://x.vn/7",
)
OUTCOMES: dict[type[Outcome], set[str]] = {
    Gone: {
        "chat_not_found",
        "blocked",
        "deactivated",
        "cant_initiate",
        "bot_to_bot",
        "kicked_group",
        "kicked_supergroup",
        "kicked_channel",
        "not_member",
        "group_deleted",
        "no_write",
        "no_text_right",
    },
    Throttled: {
        "retry_after",
        "retry_after_local",
        "unauthorized",
        "invalid_token",
        "logged_out",
        "method_not_found",
        "not_found",
    },
    Failed: {
        "restart",
        "bad_gateway",
        "conflict_two_pollers",
        "conflict_set_webhook",
        "conflict_webhook_active",
        "conflict_other_set_webhook",
    },
    Sent: {"not_modified"},
    Moved: {"migrated"},
}


def expected(name: str) -> type[Outcome]:
    """Everything else is refused for what was asked."""
    return next((outcome for outcome, names in OUTCOMES.items() if name in names), Refused)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal["id"])
async def test_every_refusal_known_has_one_outcome(refusal: dict[str, Any]) -> None:
    telegram = bot(
        lambda *_: httpx.Response(refusal["http_status"], json=refusal["json"], headers=refusal["headers"])
    )

    outcome = await telegram.send("7", MESSAGE)

    assert isinstance(outcome, expected(refusal["id"]))
    match outcome:
        case Gone(reason) | Refused(reason) | Failed(reason):
            assert reason == refusal["json"]["description"], "in Telegram's own words"
        case Throttled(seconds):
            assert seconds == refusal["json"].get("parameters", {}).get("retry_after", 60)
        case Moved(chat):
            assert chat == "-1001234567890"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        *((status, Failed) for status in (302, 400, 401, 403, 404, 500, 502, 503)),
        *((status, Unknown) for status in (200, 504)),
        (413, Refused),
        (429, Throttled),
    ],
)
@pytest.mark.parametrize("body", [b"<h1>nginx</h1>", b"", b"[]", b'{"ok": true}', b"\xff", b"[" * 100_000])
async def test_what_stands_before_telegram_condemns_no_chat(
    status: int, outcome: type[Outcome], body: bytes
) -> None:
    said = await bot(lambda *_: httpx.Response(status, content=body)).send("7", MESSAGE)
    assert isinstance(said, outcome)


@pytest.mark.parametrize(
    "parameters",
    [
        {"retry_after": "soon"},
        {"retry_after": None},
        {"retry_after": 0},
        {"retry_after": -3},
        [],
        "x",
        {"migrate_to_chat_id": {}},
        {"new": 1},
    ],
)
async def test_parameters_of_another_form_are_survived(parameters: object) -> None:
    refused = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": parameters}
    assert await bot(lambda *_: httpx.Response(429, json=refused)).send("7", MESSAGE) == Throttled(5)


@pytest.mark.parametrize("seconds", ["1e9", "1e400", "99999999999999999999", "86400000", "NaN"])
async def test_a_wait_nobody_can_mean_silences_no_office(seconds: str) -> None:
    refused = f'{{"ok": false, "error_code": 429, "parameters": {{"retry_after": {seconds}}}}}'.encode()

    outcome = await bot(lambda *_: httpx.Response(429, content=refused)).send("7", MESSAGE)

    assert outcome == Throttled(5 if seconds == "NaN" else 3600)


@pytest.mark.parametrize(
    ("refused", "outcome"),
    [
        ({"error_code": 429, "parameters": {"retry_after": 7}}, Throttled(7)),
        (
            {"error_code": 403, "description": "Forbidden: bot was blocked"},
            Gone("Forbidden: bot was blocked"),
        ),
        ({"error_code": 500, "description": "Internal", "result": 1}, Failed("Internal")),
        ({}, Failed("")),
    ],
)
async def test_a_no_is_a_no_whatever_the_status(refused: dict[str, Any], outcome: Outcome) -> None:
    """A proxy that makes 200 of everything must not make an unanswered message of it, which is sent once more."""
    answer = {"ok": False, **refused}
    assert await bot(lambda *_: httpx.Response(200, json=answer)).send("7", MESSAGE) == outcome


@pytest.mark.parametrize("words", ["message can't be edited", "message to edit not found"])
async def test_an_edit_that_came_too_late_is_not_tried_again(words: str) -> None:
    tries: list[str] = []

    def answer(method: str, _: dict[str, Any]) -> httpx.Response:
        tries.append(method)
        refused = {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}
        return httpx.Response(400, json=refused)

    assert await bot(answer).edit("7", "55", MESSAGE) == Refused(f"Bad Request: {words}")
    assert tries == ["editMessageText"]


async def test_a_message_leaves_with_entities_in_utf16_and_buttons_in_rows() -> None:
    asked: dict[str, Any] = {}

    def answer(method: str, fields: dict[str, Any]) -> httpx.Response:
        asked.update(fields, method=method)
        return sent()

    outcome = await bot(answer).send("7", MESSAGE)

    assert outcome == Sent("55")
    assert asked["method"] == "sendMessage"
    assert json.loads(asked["entities"]) == [{"type": "bold", "offset": 3, "length": 8}]
    stars, link = json.loads(asked["reply_markup"])["inline_keyboard"]
    assert [button["callback_data"] for button in stars] == [f"r:7:{n}" for n in range(1, 6)]
    assert link == [{"text": "Xem", "url": "https://x.vn/7"}]
    assert "parse_mode" not in asked


async def test_a_paid_broadcast_is_paid_for_message_by_message_and_never_an_edit() -> None:
    asked: list[dict[str, Any]] = []

    def answer(_: str, fields: dict[str, Any]) -> httpx.Response:
        asked.append(fields)
        return sent()

    for paid in (True, False):
        telegram = bot(answer, paid=paid)
        assert await telegram.send("7", MESSAGE) == Sent("55")
        assert await telegram.edit("7", "55", MESSAGE) == Sent("55")
    assert [fields.get("allow_paid_broadcast") for fields in asked] == ["true", None, None, None]


async def test_a_message_refused_for_its_form_goes_out_plain(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[dict[str, Any]] = []

    def answer(_: str, fields: dict[str, Any]) -> httpx.Response:
        tries.append(fields)
        refused = {"ok": False, "error_code": 400, "description": "Bad Request: BUTTON_URL_INVALID"}
        return sent() if len(tries) > 1 else httpx.Response(400, json=refused)

    assert await bot(answer).send("7", MESSAGE) == Sent("55")
    assert "entities" not in tries[1]
    assert "https://x.vn/7" in tries[1]["text"]
    assert len(json.loads(tries[1]["reply_markup"])["inline_keyboard"]) == 1
    assert "plain" in caplog.text


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (httpx.ConnectError("no route"), Failed),
        (httpx.ConnectTimeout("slow"), Failed),
        (httpx.PoolTimeout("busy"), Failed),
        (httpx.ReadTimeout("silence"), Unknown),
        (httpx.ReadError("reset"), Unknown),
        (httpx.RemoteProtocolError("cut"), Unknown),
        (httpx.WriteError("reset"), Failed),  # not whole, so not taken
        (httpx.WriteTimeout("stuck"), Failed),
    ],
)
async def test_a_broken_line_is_unknown_only_once_the_request_was_written(
    error: Exception, outcome: type[Outcome]
) -> None:
    def answer(*_: object) -> httpx.Response:
        raise error

    assert isinstance(await bot(answer).send("7", MESSAGE), outcome)


async def test_where_a_topic_is_gone_the_message_goes_to_the_forum_itself() -> None:
    asked: list[dict[str, list[str]]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(parse_qs(request.content.decode()))
        if "message_thread_id" in asked[-1]:
            fault = {"ok": False, "error_code": 400, "description": "Bad Request: message thread not found"}
            return httpx.Response(400, json=fault)
        sent = {"message_id": 5, "date": 1, "chat": {"id": -7, "type": "supergroup"}}
        return httpx.Response(200, json={"ok": True, "result": sent})

    channel = Telegram(TOKEN, transport=httpx.MockTransport(answer))

    assert await channel.send("-7", Message("Tàu nghỉ", thread="17")) == Sent("5")
    assert ["message_thread_id" in one for one in asked] == [True, False]
    await channel.close()
