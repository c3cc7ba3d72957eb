"""One world, its phone, the adapter and a bare client in front of it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.channels.telegram import Telegram
from bot.sandbox.telegram.routes import telegram_routes
from bot.sandbox.telegram.world import World
from tests.bot.sandbox.conftest import TOKEN, Clock


@pytest.fixture
def world(clock: Clock) -> World:
    return World(token=TOKEN, clock=clock)


@pytest.fixture
def lan(world: World) -> int:
    return world.add_person("Chị Lan")


@pytest.fixture
def transport(world: World, stopping: asyncio.Event) -> httpx.ASGITransport:
    routes = telegram_routes(world, stopping=stopping)
    return httpx.ASGITransport(Starlette(routes=[Mount("/telegram", routes=routes)]))


@pytest.fixture
async def loa(transport: httpx.ASGITransport) -> AsyncIterator[Telegram]:
    telegram = Telegram(
        TOKEN, api="http://sandbox/telegram", commands={"": [("trogiup", "Trợ giúp")]}, transport=transport
    )
    await telegram.open()
    yield telegram
    await telegram.close()


@pytest.fixture
async def raw(transport: httpx.ASGITransport) -> AsyncIterator[httpx.AsyncClient]:
    base = f"http://sandbox/telegram/bot{TOKEN}/"
    async with httpx.AsyncClient(transport=transport, base_url=base) as client:
        yield client


async def polling(world: World) -> None:
    """Return once a long poll waits, within a few turns of the loop."""
    for _ in range(100):
        if not world.updates.idle:
            return
        await asyncio.sleep(0)
    pytest.fail("no poll came")


async def call(raw: httpx.AsyncClient, method: str, **given: Any) -> Any:
    """The body of an answer, its status held against it."""
    answer = await raw.post(method, json=given)
    said = answer.json()
    assert answer.status_code == (200 if said["ok"] else said["error_code"])
    return said["result"] if said["ok"] else said["description"]
