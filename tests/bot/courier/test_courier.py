"""The courier over a real database and a messenger whose answers the test decides."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select

from bot.config import parse_config
from bot.courier.doubt import Doubt
from bot.courier.pacing import Pacer
from bot.messages import Gone, Message, Moved, Sent, Throttled
from storage import citizens
from storage.database import Database
from storage.outbox.owed import Due, Kind
from storage.records import Address, CitizenState, Messenger
from storage.tables import citizens as citizens_table
from tests.bot.courier.mouths import Make, Mouth, plain, rounds, states, told
from tests.conftest import Clock
from tests.journeys.town import OFFICE, Unhurried
from tests.storage.values import address


async def test_no_more_is_sent_and_unsettled_than_may_be_repeated(
    make: Make, database: Database, clock: Clock
) -> None:
    """Answers that come at once are settled before others are asked for: a kill repeats what is unsettled."""
    mouth = Mouth()
    courier = make(mouth, pacer=Unhurried(1000), in_flight=10)
    await told(database, clock, *range(1, 41))
    while await courier.round():
        sent = (await states(database))["sent"]
        assert len(mouth.said) - sent <= 10
    assert len(mouth.said) == 40


async def test_what_may_leave_leaves_while_a_batch_is_written(
    database: Database, clock: Clock, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouth = Mouth()
    await told(database, clock, 1, 2)
    courier = make(mouth, pacer=Pacer(1))
    await courier.round()
    await courier.round()
    usual, said = database.transaction, len(mouth.said)

    @asynccontextmanager
    async def slow(**how: Any) -> AsyncIterator[Any]:
        nonlocal said
        async with usual(**how) as tx:
            for _ in range(1000):
                await asyncio.sleep(0)
            said = len(mouth.said)
            yield tx

    assert said == 1
    clock.passes(seconds=2)
    monkeypatch.setattr(database, "transaction", slow)
    await courier.round()

    assert said == 2


async def test_a_chat_that_never_answers_holds_nobody_up(
    database: Database, clock: Clock, make: Make
) -> None:
    mouth = Mouth(answer=lambda chat, _: None if chat == "1" else Sent("1"))
    await told(database, clock, *range(1, 9))
    await told(database, clock, 1)

    await rounds(make(mouth), 5)

    assert mouth.chats == {str(chat): 2 if chat > 1 else 1 for chat in range(1, 9)}
    assert await states(database) == {"sent": 14, "owed": 2}


async def test_the_urgent_overtakes_what_was_claimed_before_it(
    database: Database, clock: Clock, make: Make
) -> None:
    mouth, pacer = Mouth(), Unhurried(30)
    pacer.stop(1.0, clock.monotonic())
    courier = make(mouth, pacer=pacer, batch=2)
    await told(database, clock, *range(1, 7))
    await courier.round()
    await told(database, clock, kind=Kind.URGENT)
    await courier.round()

    clock.passes(seconds=2)
    await courier.round()

    assert [words for _, words in mouth.said][:2] == ["urgent", "urgent"]


class OnlyChats(Pacer):
    """No limit but each chat's own: one message a second."""

    def wait_all(self, now: float, *, person: bool = False) -> float:
        return 0.0


async def test_several_told_at_once_to_the_same_people_hold_nobody_up(
    database: Database, clock: Clock, make: Make
) -> None:
    """Equals walk through the same citizens side by side: who must wait for the second keeps nobody from the first."""
    mouth = Mouth()
    for _ in range(4):
        await told(database, clock, *range(1, 21))
    courier = make(mouth, pacer=OnlyChats(30), batch=8, in_flight=8)

    for _ in range(9):
        await courier.round()

    assert mouth.chats == dict.fromkeys(map(str, range(1, 21)), 1)
    for _ in range(3):
        clock.passes(seconds=2)
        for _ in range(9):
            await courier.round()
    assert await states(database) == {"sent": 80}


async def test_one_chat_that_is_owed_much_takes_no_place_from_others(
    database: Database, clock: Clock, make: Make
) -> None:
    mouth = Mouth()
    for _ in range(12):
        await told(database, clock, 1, kind=Kind.NOTICE)
    courier = make(mouth, pacer=OnlyChats(30), batch=4, in_flight=4)
    for _ in range(4):
        await courier.round()
    await told(database, clock, *range(2, 10))

    for _ in range(6):
        await courier.round()

    assert mouth.chats == dict.fromkeys(map(str, range(1, 10)), 1)


async def test_a_pause_asked_for_outlives_the_process(database: Database, clock: Clock, make: Make) -> None:
    mouth = Mouth(answer=lambda _, nth: Throttled(30) if nth == 1 else Sent("1"))
    await told(database, clock, 1, 2, 3)
    await rounds(make(mouth, in_flight=1))
    assert len(mouth.said) == 1

    after = make(mouth)
    await rounds(after)
    assert len(mouth.said) == 1
    mouth.answer = lambda *_: Sent("1")
    clock.passes(seconds=30)
    await rounds(after, 3)

    assert {words for _, words in mouth.said} == {"news"}
    assert await states(database) == {"sent": 3}


async def test_a_refusal_that_one_chats_own_pace_explains_stops_that_chat_alone(
    database: Database, clock: Clock, make: Make
) -> None:
    pacer = Pacer(30)
    for before in (0.5, 0.9):
        pacer.sent("1", clock.monotonic() - before, person=True)
    clock.passes(seconds=1)
    mouth = Mouth(answer=lambda chat, nth: Throttled(40) if (chat, nth) == ("1", 1) else Sent("1"))
    for _ in range(2):
        await told(database, clock, 1, 2)
    courier = make(mouth, pacer=pacer)
    for _ in range(4):
        await rounds(courier, 3)
        clock.passes(seconds=2)

    assert mouth.chats == {"1": 1, "2": 2}
    for _ in range(3):
        clock.passes(seconds=30)
        await rounds(courier, 3)
    assert await states(database) == {"sent": 4}


async def test_a_group_that_moved_is_followed_at_once(database: Database, clock: Clock, make: Make) -> None:
    mouth = Mouth(answer=lambda chat, _: Moved("-1009") if chat == "-9" else Sent("1"))
    await told(database, clock, -9)

    await rounds(make(mouth))

    assert [chat for chat, _ in mouth.said] == ["-9", "-1009"]
    assert await states(database) == {"sent": 1}


async def test_who_is_erased_while_their_group_moves_stops_nobody(
    database: Database, clock: Clock, make: Make
) -> None:
    mouth = Mouth(answer=lambda chat, _: None if chat == "-9" else Sent("1"))
    await told(database, clock, -9, 2)
    courier = make(mouth)
    await rounds(courier, 3)
    async with database.transaction() as tx:
        await citizens.erase(tx, address(-9))
    mouth.late = Moved("-1009")
    mouth.never.set()
    await told(database, clock, 3)

    await rounds(courier)

    assert mouth.chats == {"-9": 1, "2": 2, "3": 1}


async def test_a_message_that_cannot_be_written_costs_an_attempt_and_touches_no_other(
    database: Database, clock: Clock, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    async def render(due: Due, redraw: bool) -> Message:
        if due.address.chat == "2":
            raise ZeroDivisionError
        return await plain(due, redraw)

    await told(database, clock, 1, 2, 3)
    await rounds(make(mouth := Mouth(), render=render))

    assert mouth.chats == {"1": 1, "3": 1}
    assert await states(database) == {"sent": 2, "owed": 1}
    assert "ZeroDivisionError" in caplog.text


async def test_a_dead_messenger_never_slows_another(database: Database, clock: Clock, make: Make) -> None:
    dead = Mouth(Messenger.ZALO_OA, answer=lambda *_: None)
    well = Mouth()
    for chat in range(1, 4):
        async with database.transaction() as tx:
            there = Address(Messenger.ZALO_OA, str(chat))
            await citizens.subscribe(tx, there, ["tau_bien"], consent_version="1", language="vi", now=clock())
    await told(database, clock, 1, 2, 3)

    first, second = make(dead), make(well)
    for _ in range(3):
        await asyncio.gather(first.round(), second.round())

    assert (len(dead.said), len(well.said)) == (3, 3)
    assert await states(database) == {"owed": 3, "sent": 3}


OUTAGE = {str(chat) for chat in range(1, 13)}


async def test_when_many_seem_gone_at_once_nobody_is_struck_off_and_staff_hear_once(
    database: Database, clock: Clock, make: Make
) -> None:
    async with database.transaction() as tx:
        await citizens.ensure_staff(tx, [address(-100)], now=clock())
    ill = Gone("Forbidden: bot was blocked by the user")
    mouth = Mouth(answer=lambda chat, _: ill if chat in OUTAGE else Sent("1"))
    config = parse_config(OFFICE)
    courier = make(mouth, doubt=Doubt(Messenger.TELEGRAM, config, clock=clock))
    await told(database, clock, *range(1, 31))
    for _ in range(3):
        await rounds(courier)
        clock.passes(minutes=11)

    assert await _blocked(database) == 0
    assert mouth.chats["-100"] == 1
    mouth.answer = lambda chat, _: ill if chat == "1" else Sent("1")
    for _ in range(3):
        await rounds(courier)
        clock.passes(minutes=11)

    assert await states(database) == {"sent": 29 + 2, "gone": 1}
    assert await _blocked(database) == 1
    assert mouth.chats["-100"] == 2


async def _blocked(database: Database) -> int:
    async with database.reading() as tx:
        query = select(citizens_table.c.id).where(citizens_table.c.state == CitizenState.BLOCKED)
        return len((await tx.execute(query)).all())
