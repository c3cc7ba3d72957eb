"""One world, its phone, the adapter and a bare client in front of it."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.channels.zalo_bot import ZaloBot
from bot.sandbox.zalo.routes import zalo_bot_routes
from bot.sandbox.zalo.world import ZaloWorld
from tests.bot.sandbox.conftest import TOKEN, Clock


@pytest.fixture
def world(clock: Clock) -> ZaloWorld:
    return ZaloWorld(token=TOKEN, clock=clock)


@pytest.fixture
def thu(world: ZaloWorld) -> str:
    return world.add_person("Cô Thu")


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
