"""What was told long ago is forgotten, and nothing that is still needed."""

from datetime import timedelta

from sqlalchemy import select

from storage import feedback
from storage.database import Database
from storage.outbox import announcements, claiming, deliveries, forgetting
from storage.outbox.owed import DeliveryState, Draft, Everyone, Kind, Settlement
from storage.records import Messenger, Person
from storage.tables import announcements as announcements_table
from storage.tables import deliveries as deliveries_table
from tests.conftest import Clock
from tests.storage.values import address, announced, draft, finding, published, slot, subscriber

KEPT = timedelta(days=90)


async def told(database: Database, clock: Clock) -> None:
    """Everything that is due is sent."""
    async with database.transaction() as tx:
        due = await claiming.claim(tx, Messenger.TELEGRAM, now=clock(), lease=timedelta(minutes=1), limit=100)
        sent = [
            Settlement(
                announcement=one.announcement.id, citizen=one.citizen, state=DeliveryState.SENT, attempts=0
            )
            for one in due
        ]
        await deliveries.settle(tx, sent, now=clock())


async def kinds(database: Database) -> list[str]:
    async with database.reading() as tx:
        query = select(announcements_table.c.kind).order_by(announcements_table.c.id)
        return list((await tx.execute(query)).scalars())


async def owed(database: Database) -> int:
    async with database.reading() as tx:
        return len((await tx.execute(select(deliveries_table.c.state))).all())


async def forgotten(database: Database, clock: Clock, most: int = 100) -> int:
    async with database.transaction() as tx:
        return await forgetting.forget(tx, told_before=clock() - KEPT, most=most)


async def test_what_is_settled_is_forgotten_in_portions_and_a_digest_with_what_it_gathered(
    database: Database, clock: Clock
) -> None:
    for chat in range(3):
        await subscriber(database, chat, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock(), digest=True), now=clock())
    paper = Draft(key="digest:1", kind=Kind.DIGEST, audience=Everyone(), slot=slot(clock()))
    async with database.transaction() as tx:
        assert await announcements.digest(tx, paper, until=clock(), now=clock())
        await feedback.rate(tx, Person(address(0).messenger, "0"), story.id, 4, now=clock())
    await told(database, clock)
    assert await forgotten(database, clock) == 0
    clock.passes(days=91)

    assert await forgotten(database, clock, most=4) == 4
    assert await kinds(database) == ["news", "digest"]
    assert await forgotten(database, clock, most=4) == 2
    assert await forgotten(database, clock, most=4) == 0

    assert await owed(database) == 0
    assert await kinds(database) == [
        "news"
    ]  # what people were told of an article is what its changes are told by
    async with database.reading() as tx:
        assert (await feedback.tally(tx, story.id)).spread == (0, 0, 0, 1, 0)


async def test_what_is_owed_or_young_or_asked_once_stays(database: Database, clock: Clock) -> None:
    await subscriber(database, 1, now=clock())
    question = Draft(key="consent:1", kind=Kind.BULLETIN, audience=Everyone(), slot=slot(clock()))
    await announced(database, question, now=clock())
    await told(database, clock)
    notice = Draft(key="outage:1", kind=Kind.NOTICE, audience=Everyone(), slot=slot(clock()))
    await announced(database, notice, now=clock())
    clock.passes(days=91)
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    assert await forgotten(database, clock) == 1

    async with database.transaction() as tx:
        assert await deliveries.expire(tx, clock()) == 1
    assert await forgotten(database, clock) == 0
    clock.passes(days=91)
    await told(database, clock)

    assert await forgotten(database, clock) == 1
    assert await kinds(database) == ["bulletin", "news"]
    assert await owed(database) == 1
