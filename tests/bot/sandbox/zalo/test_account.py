"""The sandbox's Official Account, driven by the adapter that speaks to the real one."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from bot.actions import Rate
from bot.channels.zalo_oa import ZaloOa
from bot.channels.zalo_oa.tokens import Tokens
from bot.messages import (
    Choice,
    Chose,
    Deferred,
    Gone,
    Left,
    Message,
    Poster,
    Refused,
    Returned,
    Said,
    Sent,
    Throttled,
    Unreached,
    UsedUp,
)
from bot.sandbox.zalo.account import APP_ID, WINDOW, Account, Code
from bot.sandbox.zalo.account_routes import zalo_account_routes
from bot.sandbox.zalo.pushing import push, signature
from storage.database import Database
from storage.records import ArticleId
from tests.bot.sandbox.conftest import Clock

MESSAGE = Message("Tàu nghỉ", rows=(tuple(Choice(f"{n} ⭐", Rate(ArticleId(7), n)) for n in range(1, 6)),))


@pytest.fixture
def account(clock: Clock) -> Account:
    return Account(clock=clock)


@pytest.fixture
def sau(account: Account) -> str:
    return account.add_person("Bác Sáu")


@pytest.fixture
def client(account: Account) -> httpx.AsyncClient:
    routes = [Mount("/zalo-oa", routes=zalo_account_routes(account))]
    return httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=routes)))


@pytest.fixture
async def loa(
    account: Account, client: httpx.AsyncClient, database: Database, clock: Clock
) -> AsyncIterator[ZaloOa]:
    api = "http://sandbox/zalo-oa"
    tokens = Tokens(
        database,
        client,
        app_id=APP_ID,
        app_secret=account.app_secret,
        seed=account.refresh,
        oauth=api,
        clock=clock,
    )
    adapter = ZaloOa(
        database,
        tokens,
        client,
        app_id=APP_ID,
        app_secret=account.app_secret,
        secret_key=account.key,
        api=api,
        clock=clock,
    )
    yield adapter
    await adapter.close()


def heard(loa: ZaloOa, account: Account) -> object:
    """The oldest event, read as the webhook reads it."""
    event = account.events.get_nowait()
    assert loa.genuine({"X-ZEvent-Signature": signature(event, account.key)}, event)
    assert not loa.genuine({"X-ZEvent-Signature": signature(event, "another key")}, event)
    return loa.read(json.loads(event))


async def test_following_writing_pressing_and_leaving_are_heard(
    loa: ZaloOa, account: Account, sau: str
) -> None:
    account.follow(sau, True)
    account.say(sau, "đăng ký")
    sent = await loa.send(sau, MESSAGE)
    assert isinstance(sent, Sent)
    _, shown = account.chat(sau)
    assert [button["title"] for button in shown.buttons] == [f"{n} ⭐" for n in range(1, 6)]
    account.press(sau, shown.buttons[3]["payload"])
    account.follow(sau, False)

    came, said, pressed, left = (heard(loa, account) for _ in range(4))
    assert isinstance(came, Returned)
    assert isinstance(said, Said)
    assert (said.text, said.ref) == ("đăng ký", account.chat(sau)[0].message_id)
    assert isinstance(pressed, Chose)
    assert isinstance(left, Left)


async def test_who_may_be_written_to_and_until_when(
    loa: ZaloOa, account: Account, sau: str, clock: Clock
) -> None:
    assert isinstance(await loa.send(sau, MESSAGE), Gone)
    account.follow(sau, True)
    assert isinstance(await loa.send(sau, MESSAGE), Unreached)
    account.say(sau, "đăng ký")
    clock.now += WINDOW
    assert isinstance(await loa.send(sau, MESSAGE), Sent)
    clock.now += timedelta(seconds=1)
    assert isinstance(await loa.send(sau, MESSAGE), Unreached)


async def test_an_expired_token_is_renewed_and_troubles_end(
    loa: ZaloOa, account: Account, sau: str, clock: Clock
) -> None:
    account.follow(sau, True)
    account.say(sau, "đăng ký")
    first = account.refresh
    assert isinstance(await loa.send(sau, MESSAGE), Sent)
    account.expire()
    assert isinstance(await loa.send(sau, MESSAGE), Sent)
    assert account.exchange(first) is None, "a refresh token is good for one use"
    account.trouble(Code.BUSY, 60)
    assert isinstance(await loa.send(sau, MESSAGE), Throttled)
    clock.now += timedelta(seconds=60)
    assert isinstance(await loa.send(sau, MESSAGE), Sent)


async def test_events_are_pushed_in_order_and_again_where_nobody_took_them(
    account: Account, sau: str
) -> None:
    answers: Iterator[int] = iter([503, 200, 200])
    taken: list[str] = []
    done = asyncio.Event()

    async def hook(request: Request) -> Response:
        status = next(answers)
        taken.append(f"{status} {(await request.json())['event_name']}")
        if len(taken) == 3:
            done.set()
        return Response(status_code=status)

    site = Starlette(routes=[Route("/hooks/zalo-oa", hook, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site)) as client:
        pushing = asyncio.create_task(push(account, "http://loa/hooks/zalo-oa", client, pauses=(0.0, 0.0)))
        account.follow(sau, True)
        account.say(sau, "đăng ký")
        await asyncio.wait_for(done.wait(), timeout=2)
        pushing.cancel()
    assert taken == ["503 follow", "200 follow", "200 user_send_text"]


async def test_an_article_is_made_and_put_up_for_whoever_follows(
    account: Account, sau: str, loa: ZaloOa, clock: Clock
) -> None:
    poster = Poster(
        title="TIN KHẨN: cấm biển",
        author="Cồn Cỏ",
        lead="a",
        cover="https://conco.vn/loa.jpg",
        paragraphs=("b",),
    )
    account.follow(sau, True)
    stranger = account.add_person("Cô Bảy")
    draft = await loa.articles.make(poster)
    assert isinstance(draft, Sent)
    assert isinstance(await loa.articles.ready(draft.ref), Deferred)
    article = await loa.articles.ready(draft.ref)
    assert isinstance(article, Sent)

    assert isinstance(await loa.articles.broadcast(article.ref), Sent)
    assert "TIN KHẨN: cấm biển" in account.chat(sau)[-1].text
    assert account.chat(stranger) == ()
    for _ in range(3):
        assert isinstance(await loa.articles.broadcast(article.ref), Sent)
    assert isinstance(await loa.articles.broadcast(article.ref), UsedUp)

    assert isinstance(await loa.articles.broadcast("nothing"), UsedUp | Refused)
    assert isinstance(await loa.articles.make(replace(poster, cover="http://conco.vn/loa.jpg")), Refused)
    clock.now += timedelta(hours=9)
    night = await loa.articles.broadcast(article.ref)
    assert isinstance(night, Deferred)
    assert "-234" in night.reason
