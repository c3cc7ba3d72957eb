"""The outbox: nobody is missed, nobody is told twice."""

from dataclasses import replace
from datetime import timedelta

from storage import choices, citizens
from storage.database import Database
from storage.outbox import announcements, claiming, deliveries
from storage.outbox.owed import (
    DeliveryState,
    Draft,
    Due,
    Everyone,
    Kind,
    Manner,
    Recipients,
    Settlement,
    Slot,
    StaffChats,
)
from storage.records import Messenger
from storage.tables import citizens as citizens_table
from tests.conftest import Clock
from tests.storage.values import address, announced, draft, finding, published, slot, subscriber

LEASE = timedelta(minutes=2)


async def claimed(database: Database, clock: Clock, limit: int = 100) -> list[Due]:
    async with database.transaction() as tx:
        return await claiming.claim(tx, Messenger.TELEGRAM, now=clock(), lease=LEASE, limit=limit)


async def settled(database: Database, clock: Clock, due: Due, state: DeliveryState, **how: object) -> None:
    one = Settlement(
        announcement=due.announcement.id, citizen=due.citizen, state=state, attempts=due.attempts, **how
    )  # type: ignore[arg-type]
    async with database.transaction() as tx:
        await deliveries.settle(tx, [one], now=clock())


async def test_what_was_claimed_for_a_group_that_moved_to_one_we_know_is_due_there_at_once(
    database: Database, clock: Clock
) -> None:
    old = await subscriber(database, -1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    [due] = await claimed(database, clock)
    new = await subscriber(database, -1001, now=clock())

    async with database.transaction() as tx:
        await citizens.move(tx, old, "-1001", now=clock())
    [again] = await claimed(database, clock)

    assert (due.citizen, again.citizen) == (old, new)
    assert again.address == address(-1001)
    assert not again.repeat


async def test_each_follower_is_owed_one_delivery_however_often_it_is_decided(
    database: Database, clock: Clock
) -> None:
    await subscriber(database, 1, now=clock())
    await subscriber(database, 2, now=clock())
    await subscriber(database, 3, now=clock(), topic="dien_nuoc")
    [story] = await published(database, finding(1), now=clock())

    first = await announced(database, draft(story, now=clock()), now=clock())
    again = await announced(database, draft(story, now=clock()), now=clock())

    assert first is not None
    assert again is None
    due = await claimed(database, clock)
    assert {str(one.address) for one in due} == {"telegram:1", "telegram:2"}
    assert {one.announcement.article for one in due} == {story.id}


async def test_two_claimers_never_hold_the_same_delivery(database: Database, clock: Clock) -> None:
    for chat in range(6):
        await subscriber(database, chat, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())

    one, other = await claimed(database, clock, 4), await claimed(database, clock, 4)

    assert (len(one), len(other)) == (4, 2)
    assert not {due.citizen for due in one} & {due.citizen for due in other}


async def test_an_unsettled_lease_runs_out_and_the_next_try_is_marked_a_repeat(
    database: Database, clock: Clock
) -> None:
    await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())

    [first] = await claimed(database, clock)
    clock.passes(seconds=30)
    assert await claimed(database, clock) == []
    clock.passes(minutes=2)
    [second] = await claimed(database, clock)

    assert (first.repeat, second.repeat) == (False, True)


async def test_the_one_sender_takes_over_what_a_killed_one_left(database: Database, clock: Clock) -> None:
    await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    await claimed(database, clock)

    async with database.transaction() as tx:
        assert await claiming.recover(tx, Messenger.TELEGRAM, now=clock()) == 1

    [again] = await claimed(database, clock)
    assert again.repeat


async def test_what_was_sent_is_never_claimed_again(database: Database, clock: Clock) -> None:
    citizen = await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    [due] = await claimed(database, clock)

    await settled(database, clock, due, DeliveryState.SENT, message_ref="77")

    clock.passes(hours=1)
    assert await claimed(database, clock) == []
    async with database.reading() as tx:
        assert await deliveries.delivered(tx, story.id, citizen) is Kind.NEWS


async def test_a_throttled_delivery_waits_its_time_and_is_no_repeat(database: Database, clock: Clock) -> None:
    await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    [due] = await claimed(database, clock)

    await settled(database, clock, due, DeliveryState.OWED, not_before=clock() + timedelta(seconds=37))

    clock.passes(seconds=36)
    assert await claimed(database, clock) == []
    clock.passes(seconds=1)
    [again] = await claimed(database, clock)
    assert (again.repeat, again.attempts) == (False, 0)


async def test_a_chat_that_must_wait_waits_with_everything_it_is_owed(
    database: Database, clock: Clock
) -> None:
    for chat in (1, 2):
        await subscriber(database, chat, now=clock())
    for number in (1, 2):
        [story, *_] = await published(database, finding(number), now=clock())
        await announced(database, draft(story, now=clock()), now=clock())
    [due] = await claimed(database, clock, 1)

    later = clock() + timedelta(seconds=40)
    await settled(database, clock, due, DeliveryState.OWED, not_before=later, chat_waits=True)

    assert {one.citizen for one in await claimed(database, clock)} == {3 - due.citizen}
    clock.passes(seconds=40)
    assert [one.citizen for one in await claimed(database, clock)] == [due.citizen, due.citizen]


async def test_who_moves_to_where_somebody_is_hands_over_what_they_were_owed(
    database: Database, clock: Clock
) -> None:
    old = await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    new = await subscriber(database, 2, now=clock())

    async with database.transaction() as tx:
        await citizens.move(tx, old, "2", now=clock())

    assert [one.citizen for one in await claimed(database, clock)] == [new]


async def test_a_batch_is_settled_in_one_go(database: Database, clock: Clock) -> None:
    for chat in range(5):
        await subscriber(database, chat, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    due = await claimed(database, clock)
    done = [
        Settlement(
            announcement=one.announcement.id, citizen=one.citizen, state=DeliveryState.SENT, attempts=0
        )
        for one in due
    ]

    async with database.transaction() as tx:
        await deliveries.settle(tx, done, now=clock())

    clock.passes(hours=1)
    assert await claimed(database, clock) == []


async def test_urgent_goes_before_what_waited_longer(database: Database, clock: Clock) -> None:
    await subscriber(database, 1, now=clock())
    calm, storm = finding(1), finding(2, title="Bão số 3")
    stories = await published(database, calm, storm, now=clock())
    by_id = {story.article.external_id: story for story in stories}
    await announced(database, draft(by_id["news_1"], now=clock()), now=clock())
    clock.passes(minutes=1)
    await announced(database, draft(by_id["news_2"], now=clock(), kind=Kind.URGENT), now=clock())

    assert [due.announcement.kind for due in await claimed(database, clock)] == [Kind.URGENT, Kind.NEWS]


async def test_stale_news_dies_in_silence(database: Database, clock: Clock) -> None:
    await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    clock.passes(hours=25)

    async with database.transaction() as tx:
        assert await deliveries.expire(tx, clock()) == 1
    assert await claimed(database, clock) == []


async def test_whoever_leaves_is_owed_nothing_but_what_went_out_stays_told(
    database: Database, clock: Clock
) -> None:
    citizen = await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    [due] = await claimed(database, clock)

    async with database.transaction() as tx:
        await citizens.leave(tx, citizen, now=clock())
    await settled(database, clock, due, DeliveryState.SENT)

    async with database.reading() as tx:
        assert await deliveries.delivered(tx, story.id, citizen) is Kind.NEWS
    clock.passes(minutes=10)
    assert await claimed(database, clock) == []


async def test_a_failed_try_of_one_who_left_is_not_tried_again(database: Database, clock: Clock) -> None:
    citizen = await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    [due] = await claimed(database, clock)
    async with database.transaction() as tx:
        await citizens.leave(tx, citizen, now=clock())

    await settled(database, clock, due, DeliveryState.OWED, not_before=clock())

    clock.passes(minutes=10)
    assert await claimed(database, clock) == []


async def test_a_digest_gathers_what_waited_and_nothing_twice(database: Database, clock: Clock) -> None:
    citizen = await subscriber(database, 1, now=clock())
    morning = clock() + timedelta(hours=16)
    stories = await published(database, finding(1), finding(2), now=clock())
    for story in stories:
        waiting = draft(story, now=morning, digest=True)
        await announced(database, waiting, now=clock())
    assert await claimed(database, clock) == []

    clock.passes(hours=16)
    paper = Draft(key="digest:1", kind=Kind.DIGEST, audience=Everyone(), slot=slot(clock()))
    async with database.transaction() as tx:
        made = await announcements.digest(tx, paper, until=clock(), now=clock())
    async with database.transaction() as tx:
        assert made is not None
        assert await announcements.digest(tx, paper, until=clock(), now=clock()) is None
        told = await announcements.digest_stories(tx, made, citizen)

    assert [story.article.external_id for story in told] == ["news_1", "news_2"]
    [due] = await claimed(database, clock)
    assert due.announcement.kind is Kind.DIGEST
    await settled(database, clock, due, DeliveryState.SENT)
    async with database.reading() as tx:
        assert await deliveries.delivered(tx, stories[0].id, citizen) is not None


async def test_a_notice_goes_to_staff_alone(database: Database, clock: Clock) -> None:
    await subscriber(database, 1, now=clock())
    async with database.transaction() as tx:
        await citizens.ensure_staff(tx, [address(-100)], now=clock())
    notice = Draft(
        key="hold:1",
        kind=Kind.NOTICE,
        audience=StaffChats(),
        about="hold:tin-tuc",
        text="8 tin cùng lúc",
        slot=slot(clock()),
    )
    await announced(database, notice, now=clock())

    [due] = await claimed(database, clock)

    assert str(due.address) == "telegram:-100"
    assert due.announcement.about == "hold:tin-tuc"


async def test_a_change_goes_to_those_who_were_told_and_names_the_message_they_have(
    database: Database, clock: Clock
) -> None:
    told = await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    [due] = await claimed(database, clock)
    await settled(database, clock, due, DeliveryState.SENT, message_ref="77")
    await subscriber(database, 2, now=clock())
    change = Draft(
        key="update:1",
        kind=Kind.UPDATE,
        audience=Recipients(story.id),
        manner=Manner.AMEND,
        article=story.id,
        slot=slot(clock()),
    )

    await announced(database, change, now=clock())

    [again] = await claimed(database, clock)
    assert (again.citizen, again.target, again.announcement.manner) == (told, "77", Manner.AMEND)


async def test_each_rhythm_has_its_own_slot(database: Database, clock: Clock) -> None:
    usual, late = await subscriber(database, 1, now=clock()), await subscriber(database, 2, now=clock())
    async with database.transaction() as tx:
        await tx.execute(citizens_table.update().where(citizens_table.c.id == late).values(rhythm="late"))
    [story] = await published(database, finding(1), now=clock())
    later = Slot(due_at=clock() + timedelta(hours=2), expires_at=clock() + timedelta(hours=26), silent=True)

    await announced(database, replace(draft(story, now=clock()), slots={"late": later}), now=clock())

    assert [one.citizen for one in await claimed(database, clock)] == [usual]
    clock.passes(hours=2)
    assert [(one.citizen, one.silent) for one in await claimed(database, clock)][-1:] == [(late, True)]


async def test_thousands_of_rhythms_that_share_a_few_slots_are_one_statement(
    database: Database, clock: Clock
) -> None:
    people = [await subscriber(database, chat, now=clock()) for chat in range(3)]
    rhythms = [f"h{number:04}" for number in range(2000)]
    async with database.transaction() as tx:
        for citizen, rhythm in zip(people, rhythms, strict=False):
            mine = citizens_table.c.id == citizen
            await tx.execute(citizens_table.update().where(mine).values(rhythm=rhythm))
    [story] = await published(database, finding(1), now=clock())
    usual = draft(story, now=clock())
    later = replace(usual.slot, due_at=clock() + timedelta(hours=1))
    slots = {rhythm: later if number % 2 else usual.slot for number, rhythm in enumerate(rhythms)}

    await announced(database, replace(usual, slots=slots), now=clock())

    assert {one.citizen for one in await claimed(database, clock)} == {people[0], people[2]}
    clock.passes(hours=1)
    assert people[1] in {one.citizen for one in await claimed(database, clock)}


async def test_what_was_cancelled_under_way_and_never_sent_was_not_told(
    database: Database, clock: Clock
) -> None:
    citizen = await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    await claimed(database, clock)
    async with database.transaction() as tx:
        assert await deliveries.delivered(tx, story.id, citizen) is Kind.NEWS
        await choices.pause(tx, citizen, until=clock(), now=clock())
        assert await deliveries.delivered(tx, story.id, citizen) is None
    change = replace(draft(story, now=clock(), key="update:1"), audience=Recipients(story.id))

    await announced(database, change, now=clock())

    assert await claimed(database, clock) == []
