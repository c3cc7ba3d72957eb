"""The courier over a real database and a messenger whose answers the test decides."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.config import parse_config
from bot.courier import Courier
from bot.courier.doubt import Doubt
from bot.courier.pacing import Pacer
from bot.messages import Failed, Gone, Message, Moved, Outcome, Refused, Sent, Throttled, Unknown
from storage import citizens
from storage.database import Database, DatabaseUnavailable
from storage.outbox.owed import Due, Kind
from storage.records import Address, CitizenState, Messenger
from storage.tables import citizens as citizens_table
from storage.tables import deliveries as rows
from tests.conftest import Clock
from tests.journeys.town import OFFICE, Unhurried
from tests.storage.values import address, announced, draft, finding, published, slot, subscriber

Answer = Callable[[str, int], Outcome | None]


class Mouth:
    """A messenger: `answer(chat, nth)` says what becomes of the n-th message to a chat, None that it never answers."""

    edits = True
    buttons = True

    def __init__(
        self, messenger: Messenger = Messenger.TELEGRAM, answer: Answer = lambda *_: Sent("1")
    ) -> None:
        self.messenger = messenger
        self.answer = answer
        self.said: list[tuple[str, str]] = []
        self.never = asyncio.Event()
        self.late: Outcome = Unknown("never answered")

    @property
    def chats(self) -> Counter[str]:
        return Counter(chat for chat, _ in self.said)

    async def send(self, chat: str, message: Message) -> Outcome:
        self.said.append((chat, message.text))
        outcome = self.answer(chat, self.chats[chat])
        if outcome is None:
            await self.never.wait()
            return self.late
        return outcome


async def plain(due: Due, _: bool) -> Message:
    return Message(f"{due.announcement.kind}{' lần nữa' if due.repeat else ''}")


Make = Callable[..., Courier]


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


async def told(database: Database, clock: Clock, *people: int, kind: Kind = Kind.NEWS) -> None:
    """Something is owed to these chats, who subscribe where they have not."""
    for chat in people:
        async with database.reading() as tx:
            known = await citizens.find(tx, address(chat))
        if known is None:
            await subscriber(database, chat, now=clock())
    async with database.reading() as tx:
        number = len((await tx.execute(select(rows.c.announcement_id).distinct())).all())
    [story, *_] = await published(database, finding(number), now=clock())
    await announced(database, draft(story, now=clock(), kind=kind), now=clock())


async def states(database: Database) -> Counter[str]:
    async with database.reading() as tx:
        return Counter((await tx.execute(select(rows.c.state))).scalars())


async def rounds(courier: Courier, most: int = 20) -> None:
    """Until nothing goes on, or so many."""
    for _ in range(most):
        if not await courier.round():
            return


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


async def test_a_full_disk_loses_nothing(database: Database, clock: Clock, make: Make) -> None:
    await told(database, clock, *range(1, 5))
    courier = make(mouth := Mouth())
    async with database.transaction() as tx:
        pages = (await tx.execute(text("PRAGMA page_count"))).scalar_one()
        await tx.execute(text("CREATE TABLE filler (x)"))
        await tx.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(DatabaseUnavailable, match="full"):
        async with database.transaction() as tx:
            await tx.execute(text("INSERT INTO filler SELECT zeroblob(4000000)"))
    mouth.answer = lambda *_: Sent("x" * 2_000_000)

    with pytest.raises(DatabaseUnavailable, match="full"):
        await rounds(courier)
    assert mouth.chats == {str(chat): 1 for chat in range(1, 5)}
    async with database.transaction() as tx:
        await tx.execute(text("PRAGMA max_page_count = 1073741823"))
    await rounds(courier)

    assert mouth.chats == {str(chat): 1 for chat in range(1, 5)}
    assert await states(database) == {"sent": 4}


async def test_a_clock_put_forward_sends_nothing_twice(database: Database, clock: Clock, make: Make) -> None:
    mouth = Mouth(answer=lambda *_: None)
    await told(database, clock, 1)
    courier = make(mouth)
    await courier.round()

    clock.passes(minutes=30)
    await courier.round()
    mouth.never.set()
    await asyncio.sleep(0)
    await courier.round()

    assert len(mouth.said) == 1


async def test_an_answer_that_comes_while_its_lease_is_claimed_anew_is_settled_and_not_sent_again(
    database: Database, clock: Clock, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouth = Mouth(answer=lambda _, nth: None if nth == 1 else Sent("2"))
    mouth.late = Sent("1")
    await told(database, clock, 1)
    courier = make(mouth)
    await courier.round()
    usual = database.transaction

    @asynccontextmanager
    async def transaction(**how: Any) -> AsyncIterator[Any]:
        async with usual(**how) as tx:
            mouth.never.set()
            while not courier._sender.settled:
                await asyncio.sleep(0)
            yield tx

    clock.passes(minutes=30)
    monkeypatch.setattr(database, "transaction", transaction)
    await courier.round()
    monkeypatch.setattr(database, "transaction", usual)
    await rounds(courier)

    assert len(mouth.said) == 1
    assert await states(database) == {"sent": 1}


async def test_what_could_not_be_settled_at_the_end_is_settled_by_the_next_courier_and_not_sent_again(
    database: Database, clock: Clock, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouth = Mouth(answer=lambda *_: None)
    mouth.late = Sent("1")
    await told(database, clock, 1)
    courier = make(mouth)
    await courier.round()
    usual = database.transaction

    def gone(**_: Any) -> Any:
        raise DatabaseUnavailable("the database is gone")

    monkeypatch.setattr(database, "transaction", gone)
    mouth.never.set()
    with pytest.raises(DatabaseUnavailable):
        await courier.finish()
    monkeypatch.setattr(database, "transaction", usual)
    await rounds(make(mouth, settled=courier.unsettled))

    assert len(mouth.said) == 1
    assert await states(database) == {"sent": 1}


@pytest.mark.parametrize("words", ["null \x00 null", "half \ud800 a pair", "back\\u0000slash"])
async def test_words_of_a_server_that_no_database_takes_hold_nobody_up(
    database: Database, clock: Clock, make: Make, words: str
) -> None:
    outcomes = {"1": Refused(words), "2": Gone(words), "3": Sent(words), "4": Failed(words)}
    await told(database, clock, 1, 2, 3, 4, 5)
    courier = make(Mouth(answer=lambda chat, _: outcomes.get(chat, Sent("5"))))
    await rounds(courier)

    assert await states(database) == {"sent": 2, "refused": 1, "gone": 1, "owed": 1}


async def test_a_clock_put_back_delays_no_second_try(database: Database, clock: Clock, make: Make) -> None:
    mouth = Mouth(answer=lambda _, nth: Failed("502") if nth == 1 else Sent("1"))
    await told(database, clock, 1)
    courier = make(mouth, monotonic=lambda: 7.0)
    await rounds(courier)

    clock.passes(hours=-2)
    await rounds(courier)

    assert len(mouth.said) == 2
    assert await states(database) == {"sent": 1}


async def test_a_clock_put_back_while_the_database_is_gone_is_not_forgotten(
    database: Database, clock: Clock, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouth = Mouth(answer=lambda _, nth: Failed("502") if nth == 1 else Sent("1"))
    await told(database, clock, 1)
    courier = make(mouth, monotonic=lambda: 7.0)
    await rounds(courier)
    usual = database.transaction

    @asynccontextmanager
    async def breaks(**how: Any) -> AsyncIterator[Any]:
        async with usual(**how) as tx:
            yield tx
            raise DatabaseUnavailable("the disk is full")

    clock.passes(hours=-2)
    monkeypatch.setattr(database, "transaction", breaks)
    with pytest.raises(DatabaseUnavailable):
        await courier.round()
    monkeypatch.setattr(database, "transaction", usual)
    await rounds(courier)

    assert len(mouth.said) == 2


async def test_a_clock_put_back_wakes_nobody_before_the_morning(
    database: Database, clock: Clock, make: Make
) -> None:
    mouth = Mouth()
    await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    morning = clock() + timedelta(minutes=10)
    waits = replace(draft(story, now=clock()), slot=slot(morning))
    await announced(database, waits, now=clock())
    courier = make(mouth, monotonic=lambda: 7.0)
    await rounds(courier)

    clock.passes(hours=-1)
    await rounds(courier)
    clock.passes(minutes=69)
    await rounds(courier)
    assert mouth.said == []

    clock.passes(minutes=1)
    await rounds(courier)
    assert len(mouth.said) == 1


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


async def test_what_was_claimed_and_not_sent_is_put_back_unmarked_when_the_service_stops(
    database: Database, clock: Clock, make: Make
) -> None:
    stopping, mouth, pacer = asyncio.Event(), Mouth(), Pacer(30)
    pacer.stop(1.0, clock.monotonic())
    await told(database, clock, 1, 2)
    courier = make(mouth, pacer=pacer, stopping=stopping)
    await courier.round()
    stopping.set()
    await courier.finish()

    await rounds(make(mouth))

    assert sorted(mouth.said) == [("1", "news"), ("2", "news")]


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
