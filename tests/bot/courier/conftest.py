"""Couriers that end with their test."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.courier import Courier
from storage.database import Database
from tests.bot.courier.mouths import Make, Mouth, plain
from tests.conftest import Clock
from tests.journeys.town import Unhurried


@pytest.fixture
async def make(database: Database, clock: Clock) -> AsyncIterator[Make]:
    made: list[tuple[Courier, Mouth]] = []

    def courier(mouth: Any, **changed: Any) -> Courier:
        how: dict[str, Any] = {
            "clock": clock,
            "monotonic": clock.monotonic,
            "stopping": asyncio.Event(),
            "batch": 100,
            "in_flight": 100,
        }
        how |= changed
        one = Courier(database, mouth, how.pop("render", plain), how.pop("pacer", Unhurried(30)), **how)
        made.append((one, mouth))
        return one

    yield courier
    for one, mouth in made:
        mouth.never.set()
        await one.finish()
