"""One world, its phone, the adapter and a bare client in front of it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.channels.zalo_bot import ZaloBot
from bot.sandbox.zalo.routes import zalo_bot_routes
from bot.sandbox.zalo.world import ZaloWorld

TOKEN = "77:a-token-for-trying"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> ZaloWorld:
    return ZaloWorld(token=TOKEN, clock=clock)


@pytest.fixture
def thu(world: ZaloWorld) -> str:
    return world.add_person("Cô Thu")


@pytest.fixture
def stopping() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def transport(world: ZaloWorld, stopping: asyncio.Event) -> httpx.ASGITransport:
    routes = zalo_bot_routes(world, stopping=stopping)
    return httpx.ASGITransport(Starlette(routes=[Mount("/zalo-bot", routes=routes)]))


@pytest.fixture
async def loa(transport: httpx.ASGITransport) -> AsyncIterator[ZaloBot]:
    async def at_once(_: float) -> None:
        return

    adapter = ZaloBot(TOKEN, api="http://sandbox/zalo-bot", transport=transport, pause=at_once)
    await adapter.open()
    yield adapter
    await adapter.close()


@pytest.fixture
async def raw(transport: httpx.ASGITransport) -> AsyncIterator[httpx.AsyncClient]:
    base = f"http://sandbox/zalo-bot/bot{TOKEN}/"
    async with httpx.AsyncClient(transport=transport, base_url=base) as client:
        yield client
