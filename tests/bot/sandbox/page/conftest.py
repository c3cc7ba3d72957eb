"""The sandbox's page over HTTP, with everybody who lives there and nobody at the bot's end."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox.page.deeds import clock_deeds, phone_deeds, portal_deeds, trouble_deeds
from bot.sandbox.page.routes import page_routes
from bot.sandbox.people import People, people
from bot.sandbox.portal.site import SamplePortal

HOST = "http://127.0.0.1:8080"
ROWS = [{"id": 1, "title": "Lịch tàu", "count": 2, "mean": 4.5, "spread": [0, 0, 0, 1, 1]}]


def clock() -> datetime:
    return datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture
def town() -> People:
    return people(telegram_token="1:test", zalo_token="2:test", clock=clock)


@pytest.fixture
def portal() -> SamplePortal:
    return SamplePortal(f"{HOST}/cong", clock=clock)


def named(town: People, name: str) -> str:
    """The id of the screen of that name."""
    return next(screen.id for screen in town.screens if screen.row()["name"] == name)


@pytest.fixture
def lan(town: People) -> str:
    return named(town, "Chị Lan")


@pytest.fixture
def thu(town: People) -> str:
    return named(town, "Cô Thu")


@pytest.fixture
def village(town: People) -> str:
    return named(town, "Khu dân cư số 1")


@pytest.fixture
def stopping() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def jumps() -> list[str]:
    """Where the clock was sent."""
    return []


@pytest.fixture
async def browser(
    town: People, portal: SamplePortal, stopping: asyncio.Event, jumps: list[str]
) -> AsyncIterator[httpx.AsyncClient]:
    async def office() -> list[dict[str, Any]]:
        return ROWS

    deeds = {
        **phone_deeds(town.screens),
        **trouble_deeds(town.telegram, town.zalo, town.account),
        **portal_deeds(portal),
        **clock_deeds(jumps.append),
    }
    routes = page_routes(
        town.screens, portal, office, deeds, pulse=town.pulse, clock=clock, stopping=stopping
    )
    app = Starlette(routes=routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST) as client:
        yield client


async def state(browser: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    answer = await browser.get("/sandbox/state", params=query)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown
