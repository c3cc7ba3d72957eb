"""The sandbox's Zalo, driven by the adapter that speaks to the real one."""

import asyncio
import json
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels import Unreachable
from bot.channels.zalo_bot import ZaloBot
from bot.messages import Message, Refused, Said, Sent, Throttled, UsedUp
from bot.sandbox.zalo.pushing import push_bot
from bot.sandbox.zalo.world import PER_MONTH, Trouble, ZaloWorld
from tests.bot.sandbox.conftest import TOKEN, Clock

MESSAGE = Message("🌊 Tàu nghỉ ngày 25/11")


async def test_what_is_typed_is_heard_once_and_what_is_sent_stands_on_the_phone(
    world: ZaloWorld, thu: str, loa: ZaloBot, clock: Clock
) -> None:
    world.say(thu, "bắt đầu")
    (said,) = await loa.hear()
    assert isinstance(said, Said)
    assert (said.text, said.address.chat, said.at, said.private) == ("bắt đầu", thu, clock.now, True)
    assert said.ref == world.chat(thu)[0].message_id

    sent = await loa.send(thu, MESSAGE)
    question, answer = world.chat(thu)
    assert sent == Sent(answer.message_id)
    assert (question.from_bot, answer.from_bot, answer.text) == (False, True, MESSAGE.text)


async def test_an_empty_poll_waits_for_the_next_words_and_ends_at_shutdown(
    world: ZaloWorld, thu: str, loa: ZaloBot, stopping: asyncio.Event
) -> None:
    hearing = asyncio.create_task(loa.hear())
    await asyncio.sleep(0)
    world.say(thu, "5")
    (said,) = await asyncio.wait_for(hearing, timeout=2)
    assert isinstance(said, Said)
    assert said.text == "5"
    loa.remembered()

    hearing = asyncio.create_task(loa.hear())
    await asyncio.sleep(0)
    stopping.set()
    assert list(await asyncio.wait_for(hearing, timeout=2)) == []


async def test_the_same_words_may_be_told_twice(world: ZaloWorld, thu: str, loa: ZaloBot) -> None:
    world.tells_twice = True
    world.say(thu, "5")
    (first,) = await loa.hear()
    loa.remembered()
    (second,) = await loa.hear()
    assert first == second


async def test_nobody_is_written_to_who_did_not_write_first(thu: str, loa: ZaloBot) -> None:
    assert isinstance(await loa.send(thu, MESSAGE), Refused)


@pytest.mark.parametrize("kind", list(Trouble))
async def test_troubles_stop_sending_for_their_time(
    world: ZaloWorld, thu: str, loa: ZaloBot, clock: Clock, kind: Trouble
) -> None:
    world.say(thu, "bắt đầu")
    world.trouble(kind, 60)
    assert isinstance(await loa.send(thu, MESSAGE), Throttled | UsedUp)
    clock.now += timedelta(seconds=60)
    assert isinstance(await loa.send(thu, MESSAGE), Sent)


@pytest.mark.parametrize("kind", [Trouble.HAMMERED, Trouble.TOKEN])
async def test_troubles_that_are_not_the_quota_make_deaf_too(
    world: ZaloWorld, loa: ZaloBot, kind: Trouble
) -> None:
    world.trouble(kind, 60)
    with pytest.raises(Unreachable):
        await loa.hear()


async def test_a_month_has_so_many_messages(world: ZaloWorld, thu: str, loa: ZaloBot, clock: Clock) -> None:
    world.say(thu, "bắt đầu")
    for _ in range(PER_MONTH):
        world.deliver(thu, "…")
    assert isinstance(await loa.send(thu, MESSAGE), UsedUp)
    clock.now += timedelta(days=7)  # on the island it is December
    assert isinstance(await loa.send(thu, MESSAGE), Sent)


async def test_a_webhook_left_behind_is_removed_by_the_bot_that_polls(
    world: ZaloWorld, thu: str, loa: ZaloBot
) -> None:
    world.leave_webhook("https://elsewhere.example/hook")
    world.say(thu, "5")
    with pytest.raises(Unreachable, match="webhook is set"):
        await loa.hear()
    assert len(await loa.hear()) == 1


@pytest.mark.parametrize("text", ["", "a" * 2001, "😀" * 1001])
async def test_what_is_empty_or_too_long_is_refused(
    world: ZaloWorld, thu: str, raw: httpx.AsyncClient, text: str
) -> None:
    world.say(thu, "bắt đầu")
    answer = await raw.post("sendMessage", json={"chat_id": thu, "text": text})
    assert (answer.status_code, answer.json()["error_code"]) == (200, 400)
    assert len(world.chat(thu)) == 1


async def test_the_longest_message_is_taken_in_any_form_of_request(
    world: ZaloWorld, thu: str, raw: httpx.AsyncClient
) -> None:
    world.say(thu, "bắt đầu")
    given = {"chat_id": thu, "text": "😀" * 1000}
    for answer in (
        await raw.post("sendMessage", json=given),
        await raw.post("sendMessage", data=given),
        await raw.get("sendMessage", params={"chat_id": thu, "text": "a"}),
    ):
        assert answer.json()["result"]["message_id"] in [shown.message_id for shown in world.chat(thu)]


@pytest.mark.parametrize(
    ("method", "given", "status", "said"),
    [
        ("getUpdates", {}, 408, {"ok": False, "description": "Request timeout", "error_code": 408}),
        ("sendMessage", {"text": "a"}, 200, {"error_code": 400}),
        ("editMessageText", {}, 200, {"ok": False, "description": "Not Found", "error_code": 404}),
        ("getWebhookInfo", {}, 200, {"error_code": 404}),
        (
            "setWebhook",
            {"url": "http://127.0.0.1/hook", "secret_token": "12345678"},
            200,
            {"error_code": 400},
        ),
        ("setWebhook", {"url": "https://a.example/hook", "secret_token": "short"}, 200, {"error_code": 400}),
        ("sendChatAction", {"chat_id": "nobody"}, 200, {"error_code": 400}),
    ],
)
async def test_errors_stand_in_the_body(
    raw: httpx.AsyncClient, method: str, given: dict[str, str], status: int, said: dict[str, object]
) -> None:
    answer = await raw.post(method, json=given)
    assert answer.status_code == status
    assert answer.json() | said == answer.json()


async def test_the_wrong_token_and_a_broken_body_are_refused(
    transport: httpx.ASGITransport, raw: httpx.AsyncClient
) -> None:
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox/zalo-bot/") as stranger:
        assert (await stranger.post("/bot1:x/getMe")).json()["error_code"] == 401
        assert (await stranger.post("/elsewhere")).json()["error_code"] == 404
    broken = await raw.post("getMe", content=b"{", headers={"Content-Type": "application/json"})
    assert broken.json()["error_code"] == 400


async def test_typing_is_answered_without_a_result(
    world: ZaloWorld, thu: str, raw: httpx.AsyncClient
) -> None:
    world.say(thu, "bắt đầu")
    answer = await raw.post("sendChatAction", json={"chat_id": thu, "action": "typing"})
    assert answer.json() == {"ok": True}


async def test_a_webhook_is_kept_although_nobody_answers_there(
    world: ZaloWorld, thu: str, raw: httpx.AsyncClient
) -> None:
    given = {"url": "https://a.example/hook", "secret_token": "12345678"}
    result = (await raw.post("setWebhook", json=given)).json()["result"]
    assert (result["url"], result["verification"]["ok"]) == (given["url"], False)
    assert (await raw.post("getWebhookInfo")).json()["result"]["url"] == given["url"]
    assert (await raw.post("getUpdates")).status_code == 400
    assert (await raw.post("deleteWebhook")).json()["result"]["url"] == ""
    assert (await raw.post("getUpdates")).status_code == 408


async def test_a_webhook_on_this_machine_is_pushed_to_until_somebody_takes_it(
    world: ZaloWorld, thu: str, raw: httpx.AsyncClient
) -> None:
    hook = ("http://127.0.0.1:8080/hooks/zalo-bot", "a-secret-of-ours")
    pushed = ZaloBot(TOKEN, webhook=hook)
    answers, heard = iter([503, 200, 200, 200]), list[object]()
    done = asyncio.Event()

    async def take(request: Request) -> Response:
        body, status = await request.body(), next(answers)
        assert pushed.genuine(request.headers, body)
        if status == 200:
            heard.append(pushed.read(json.loads(body)))
        if len(heard) == 3:
            done.set()
        return Response(status_code=status)

    result = (await raw.post("setWebhook", json={"url": hook[0], "secret_token": hook[1]})).json()["result"]
    assert result["verification"]["ok"] is True
    site = Starlette(routes=[Route("/hooks/zalo-bot", take, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site)) as client:
        pushing = asyncio.create_task(push_bot(world, client, pauses=(0, 0)))
        await asyncio.sleep(0)
        world.say(thu, "dang ky")
        world.tells_twice = True
        world.say(thu, "1")
        await done.wait()
        pushing.cancel()
    assert [one.text for one in heard if isinstance(one, Said)] in (
        ["dang ky", "1", "1"],
        ["dang ky", "dang ky", "1"],
    )
    await pushed.close()
