"""Who comes back is owed the redraw of what changed of the messages they hold, once; on both databases."""

from datetime import timedelta

from storage import citizens
from storage.database import Database
from storage.outbox import announcements, missed, telling
from storage.outbox.owed import (
    DeliveryState,
    Draft,
    Due,
    Everyone,
    InDigest,
    Kind,
    Manner,
    Recipients,
    of,
)
from storage.records import CitizenId, Story
from tests.conftest import Clock
from tests.storage.outbox.test_deliveries import claimed, settled
from tests.storage.values import announced, draft, finding, published, slot, subscriber


async def back(database: Database, clock: Clock, citizen: CitizenId) -> list[Due]:
    """What is due to them once they are back."""
    async with database.transaction() as tx:
        await citizens.unblock(tx, citizen, now=clock())
        await missed.redraw(tx, citizen, expires_at=clock() + timedelta(days=1), now=clock())
    return await claimed(database, clock)


async def blocked(database: Database, clock: Clock, citizen: CitizenId) -> None:
    async with database.transaction() as tx:
        await citizens.block(tx, citizen, now=clock(), reason="blocked")


def change(story: Story, key: str, clock: Clock, *, manner: Manner = Manner.AMEND) -> Draft:
    return Draft(
        key=key,
        kind=Kind.UPDATE,
        audience=Recipients(story.id),
        manner=manner,
        article=story.id,
        version=story.version_id,
        slot=slot(clock()),
    )


async def test_the_last_change_that_did_not_reach_them_is_owed_as_a_silent_redraw_once(
    database: Database, clock: Clock
) -> None:
    citizen = await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    [due] = await claimed(database, clock)
    await settled(database, clock, due, DeliveryState.SENT, message_ref="77")
    await blocked(database, clock, citizen)
    clock.passes(minutes=1)
    changed_at = clock()
    for number, manner in enumerate((Manner.AMEND, Manner.EDIT)):
        await announced(database, change(story, f"update:{number}", clock, manner=manner), now=clock())
    clock.passes(hours=3)

    [again] = await back(database, clock, citizen)

    told = again.announcement
    assert (again.citizen, again.target, again.silent) == (citizen, "77", True)
    assert (told.kind, told.manner, told.created_at) == (Kind.UPDATE, Manner.EDIT, changed_at)
    await settled(database, clock, again, DeliveryState.SENT, message_ref="77")
    await blocked(database, clock, citizen)
    assert await back(database, clock, citizen) == []


async def test_a_change_that_reached_them_or_came_before_their_message_is_not_owed_again(
    database: Database, clock: Clock
) -> None:
    citizen = await subscriber(database, 1, now=clock())
    early, late = await published(database, finding(1), finding(2), now=clock())
    await announced(database, change(early, "update:before", clock), now=clock())
    clock.passes(minutes=1)
    for story in (early, late):
        await announced(database, draft(story, now=clock()), now=clock())
    for due in await claimed(database, clock):
        await settled(database, clock, due, DeliveryState.SENT, message_ref=f"m{due.announcement.id}")
    clock.passes(minutes=1)
    await announced(database, change(late, "update:after", clock), now=clock())
    [due] = await claimed(database, clock)
    await settled(database, clock, due, DeliveryState.SENT, message_ref=due.target)
    await blocked(database, clock, citizen)

    assert await back(database, clock, citizen) == []


async def test_a_digest_that_changed_is_owed_anew_to_who_read_it(database: Database, clock: Clock) -> None:
    citizen, other = [await subscriber(database, chat, now=clock()) for chat in (1, 2)]
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock(), digest=True), now=clock())
    paper = Draft(key="digest:1", kind=Kind.DIGEST, audience=Everyone(), slot=slot(clock()))
    async with database.transaction() as tx:
        made = await announcements.digest(tx, paper, until=clock(), now=clock())
        assert made is not None
        assert await telling.digests(tx, story.id) == (made,)
    for due in await claimed(database, clock):
        await settled(database, clock, due, DeliveryState.SENT, message_ref=f"m{due.citizen}")
    await blocked(database, clock, citizen)
    clock.passes(minutes=1)
    redrawn = Draft(
        key="change:1:in",
        kind=Kind.DIGEST,
        audience=InDigest(story.id, made),
        manner=Manner.EDIT,
        about=of(made),
        slot=slot(clock()),
    )
    await announced(database, redrawn, now=clock())
    [due] = await claimed(database, clock)
    assert (due.citizen, due.target) == (other, f"m{other}")
    await settled(database, clock, due, DeliveryState.SENT, message_ref=due.target)

    [again] = await back(database, clock, citizen)

    assert (again.citizen, again.target) == (citizen, f"m{citizen}")
    assert (again.announcement.kind, again.announcement.about) == (Kind.DIGEST, of(made))
