"""The Zalo bot against recorded bodies, broken lines and its polls' traps, without a socket."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.channels import Unreachable
from bot.channels.zalo_bot import BETWEEN_POLLS, ZaloBot
from bot.channels.zalo_bot.events import unmentioned
from bot.messages import Failed, Message, Outcome, Refused, Said, Sent, Throttled, Unknown, UsedUp
from storage.records import Address, Messenger, Person
from tests.bot.samples import from_zalo
from tests.fakes.zalo_bot import FakeZaloBot

TED = "6ede9afa66b88fe6d6a9"
TOKEN = "12345689:abc-xyz"
HOOK = ("https://portal.example.gov.vn/hooks/zalo-bot", "an-8-to-256-char-secret")


def response(recorded: dict[str, Any]) -> httpx.Response:
    body, status = recorded["body"], recorded["http_status"]
    return httpx.Response(status, html=body) if isinstance(body, str) else httpx.Response(status, json=body)


class Hours:
    """Time that passes only where somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def bot(
    answer: Callable[[httpx.Request], httpx.Response], *, hours: Hours | None = None, **more: Any
) -> ZaloBot:
    hours = hours or Hours()
    transport = httpx.MockTransport(answer)
    return ZaloBot(
        TOKEN, api="http://zalo.test", transport=transport, pause=hours.pause, monotonic=hours, **more
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bot_sendMessage_ok", Sent("82599fa32f56d00e8941")),
        ("bot_sendChatAction_ok", Sent("")),
        ("bot_err_empty_chat_id", Refused),
        ("bot_err_unauthorized", Throttled(60.0)),
        ("bot_err_quota", UsedUp(5.0, "Quota exceeded (429)")),
        ("bot_err_429_nginx_html", Throttled(5.0)),
        ("bot_err_not_found", Failed),
        ("bot_getUpdates_empty_http408", Unknown),
        ("bot_getUpdates_empty_http200", Unknown),
        ("bot_err_webhook_is_set", Refused),
    ],
)
async def test_every_recorded_body_has_one_outcome(name: str, expected: Outcome | type[Outcome]) -> None:
    done = await bot(lambda _: response(from_zalo(name))).send(TED, Message("Tàu nghỉ"))

    assert type(done) is expected if isinstance(expected, type) else done == expected


@pytest.mark.parametrize("code", [429, "429"])
@pytest.mark.parametrize("status", [200, 400, 429, 500])
async def test_the_body_decides_and_its_code_may_be_a_string(code: int | str, status: int) -> None:
    body = {"ok": False, "description": "Quota exceeded", "error_code": code}

    done = await bot(lambda _: httpx.Response(status, json=body)).send(TED, Message("Tàu nghỉ"))

    assert isinstance(done, UsedUp)
    assert done.seconds == 5


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(200, json=[]), Unknown),
        (httpx.Response(200, json={"result": {"message_id": "a"}}), Unknown),
        (httpx.Response(200, html="<h1>nginx</h1>"), Unknown),
        (httpx.Response(200, json={"ok": True}), Sent),
        (httpx.Response(200, json={"ok": True, "result": "done"}), Sent),
        (httpx.Response(200, json={"ok": False}), Failed),
        (httpx.Response(200, json={"ok": False, "error_code": [1]}), Failed),
        (
            httpx.Response(
                200, json={"ok": False, "error_code": 403, "description": "Internal server error"}
            ),
            Failed,
        ),
        (httpx.Response(500, json={"ok": True, "result": {"message_id": "a"}}), Sent),
        (httpx.Response(502, html="<h1>nginx</h1>"), Failed),
        (httpx.Response(504, html="<h1>nginx</h1>"), Unknown),
        (httpx.Response(200, content=b"[" * 100_000), Unknown),
        (httpx.ConnectError("no route"), Failed),
        (httpx.WriteTimeout("stuck"), Failed),
        (httpx.ReadTimeout("silence"), Unknown),
        (httpx.RemoteProtocolError("cut"), Unknown),
    ],
    ids=str,
)
async def test_only_what_surely_was_not_taken_is_a_failure(
    answer: httpx.Response | Exception, expected: type[Outcome]
) -> None:
    def reply(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert type(await bot(reply).send(TED, Message("Tàu nghỉ"))) is expected


async def test_refusals_in_a_row_wait_longer_and_longer() -> None:
    hours, waits = Hours(), []
    zalo = bot(lambda _: response(from_zalo("bot_err_quota")), hours=hours)
    for _ in range(12):
        done = await zalo.send(TED, Message("Tàu nghỉ"))
        assert isinstance(done, UsedUp)
        waits.append(done.seconds)
        hours.now += done.seconds

    assert waits[:4] == [5, 10, 20, 40]
    assert waits[-1] == 3600


async def test_an_empty_chat_is_never_asked_for() -> None:
    fake = FakeZaloBot()
    assert isinstance(await ZaloBot(TOKEN, transport=fake.transport()).send("", Message("a")), Refused)
    assert fake.calls == []


async def test_what_is_said_leaves_as_plain_words_under_the_token() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return response(from_zalo("bot_sendMessage_ok"))

    await bot(answer).send(TED, Message("**Tàu** #1_nghỉ", bold=((0, 3),)))

    [request] = asked
    assert str(request.url) == f"http://zalo.test/bot{TOKEN}/sendMessage"
    assert json.loads(request.content) == {"chat_id": TED, "text": "**Tàu** #1_nghỉ"}


@pytest.mark.parametrize("name", ["bot_getUpdates_empty_http408", "bot_getUpdates_empty_http200"])
async def test_an_empty_poll_is_nobody_saying_anything(name: str) -> None:
    assert not await bot(lambda _: response(from_zalo(name))).hear()


async def test_what_was_not_remembered_is_told_again_though_zalo_tells_it_once() -> None:
    answers = iter([response(from_zalo("bot_getUpdates_one_text"))])
    zalo = bot(lambda _: next(answers))

    assert await zalo.hear() == await zalo.hear()


async def test_one_update_is_one_object_and_polls_keep_a_second_apart() -> None:
    hours = Hours()
    zalo = bot(lambda _: response(from_zalo("bot_getUpdates_one_text")), hours=hours)

    [said] = await zalo.hear()
    zalo.remembered()
    [again] = await zalo.hear()

    assert isinstance(said, Said)
    assert said.address == Address(Messenger.ZALO_BOT, TED)
    assert said.person == Person(Messenger.ZALO_BOT, TED)
    assert (said.text, said.ref, said.private) == ("Xin chào", "2d758cb5e222177a4e35", True)
    assert said.at.isoformat() == "2025-06-19T06:55:31.602000+00:00"
    assert again == said
    assert hours.waits == [pytest.approx(BETWEEN_POLLS)]


async def test_a_webhook_left_over_is_removed_and_hearing_goes_on() -> None:
    fake = FakeZaloBot()
    fake.webhook = HOOK
    fake.say(TED, "Xin chào")
    zalo = ZaloBot(TOKEN, transport=fake.transport(), monotonic=iter(range(0, 100, 10)).__next__)

    with pytest.raises(Unreachable, match="webhook is set"):
        await zalo.hear()
    assert len(await zalo.hear()) == 1


@pytest.mark.parametrize(
    "answer", [httpx.Response(429, html="<h1>slow down</h1>"), httpx.Response(200, json={})]
)
async def test_trouble_while_hearing_is_one_line_without_the_token(answer: httpx.Response) -> None:
    with pytest.raises(Unreachable) as trouble:
        await bot(lambda _: answer).hear()
    assert TOKEN not in str(trouble.value)
    assert "\n" not in str(trouble.value)


async def test_no_error_of_the_line_tells_the_token(caplog: pytest.LogCaptureFixture) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"cannot reach {request.url}")

    caplog.set_level("DEBUG", logger="bot")
    zalo = bot(answer)
    done = await zalo.send(TED, Message("Tàu nghỉ"))
    with pytest.raises(Unreachable) as trouble:
        await zalo.open()

    for told in (str(done), str(trouble.value), caplog.text):
        assert "abc-xyz" not in told


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bot_webhook_text_flat", "5"),
        ("bot_webhook_text_wrapped", "Xin chào"),
        ("bot_webhook_image_flat", ""),
        ("bot_webhook_voice_flat", ""),
        ("bot_webhook_sticker_flat", ""),
        ("bot_webhook_unsupported_flat", ""),
        ("bot_webhook_group_text_flat", "5"),
        ("bot_webhook_test_probe", None),
    ],
)
def test_every_recorded_event_is_read(name: str, text: str | None) -> None:
    heard = bot(lambda _: httpx.Response(200)).read(from_zalo(name)["body"])

    if text is None:
        assert heard is None
    else:
        assert isinstance(heard, Said)
        assert heard.text == text
        assert heard.private is not heard.addressed


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("@Bot Phuong X 5", "", "5"),
        ("@Bot Phường X  đăng ký", "", "đăng ký"),
        ("@Bot Phuong X HUY", "", "HUY"),
        ("@Bot Phuong X DANG KY", "Bot Phuong X", "DANG KY"),
        ("@bot phuong x tin mới", "Bot Phuong X", "tin mới"),
        ("@Bot", "", ""),
        ("5 sao", "", "5 sao"),
    ],
)
def test_a_mention_is_taken_out_of_a_groups_words(text: str, name: str, left: str) -> None:
    assert unmentioned(text, name) == left


async def test_a_webhook_that_zalo_cannot_reach_is_told_to_the_doctor_and_stops_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    fake = FakeZaloBot()
    zalo = ZaloBot(TOKEN, webhook=HOOK, transport=fake.transport())
    assert "reached the webhook" in await zalo.examine()
    assert fake.webhook == HOOK

    fake.reachable = False
    with pytest.raises(Unreachable, match=r"webhook\.http\.403"):
        await zalo.examine()
    await zalo.open()
    assert "webhook.http.403" in caplog.text


async def test_the_token_is_examined() -> None:
    with pytest.raises(Unreachable, match="getMe: Unauthorized"):
        await bot(lambda _: response(from_zalo("bot_err_unauthorized"))).examine()
    assert "BASIC" in await ZaloBot(TOKEN, transport=FakeZaloBot().transport()).examine()


@pytest.mark.parametrize("taken", [None, ("https://another.example/hook", "theirs-theirs")])
async def test_a_webhook_that_was_taken_away_is_set_again(taken: tuple[str, str] | None) -> None:
    fake, hook = FakeZaloBot(), ("https://loa.example/hooks/zalo-bot", "a-secret-of-ours")
    slept: list[float] = []

    async def pause(seconds: float) -> None:
        slept.append(seconds)

    bot = ZaloBot(fake.token, webhook=hook, transport=fake.transport(), pause=pause)
    await bot.open()
    assert await bot.hear() == ()
    assert [method for method, _ in fake.calls].count("setWebhook") == 1
    fake.webhook = taken
    assert await bot.hear() == ()
    assert fake.webhook == hook
    assert len(slept) == 2
    await bot.close()
