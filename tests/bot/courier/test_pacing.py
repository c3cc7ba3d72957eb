"""The pace holds in any sliding second, whatever the order of chats, the jitter of the clock and of the way."""

import random
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.courier.pacing import GROUP_PER_MINUTE, GUARD, Pacer


def broadcast(
    pacer: Pacer, chats: list[int], now: float, *, jitter: list[float] | None = None
) -> list[float]:
    """Send to each chat as soon as it may; when each left."""
    sent = []
    for chat, late in zip(chats, cycle(jitter or [0.0]), strict=False):
        while seconds := pacer.wait(str(chat), now):
            now += seconds
        pacer.sent(str(chat), now)
        sent.append(now)
        now += late
    return sent


def arrivals(pacer: Pacer, ways: Sequence[tuple[bool, float, float]]) -> list[float]:
    """When each message reaches the messenger: whether it answers a person, and its seconds there and back."""
    now, arrived = 50.0, []
    under_way: list[tuple[float, float]] = []
    for chat, (person, there, back) in enumerate(ways):
        while seconds := pacer.wait(str(chat), now, person=person):
            now = max(min([now + seconds, *(at for at, _ in under_way)]), now + 1e-6)
            for at, place in [one for one in under_way if one[0] <= now]:
                under_way.remove((at, place))
                pacer.answered(place, at)
        under_way.append((now + there + back, pacer.sent(str(chat), now, person=person)))
        arrived.append(now + there)
    return arrived


def fullest_second(moments: list[float]) -> int:
    times = sorted(moments)
    return max(bisect_left(times, at + 1.0) - place for place, at in enumerate(times))


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=200),
    st.lists(st.floats(0, 0.05), min_size=1, max_size=20),
)
def test_never_more_than_the_limit_in_any_second_and_never_two_a_second_in_one_chat(
    chats: list[int], jitter: list[float]
) -> None:
    sent = broadcast(Pacer(10), chats, 100.0, jitter=jitter)

    assert fullest_second(sent) <= 10
    for chat in set(chats):
        assert fullest_second([at for at, whose in zip(sent, chats, strict=True) if whose == chat]) == 1


@given(
    st.integers(3, 40),
    st.lists(st.booleans(), min_size=10, max_size=150),
    st.lists(st.tuples(st.floats(0.01, 0.05), st.floats(0.01, 0.03)), min_size=1, max_size=40),
)
def test_never_more_arrives_in_any_second_than_allowed_however_the_way_jitters(
    allowed: int, people: list[bool], ways: list[tuple[float, float]]
) -> None:
    """The messenger counts on arrival: `ways` are seconds there and back, the quickest (10 ms each) seen at once."""
    jitter = zip(people, cycle([(0.01, 0.01), *ways]), strict=False)

    assert fullest_second(arrivals(Pacer(allowed), [(person, *way) for person, way in jitter])) <= allowed


@pytest.mark.parametrize("seed", range(5))
def test_four_hundred_are_told_at_ninety_five_in_a_hundred_of_what_is_allowed(seed: int) -> None:
    """10 to 50 ms there, as many back; the clock is the test's, so a busy machine is as quick as any."""
    chance = random.Random(seed)
    ways = [(False, chance.uniform(0.01, 0.05), chance.uniform(0.01, 0.05)) for _ in range(400)]
    arrived = sorted(arrivals(Pacer(30), ways))

    assert fullest_second(arrived) == 30
    assert 399 / (arrived[-1] - arrived[0]) >= 0.95 * 30


def test_a_whole_stop_stops_everybody_and_a_chat_stop_only_that_chat() -> None:
    pacer = Pacer(30)
    pacer.stop(5, 10.0, chat="1")

    assert pacer.wait("1", 10.0) == 5
    assert pacer.wait("2", 10.0) == 0

    pacer.stop(3, 10.0)
    assert pacer.wait("2", 10.0) == 3
    assert pacer.wait("2", 10.0, person=True) == 3
    assert pacer.wait("2", 13.0) == 0


def test_a_group_gets_twenty_a_minute() -> None:
    pacer = Pacer(30)
    sent = broadcast(pacer, [-5] * GROUP_PER_MINUTE, 0.0)

    assert sent[-1] + pacer.wait("-5", sent[-1]) > 60


def test_a_refusal_is_the_chats_own_only_where_its_own_pace_explains_it() -> None:
    pacer = Pacer(30)
    pacer.sent("1", 10.0)
    assert not pacer.crowded("1", 10.1)

    pacer.sent("1", 10.5)
    assert pacer.crowded("1", 10.6)


def test_a_person_waits_half_a_turn_of_the_window_at_most_and_then_others_have_a_place_at_once() -> None:
    pacer = Pacer(30)
    now = broadcast(pacer, list(range(200)), 0.0)[-1]
    waits = [pacer.wait_all(now + late / 20, person=True) for late in range(20)]
    assert max(waits) <= 0.5 + GUARD

    now += pacer.wait_all(now, person=True)
    pacer.sent("7001", now, person=True)
    now = broadcast(pacer, list(range(200, 400)), now)[-1]
    assert [pacer.wait_all(now + late / 20, person=True) for late in range(20)] == [0.0] * 20


def test_a_persons_own_chat_does_not_hold_their_answer_up_but_counts() -> None:
    pacer = Pacer(30)
    pacer.sent("1", 0.0)
    assert pacer.wait("1", 0.1, person=True) == 0.0

    pacer.sent("1", 0.1, person=True)
    assert pacer.wait("1", 0.2) > 0.8


def test_an_answer_frees_the_place_sooner_and_later_only_where_it_took_unusually_long() -> None:
    def wait_after(*answers: float) -> float:
        """Until the next may leave, at the time of the last answer; the others came long before."""
        pacer = Pacer(1)
        for place, seconds in enumerate(answers):
            left = 10.0 * place
            pacer.answered(pacer.sent("1", left), left + seconds)
        return pacer.wait_all(left + seconds) + seconds

    assert wait_after(0.02) < 1.0 + GUARD
    assert wait_after(*[0.5] * 20) == pytest.approx(1.0 + GUARD)
    assert (
        wait_after(*[0.05] * 20, 0.5) > 1.4
    )  # a connection was made first: it may have arrived as late as that
    assert wait_after(0.5) > 1.5  # nobody knows yet how long they take


def test_connections_made_at_the_start_bring_no_more_than_allowed_in_a_second() -> None:
    """The first ten messages take 150 ms more to arrive than those that find a connection."""
    ways = [(False, 0.17 if chat < 10 else 0.02, 0.02) for chat in range(90)]

    assert fullest_second(arrivals(Pacer(30), ways)) <= 30


def test_refusals_that_recur_slow_down_and_time_without_one_recovers() -> None:
    pacer = Pacer(30)

    def in_two_seconds(now: float) -> int:
        return sum(
            at < now + 2 for at in broadcast(pacer, list(range(int(now) * 100, int(now) * 100 + 61)), now)
        )

    usual = in_two_seconds(0.0)
    pacer.stop(1, 10.0)
    assert in_two_seconds(20.0) == usual
    pacer.stop(1, 30.0)
    slowed = in_two_seconds(40.0)
    pacer.stop(1, 50.0)
    assert in_two_seconds(60.0) < slowed < usual
    assert in_two_seconds(1000.0) == usual


def test_what_was_under_way_is_refused_with_the_first_and_teaches_nothing_more() -> None:
    pacer, once = Pacer(30), Pacer(30)
    once.stop(2, 10.0)
    for late in range(8):
        pacer.stop(2, 10.0 + late / 100)

    assert [
        len([at for at in broadcast(one, list(range(60)), 20.0) if at < 21]) for one in (pacer, once)
    ] == [
        30,
        30,
    ]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_no_wait_is_ever_below_zero(spans: list[float]) -> None:
    pacer = Pacer(2)
    for now in accumulate(spans):
        assert pacer.wait("1", now) >= 0
        pacer.answered(pacer.sent("1", now, person=True), now)
