"""The Official Account's pair of tokens: each refresh token is used once, and nothing is lost in between."""

import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.channels import Unreachable
from bot.channels.zalo_oa.tokens import Tokens
from storage import safe, tables
from storage.database import Database
from tests.conftest import NOW, Clock
from tests.fakes.zalo_oa import FakeZaloOa


def tokens(
    fake: FakeZaloOa, database: Database, clock: Clock, *, seed: str = "refresh-0", **more: Any
) -> Tokens:
    client = httpx.AsyncClient(transport=more.pop("transport", fake.transport()))
    names = {"app_id": fake.app_id, "app_secret": fake.app_secret, "oauth": "http://oauth.test"}
    return Tokens(database, client, **names, seed=seed, clock=clock, **more)


async def test_a_refresh_token_is_used_once_however_many_ask(database: Database, clock: Clock) -> None:
    fake = FakeZaloOa()
    one, other = tokens(fake, database, clock), tokens(fake, database, clock)

    given = await asyncio.gather(*(who.access() for who in (one, other) * 5))

    assert len(set(given)) == 1
    assert len(fake.exchanges) == 1


async def test_the_new_pair_is_stored_sealed_before_it_is_used(database: Database, clock: Clock) -> None:
    fake = FakeZaloOa()
    first = await tokens(fake, database, clock).access()
    clock.passes(hours=25)
    second = await tokens(fake, database, clock).access()
    assert [form["refresh_token"] for form in fake.exchanges] == ["refresh-0", "refresh-1"]
    assert first != second

    async with database.reading() as tx:
        sealed = await tx.connection.scalar(tables.safe.select().with_only_columns(tables.safe.c.sealed))
    assert b"refresh" not in sealed


async def test_a_newer_token_in_the_environment_wins_over_a_dead_one(
    database: Database, clock: Clock
) -> None:
    fake = FakeZaloOa()
    await tokens(fake, database, clock).access()
    clock.passes(hours=25)
    fake.refresh = "refresh-by-hand"

    with pytest.raises(Unreachable, match="loa zalo login"):
        await tokens(fake, database, clock).access()
    assert await tokens(fake, database, clock, seed="refresh-by-hand").access() in fake.accepted


async def test_silence_keeps_the_token_for_another_try(database: Database, clock: Clock) -> None:
    def silent(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    fake = FakeZaloOa()
    with pytest.raises(Unreachable, match="ConnectError"):
        await tokens(fake, database, clock, transport=httpx.MockTransport(silent)).access()
    assert await tokens(fake, database, clock).access() in fake.accepted


async def test_who_died_while_renewing_is_waited_for_and_then_replaced(
    database: Database, clock: Clock
) -> None:
    fake = FakeZaloOa()
    async with database.transaction() as tx:
        assert await safe.borrow(tx, "zalo_oa.pair", now=NOW, until=NOW + timedelta(seconds=20))

    async def pause(seconds: float) -> None:
        clock.passes(seconds=seconds)

    assert await tokens(fake, database, clock, pause=pause).access() in fake.accepted
    assert clock() >= NOW + timedelta(seconds=20)


async def test_a_person_consents_once(database: Database, clock: Clock) -> None:
    fake = FakeZaloOa()
    walk = tokens(fake, database, clock, seed="")
    consent = walk.consent("https://loa.test/")
    asked = {key: values[0] for key, values in parse_qs(urlsplit(consent.address).query).items()}
    assert (asked["app_id"], asked["redirect_uri"]) == (fake.app_id, "https://loa.test/")
    assert len(consent.verifier) == len(asked["code_challenge"]) == 43

    with pytest.raises(Unreachable, match="Invalid authorization code"):
        await walk.admitted("code-2", consent)
    await walk.admitted("code-1", consent)

    assert fake.exchanges[-1]["code_verifier"] == consent.verifier
    assert await tokens(fake, database, clock, seed="").access() in fake.accepted
    assert len(fake.exchanges) == 2
