"""An ill messenger empties no register; people who leave are let go."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.courier.breaker import AGAIN, ENOUGH, FEW, HOUR, MANY, Breaker
from storage.records import CitizenId

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def people(first: int, many: int) -> list[CitizenId]:
    return [CitizenId(number) for number in range(first, first + many)]


def tripped(*, gone: int = FEW) -> Breaker:
    breaker = Breaker()
    for citizen in people(1000, gone):
        breaker.believes(citizen, NOW)
    assert breaker.open
    return breaker


def test_a_few_who_leave_a_small_place_are_believed() -> None:
    breaker = Breaker()

    assert all(breaker.believes(citizen, NOW) for citizen in people(1, FEW - 1))


def test_where_many_of_few_leave_at_once_nobody_is_believed_and_those_before_are_suspects() -> None:
    breaker = Breaker()
    for citizen in people(1, 30):
        breaker.got(citizen, NOW)
    believed = [breaker.believes(citizen, NOW) for citizen in people(100, FEW)]

    assert believed == [True, True, True, True, False]
    assert breaker.suspects == set(people(100, FEW))


def test_a_large_broadcast_meets_more_who_left_and_is_no_trouble() -> None:
    breaker = Breaker()
    for citizen in people(1, 50 * MANY * 10):
        breaker.got(citizen, NOW)

    assert all(breaker.believes(citizen, NOW) for citizen in people(100_000, 3 * MANY))


def test_who_left_over_many_hours_is_no_trouble() -> None:
    breaker = Breaker()

    assert all(breaker.believes(citizen, NOW + citizen * HOUR / 3) for citizen in people(0, 50))


def test_it_is_over_once_enough_get_through_and_who_seems_gone_still_is_believed_then() -> None:
    breaker = tripped()
    for citizen in people(1, ENOUGH):
        breaker.got(citizen, NOW + AGAIN)

    assert not breaker.open
    assert breaker.believes(CitizenId(1000), NOW + AGAIN)
    assert breaker.suspects == set(people(1001, FEW - 1))


def test_asking_suspects_again_does_not_prolong_it() -> None:
    breaker = tripped(gone=30)
    for citizen in people(1000, 30):
        assert not breaker.believes(citizen, NOW + AGAIN)
    for citizen in people(1, ENOUGH):
        breaker.got(citizen, NOW + AGAIN)

    assert not breaker.open


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.integers(0, 900)), max_size=200))
def test_nobody_is_believed_gone_while_it_is_open(answers: list[tuple[bool, int, int]]) -> None:
    breaker, now = Breaker(), NOW
    for gone, number, seconds in answers:
        now += timedelta(seconds=seconds)
        if not gone:
            breaker.got(CitizenId(number), now)
            assert number not in breaker.suspects
            continue
        believed = breaker.believes(CitizenId(number), now)
        assert believed is not breaker.open
        assert breaker.open <= (number in breaker.suspects)
