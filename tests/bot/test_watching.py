"""One loop for all sources: who is looked at when, and what one of them may do to the others."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.watching import MOST, OF_A_HOST, Watching, fitting
from feeds.fetching import Fetcher
from feeds.portals import Portal, Source
from feeds.reading import Reader
from feeds.watcher import AFTER_A_SURPRISE, Watcher
from storage import articles
from storage.articles import ArticleLog
from storage.database import Database
from storage.visiting import LOOKING
from tests.conftest import Clock
from tests.fakes.portal import FakeSite

URL = "http://127.0.0.1"


def source(name: str, url: str = URL) -> Source:
    return Source(name=name, addresses=(f"{url}/{name}/rss/",), topic="tin", every=timedelta(minutes=2))


def test_a_host_that_is_asked_one_by_one_does_not_take_the_room_of_others() -> None:
    slow = [source(f"a{n}", "https://a.vn") for n in range(MOST * 2)]
    other = source("b", "https://b.vn")
    hosts = {**dict.fromkeys((one.name for one in slow), "a.vn"), "b": "b.vn"}

    first = fitting([*slow, other], (), hosts)
    assert [one.name for one in first] == [*(f"a{n}" for n in range(OF_A_HOST)), "b"]
    assert fitting([*slow[OF_A_HOST:], other], ["a0", "a1", "a2", "a3"], hosts) == [other]


def test_this_machine_is_owed_no_such_care_and_all_the_same_has_no_room_without_end() -> None:
    many = [source(f"s{n}") for n in range(MOST * 2)]
    hosts = dict.fromkeys((one.name for one in many), "127.0.0.1")

    assert fitting(many, (), hosts) == many[:MOST]
    assert fitting(many[MOST:], [one.name for one in many[:MOST]], hosts) == []


class Room:
    """Some sources of one site, watched by the service's loop."""

    def __init__(self, database: Database, clock: Clock, count: int) -> None:
        self.database, self.clock, self.site = database, clock, FakeSite(URL)
        self.broken: set[str] = set()
        self.hanging: dict[str, asyncio.Event] = {}
        self.asked: list[str] = []
        self.rung = 0
        self.sources = [source(f"s{n}") for n in range(count)]
        portal = Portal(id="conco", name="Cổng", url=URL, hosts=("127.0.0.1",))
        self.fetcher = Fetcher(portal, clock=clock, transport=httpx.MockTransport(self._answer))
        log, reader = ArticleLog(database, "conco"), Reader(portal, self.fetcher)
        self.watcher = Watcher(portal, (), log, reader, clock=clock, hold_new=5)
        self.watching = Watching(self.watcher, self.sources, found=self._ring)

    async def round(self) -> list[str]:
        """The sources asked in a round."""
        self.asked.clear()
        await self.watching.round()
        return sorted(self.asked)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.split("/")[1]
        self.asked.append(name)
        if name in self.hanging:
            await self.hanging[name].wait()
        if name in self.broken:
            raise RuntimeError("a surprise")
        status, headers, body = self.site.answer("/rss/")
        return httpx.Response(status, headers=headers, content=body)

    def _ring(self) -> None:
        self.rung += 1


@pytest.fixture
async def room(database: Database, clock: Clock) -> AsyncIterator[Room]:
    made = Room(database, clock, 3)
    made.site.publish(1, "Tin cũ", at=clock() - timedelta(days=1))
    yield made
    await made.fetcher.close()


async def test_more_sources_than_there_is_room_for_are_all_looked_at(
    database: Database, clock: Clock
) -> None:
    room = Room(database, clock, MOST + 10)
    assert len(await room.round()) == MOST + 10
    assert await room.round() == []
    clock.passes(minutes=2)
    assert len(await room.round()) == MOST + 10
    await room.fetcher.close()


async def test_a_find_rings_and_nothing_new_does_not(room: Room) -> None:
    await room.round()
    room.clock.passes(minutes=2)
    await room.round()
    assert room.rung == 0

    room.site.publish(2, "Tàu nghỉ", at=room.clock())
    room.clock.passes(minutes=2)
    await room.round()
    assert room.rung >= 1


async def test_a_surprise_at_one_source_ends_nothing_and_is_tried_again(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.broken.add("s1")
    assert await room.round() == ["s0", "s1", "s2"]
    assert "watch s1: this round failed" in caplog.text
    assert await room.round() == [], "not without a rest"

    room.broken.clear()
    room.clock.passes(seconds=AFTER_A_SURPRISE.total_seconds())
    assert "s1" in await room.round()


async def test_a_source_that_hangs_keeps_nobody_waiting_and_is_finished_at_the_end(room: Room) -> None:
    room.hanging["s0"], stop = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(room.watching.run(stop))
    while len(await _looked(room)) < 2:
        await asyncio.sleep(0.01)
    assert await _looked(room) == {"s1", "s2"}

    stop.set()
    room.hanging["s0"].set()
    await running
    assert await _looked(room) == {"s0", "s1", "s2"}


async def test_a_long_look_keeps_its_source_from_other_processes_and_a_dead_one_does_not(room: Room) -> None:
    if room.database.is_sqlite:
        pytest.skip("one process alone watches there")
    other = ArticleLog(room.database, "conco")
    room.hanging["s0"], stop = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(room.watching.run(stop))
    while len(await _looked(room)) < 2:
        await asyncio.sleep(0.01)

    room.clock.passes(seconds=LOOKING.total_seconds() - 1)
    await room.watcher.renew({"s0"})
    room.clock.passes(seconds=2)
    assert await other.claim(["s0"], now=room.clock()) == {}

    later = room.clock() + LOOKING
    assert set(await other.claim(["s0"], now=later)) == {"s0"}, "nobody renewed it"
    stop.set()
    room.hanging["s0"].set()
    await running


async def _looked(room: Room) -> set[str]:
    async with room.database.reading() as tx:
        return {one.source for one in await articles.health(tx) if one.good_at}


async def test_a_clock_put_back_puts_no_look_off(room: Room, clock: Clock) -> None:
    """A machine that started a day ahead of time, and was set right: its portal was not looked at for a day."""
    clock.passes(days=1)
    assert await room.round() == ["s0", "s1", "s2"]
    clock.passes(days=-1)

    assert await room.round() == ["s0", "s1", "s2"]
    assert await room.round() == []
    clock.passes(minutes=3)
    assert await room.round() == ["s0", "s1", "s2"]
