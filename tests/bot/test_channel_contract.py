"""One contract for every messenger: a new one costs an adapter and a row of `MOUTHS`.

Each mouth names its adapter, how its server says each outcome, and one event of somebody saying «Xin chào».
"""

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from bot.actions import Agree, Decline, Rate
from bot.channels import Channel, Unreachable
from bot.channels.fitting import utf16
from bot.channels.telegram import Telegram
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa import ZaloOa
from bot.channels.zalo_oa.tokens import PAIR, Tokens
from bot.messages import (
    Choice,
    Deferred,
    Failed,
    Gone,
    Link,
    Message,
    Outcome,
    Refused,
    Said,
    Sent,
    Throttled,
    Unknown,
    Unreached,
    UsedUp,
)
from bot.wording import vi
from storage import safe
from storage.database import Database
from storage.records import ArticleId, Messenger
from tests.conftest import NOW, Clock

TOKEN = "12345689:abc-xyz-that-nobody-may-read"
SECRET = "an-8-to-256-char-secret"
URL = "https://conco.quangtri.gov.vn/tau-nghi-7.html"
STARS = tuple(Choice(f"{n} ⭐", Rate(ArticleId(7), n)) for n in range(1, 6))
Answer = httpx.Response | Exception


async def _ready(_: Database) -> None:
    """Most messengers need nothing stored."""


@dataclass(frozen=True, kw_only=True)
class Mouth:
    """One row: what the contract must know of a messenger to test it."""

    make: Callable[[httpx.MockTransport, Database], Channel]
    prepare: Callable[[Database], Awaitable[None]] = _ready
    limit: int
    taken: Answer
    answers: dict[type[Outcome], Answer]
    said: dict[str, Any]
    proof: Callable[[bytes], dict[str, str]]
    words: Callable[[httpx.Request], str]


def _ok(body: Any) -> httpx.Response:
    return httpx.Response(200, json=body)


def _form(request: httpx.Request) -> str:
    return parse_qs(request.content.decode())["text"][0]


def _json(request: httpx.Request) -> str:
    return str(json.loads(request.content)["text"])


def _telegram_error(code: int, words: str, **more: Any) -> httpx.Response:
    return httpx.Response(code, json={"ok": False, "error_code": code, "description": words, **more})


def _zalo_error(code: int, words: str) -> httpx.Response:
    return _ok({"ok": False, "error_code": code, "description": words})


def _oa_error(code: int) -> httpx.Response:
    return _ok({"error": code, "message": "refused"})


def _account(wire: httpx.MockTransport, database: Database) -> ZaloOa:
    client, clock = httpx.AsyncClient(transport=wire), Clock()
    names = {"app_id": "255", "app_secret": TOKEN}
    tokens = Tokens(database, client, **names, seed=TOKEN, clock=clock)
    return ZaloOa(database, tokens, client, **names, secret_key=SECRET, clock=clock)


async def _with_tokens(database: Database) -> None:
    pair = {"access": TOKEN, "refresh": TOKEN, "until": (NOW + timedelta(hours=20)).isoformat()}
    async with database.transaction() as tx:
        await safe.put(tx, PAIR, json.dumps(pair), now=NOW)


def _mac(body: bytes) -> dict[str, str]:
    made = hashlib.sha256(b"255" + body + SECRET.encode()).hexdigest()
    return {"X-ZEvent-Signature": f"mac={made}"}


_BROKEN: dict[type[Outcome], Answer] = {Failed: httpx.ConnectError("x"), Unknown: httpx.ReadTimeout("x")}

MOUTHS = {
    Messenger.TELEGRAM: Mouth(
        make=lambda wire, _: Telegram(TOKEN, webhook=("https://x.vn/hooks/telegram", SECRET), transport=wire),
        limit=4096,
        taken=_ok({"ok": True, "result": {"message_id": 5, "date": 1, "chat": {"id": 7, "type": "private"}}}),
        answers=_BROKEN
        | {
            Throttled: _telegram_error(429, "Too Many Requests", parameters={"retry_after": 3}),
            Gone: _telegram_error(403, "Forbidden: bot was blocked by the user"),
            Refused: _telegram_error(413, "Request Entity Too Large"),
        },
        said={
            "update_id": 1,
            "message": {
                "message_id": 1,
                "date": 1,
                "text": "Xin chào",
                "chat": {"id": 7, "type": "private"},
                "from": {"id": 7, "is_bot": False, "first_name": "Lan"},
            },
        },
        proof=lambda _: {"X-Telegram-Bot-Api-Secret-Token": SECRET},
        words=_form,
    ),
    Messenger.ZALO_BOT: Mouth(
        make=lambda wire, _: ZaloBot(TOKEN, webhook=("https://x.vn/hooks/zalo-bot", SECRET), transport=wire),
        limit=2000,
        taken=_ok({"ok": True, "result": {"message_id": "5", "date": 1}}),
        answers=_BROKEN
        | {
            UsedUp: _zalo_error(429, "Quota exceeded"),
            Throttled: _zalo_error(401, "Unauthorized"),
            Refused: _zalo_error(400, "Bad request: The chat_id must not be empty"),
        },
        said={
            "event_name": "message.text.received",
            "message": {
                "from": {"id": "7", "display_name": "Lan", "is_bot": False},
                "chat": {"id": "7", "chat_type": "PRIVATE"},
                "text": "Xin chào",
                "message_id": "1",
                "date": 1750316131602,
            },
        },
        proof=lambda _: {"X-Bot-Api-Secret-Token": SECRET},
        words=_json,
    ),
    Messenger.ZALO_OA: Mouth(
        make=_account,
        prepare=_with_tokens,
        limit=2000,
        taken=_ok({"error": 0, "message": "Success", "data": {"message_id": "5", "user_id": "7"}}),
        answers=_BROKEN
        | {
            Throttled: _oa_error(-32),
            Gone: _oa_error(-213),
            Refused: _oa_error(-210),
            Deferred: _oa_error(-234),
            Unreached: _oa_error(-230),
            UsedUp: _oa_error(-211),
        },
        said={
            "app_id": "255",
            "sender": {"id": "7"},
            "recipient": {"id": "1"},
            "event_name": "user_send_text",
            "message": {"text": "Xin chào", "msg_id": "1"},
            "timestamp": "1699003881354",
        },
        proof=_mac,
        words=lambda request: str(json.loads(request.content)["message"]["text"]),
    ),
}


@pytest.fixture(params=sorted(MOUTHS), ids=str)
def mouth(request: pytest.FixtureRequest) -> Mouth:
    return MOUTHS[request.param]


class Line:
    """The network: gives one answer, keeps what was asked."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def channel(self, mouth: Mouth, database: Database) -> Channel:
        return mouth.make(httpx.MockTransport(self), database)


@pytest.fixture
async def ready(mouth: Mouth, database: Database) -> Database:
    """A database that holds what the messenger needs to send."""
    await mouth.prepare(database)
    return database


async def test_what_arrived_has_a_name(mouth: Mouth, ready: Database) -> None:
    done = await Line(mouth.taken).channel(mouth, ready).send("7", Message("Tàu nghỉ"))
    assert done == Sent("5")


async def test_each_answer_is_one_outcome_and_tells_no_token(mouth: Mouth, ready: Database) -> None:
    for expected, answer in mouth.answers.items():
        done = await Line(answer).channel(mouth, ready).send("7", Message("Tàu nghỉ"))
        assert type(done) is expected
        assert TOKEN not in str(done)


async def test_a_long_text_fits_and_its_link_stays(mouth: Mouth, ready: Database) -> None:
    line = Line(mouth.taken)
    text = "Tàu Cồn Cỏ nghỉ ngày mai. " * 400

    assert isinstance(
        await line.channel(mouth, ready).send("7", Message(text, rows=((Link("Xem", URL),),))), Sent
    )
    [request] = line.asked
    assert utf16(mouth.words(request)) <= mouth.limit
    assert URL in request.content.decode().replace("%3A", ":").replace("%2F", "/")


async def test_choices_can_be_taken_by_a_press_or_by_a_digit(mouth: Mouth, ready: Database) -> None:
    line = Line(mouth.taken)
    channel = line.channel(mouth, ready)
    await channel.send(
        "7", Message("Nhận tin?", rows=((Choice("Đồng ý", Agree("1", "vi")), Choice("Không", Decline())),))
    )
    await channel.send("7", Message("Tàu nghỉ", rows=(STARS,)))

    asked, rated = line.asked
    if channel.buttons:
        assert b"callback_data" in asked.content
        assert b"callback_data" in rated.content
    if not channel.buttons:
        assert mouth.words(asked).endswith("1. Đồng ý\n2. Không")
        assert mouth.words(rated).endswith(vi.RATE_BY_DIGIT.format(code="TB7"))


async def test_a_message_is_redrawn_or_refused(mouth: Mouth, ready: Database) -> None:
    line = Line(mouth.taken)
    channel = line.channel(mouth, ready)

    done = await channel.edit("7", "5", Message("Tàu chạy"))

    assert isinstance(done, Sent if channel.edits else Refused)
    assert bool(line.asked) is channel.edits


def test_what_is_said_arrives_with_its_sender(mouth: Mouth, ready: Database) -> None:
    channel = Line(mouth.taken).channel(mouth, ready)

    heard = channel.read(mouth.said)

    assert isinstance(heard, Said)
    assert (heard.text, heard.person.user, heard.address.chat) == ("Xin chào", "7", "7")
    assert heard.address.messenger is heard.person.messenger is channel.messenger


@pytest.mark.parametrize(
    "body", [{}, {"message": 5}, {"event_name": "message.text.received", "message": {"from": 1}}]
)
def test_nonsense_is_nobody_or_a_value_error(mouth: Mouth, ready: Database, body: dict[str, Any]) -> None:
    channel = Line(mouth.taken).channel(mouth, ready)
    try:
        heard = channel.read(body)
    except ValueError:
        heard = None
    assert heard is None


def test_only_the_secret_is_genuine(mouth: Mouth, ready: Database) -> None:
    channel = Line(mouth.taken).channel(mouth, ready)
    [(header, proof)] = mouth.proof(b"{}").items()

    assert channel.pushed
    assert channel.genuine({header: proof}, b"{}")
    for wrong in ({}, {header: ""}, {header: proof[:-1]}, {header: proof + "0"}, {header: "\udcff"}):
        assert not channel.genuine(wrong, b"{}")


@pytest.mark.parametrize("ask", ["open", "examine"])
async def test_a_server_out_of_reach_is_unreachable_without_the_token(
    mouth: Mouth, database: Database, ask: str
) -> None:
    channel = Line(httpx.ConnectError(f"cannot reach {TOKEN}")).channel(mouth, database)
    with pytest.raises(Unreachable) as trouble:
        await getattr(channel, ask)()
    assert TOKEN not in str(trouble.value)
