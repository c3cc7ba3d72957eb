"""One town for each journey."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.conftest import Clock
from tests.journeys.town import Town
from tests.journeys.village import Village


@pytest.fixture
async def town(database: Database, clock: Clock) -> AsyncIterator[Town]:
    made = Town(database, clock)
    made.site.publish(1, "Tin cũ trước khi có Loa", lead="Cũ rồi.", at=clock())
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def village(database: Database, clock: Clock) -> Village:
    made = Village(database, clock)
    await made.open()
    return made
