"""Whose turn it is: urgent first, equals in equal parts, however much is owed; and how it is found."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.outbox import claiming, deliveries, lanes
from storage.outbox.owed import Due, Kind
from storage.records import AnnouncementId, Messenger
from tests.conftest import Clock
from tests.storage.values import announced, draft, finding, published, slot, subscriber

LEASE = timedelta(minutes=2)


async def owed(database: Database, clock: Clock, *kinds: Kind, people: int = 6) -> list[AnnouncementId]:
    """An announcement of each kind, a minute apart, owed to as many citizens."""
    for chat in range(people):
        await subscriber(database, chat, now=clock())
    made = []
    for number, kind in enumerate(kinds):
        [story, *_] = await published(database, finding(number), now=clock())
        made.append(await announced(database, draft(story, now=clock(), kind=kind), now=clock()))
        clock.passes(minutes=1)
    return [one for one in made if one is not None]


async def claimed(database: Database, clock: Clock, limit: int, **how: Any) -> list[Due]:
    async with database.transaction() as tx:
        return await claiming.claim(tx, Messenger.TELEGRAM, now=clock(), lease=LEASE, limit=limit, **how)


def whose(due: list[Due]) -> list[int]:
    return [one.announcement.id for one in due]


async def test_who_is_told_later_does_not_wait_for_the_end_of_a_long_broadcast(
    database: Database, clock: Clock
) -> None:
    first, second = await owed(database, clock, Kind.NEWS, Kind.NEWS)

    assert whose(await claimed(database, clock, 4)) == [first, first, second, second]


async def test_where_one_needs_less_than_its_part_the_other_takes_it(
    database: Database, clock: Clock
) -> None:
    first, second = await owed(database, clock, Kind.NEWS, Kind.NEWS, people=3)
    await claimed(database, clock, 4)

    assert sorted(whose(await claimed(database, clock, 4))) == [first, second]


async def test_with_less_room_than_lanes_each_is_first_in_turn(database: Database, clock: Clock) -> None:
    made = await owed(database, clock, *[Kind.NEWS] * 3)

    taken = [whose(await claimed(database, clock, 1, turn=turn))[0] for turn in range(3)]

    assert sorted(taken) == made


async def test_nobody_who_is_engaged_is_claimed_and_nobody_twice(database: Database, clock: Clock) -> None:
    await owed(database, clock, Kind.NEWS, Kind.NEWS, people=6)
    first, second = await claimed(database, clock, 2, engaged=())
    engaged = [first.citizen, second.citizen]

    others = await claimed(database, clock, 9, engaged=engaged)

    assert first.citizen != second.citizen
    assert len({one.citizen for one in others} | {*engaged}) == 6
    assert len(await claimed(database, clock, 9)) == 12 - 2 - 4


async def test_the_urgent_takes_every_place_it_needs(database: Database, clock: Clock) -> None:
    calm, storm = await owed(database, clock, Kind.NEWS, Kind.URGENT, people=3)

    assert whose(await claimed(database, clock, 4)) == [storm, storm, storm, calm]


async def test_only_what_is_more_urgent_overtakes(database: Database, clock: Clock) -> None:
    await owed(database, clock, Kind.UPDATE, Kind.NEWS, people=2)

    assert [one.announcement.kind for one in await claimed(database, clock, 9, above=Kind.NEWS)] == [
        Kind.UPDATE,
        Kind.UPDATE,
    ]
    assert await claimed(database, clock, 9, above=Kind.UPDATE) == []


async def test_a_pause_holds_everybody_of_that_messenger_after_a_restart_too(
    database: Database, clock: Clock
) -> None:
    await owed(database, clock, Kind.NEWS, people=2)
    async with database.transaction() as tx:
        await deliveries.pause(tx, Messenger.TELEGRAM, until=clock() + timedelta(seconds=30), now=clock())
        await deliveries.pause(tx, Messenger.ZALO_OA, until=clock() + timedelta(days=1), now=clock())

    assert await claimed(database, clock, 9) == []
    clock.passes(seconds=30)
    assert len(await claimed(database, clock, 9)) == 2


async def test_a_clock_put_back_silences_nobody(database: Database, clock: Clock) -> None:
    await owed(database, clock, Kind.NEWS, people=1)
    clock.passes(days=1)
    async with database.transaction() as tx:
        await deliveries.pause(tx, Messenger.TELEGRAM, until=clock() + timedelta(seconds=30), now=clock())
    clock.passes(hours=-5)

    assert len(await claimed(database, clock, 9)) == 1


async def test_the_longest_wait_is_known_and_stale_lanes_are_found(database: Database, clock: Clock) -> None:
    since = clock()
    made = await owed(database, clock, Kind.NEWS, Kind.URGENT, people=1)

    async with database.transaction() as tx:
        assert await deliveries.oldest_owed(tx, clock()) == since
        assert await deliveries.oldest_owed(tx, since - timedelta(seconds=1)) is None
        assert await lanes.stale(tx, now=clock()) == []
        clock.passes(hours=24)
        assert await lanes.stale(tx, now=clock()) == made


@pytest.mark.parametrize(
    "query",
    [
        lanes._DUE.sqlite,
        str(lanes._STALE),
        str(lanes._OLDEST_LANE),
        claiming._head_query(follows=False, apart=False).sqlite,
    ],
    ids=["due", "stale", "oldest", "head"],
)
async def test_no_question_reads_or_sorts_what_nobody_asked_for(
    database: Database, clock: Clock, query: str
) -> None:
    if not database.is_sqlite:
        pytest.skip("the plan is SQLite's")
    await owed(database, clock, Kind.NEWS, people=1)
    values = {
        "messenger": "telegram",
        "now": "2026-11-24",
        "due": "2026-11-24",
        "announcement": 1,
        "room": 30,
    }
    named = {name: value for name, value in values.items() if f":{name}" in query}

    async with database.reading() as tx:
        plan = [row.detail for row in await tx.execute(text(f"EXPLAIN QUERY PLAN {query}"), named)]

    of_deliveries = [line for line in plan if "deliveries" in line]
    assert of_deliveries
    assert all("ix_deliveries_open (messenger=?" in line for line in of_deliveries)
    assert not [line for line in plan if "TEMP B-TREE" in line]


async def test_what_was_due_when_it_was_announced_is_due_whatever_the_clock_says_since(
    database: Database, clock: Clock
) -> None:
    """The clock was put back, or this machine's stands behind the one that announced."""
    [announcement] = await owed(database, clock, Kind.URGENT, people=1)
    clock.passes(hours=-3)

    assert whose(await claimed(database, clock, 4)) == [announcement]
    assert await claimed(database, clock, 4) == []


async def test_a_clock_put_back_brings_no_hour_nearer(database: Database, clock: Clock) -> None:
    await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    later = replace(draft(story, now=clock()), slot=slot(clock() + timedelta(hours=6)))
    await announced(database, later, now=clock())
    clock.passes(hours=-3)
    async with database.transaction() as tx:
        hurried = await deliveries.hurry(
            tx, Messenger.TELEGRAM, now=clock(), until=clock() + timedelta(days=1)
        )

    assert hurried == 0
    assert await claimed(database, clock, 4) == []
    clock.passes(hours=9)
    assert len(await claimed(database, clock, 4)) == 1
