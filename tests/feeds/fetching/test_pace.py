"""One question at a time to a host, evenly spaced, and none while it wants to be left alone. Time is faked."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import Unanswered
from feeds.fetching.pace import Pace


class Time:
    """Sleeping is what makes it pass."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += seconds


def pace(time: Time, per_minute: int = 30) -> Pace:
    return Pace(per_minute, monotonic=time, sleep=time.sleep)


async def asked(pace: Pace, time: Time, *hosts: str) -> list[float]:
    """When each question was asked."""
    at = []
    for host in hosts:
        async with pace.turn(host):
            at.append(time() - 100)
    return at


async def test_questions_to_a_host_are_spaced_and_others_do_not_wait() -> None:
    time = Time()
    assert await asked(pace(time), time, "a.vn", "a.vn", "b.vn", "a.vn", "b.vn") == [0, 2, 2, 4, 4]


async def test_a_host_on_loopback_is_not_paced() -> None:
    time = Time()
    one = pace(time)
    one.pause("127.0.0.1", timedelta(hours=1))
    one.slow("localhost", timedelta(seconds=9))
    assert await asked(one, time, "127.0.0.1", "localhost", "localhost", "::1") == [0, 0, 0, 0]


async def test_the_next_question_waits_for_the_answer_of_the_first() -> None:
    time = Time()
    one, open_now, most = pace(time, 60), 0, 0

    async def ask() -> None:
        nonlocal open_now, most
        async with one.turn("a.vn"):
            open_now += 1
            most = max(most, open_now)
            await asyncio.sleep(0)
            open_now -= 1

    await asyncio.gather(*(ask() for _ in range(5)))
    assert most == 1


@given(st.lists(st.floats(0, 9), min_size=40, max_size=80), st.integers(1, 60))
def test_no_minute_has_more_than_its_number(pauses: list[float], per_minute: int) -> None:
    async def walk() -> list[float]:
        time = Time()
        one, at = pace(time, per_minute), []
        for pause in pauses:
            time.now += pause
            at += [time() for _ in await asked(one, time, "a.vn")]
        return at

    at = asyncio.run(walk())
    for start in at:
        assert sum(start <= one < start + 59.999 for one in at) <= per_minute


async def test_a_paused_host_is_not_asked_until_its_time() -> None:
    time = Time()
    one = pace(time)
    one.pause("a.vn", timedelta(seconds=61))
    one.pause("a.vn", timedelta(seconds=5))
    with pytest.raises(Unanswered, match="left alone") as raised:
        await asked(one, time, "a.vn")
    assert raised.value.retry_after == timedelta(seconds=61)
    assert await asked(one, time, "b.vn") == [0]
    time.now += 61
    assert await asked(one, time, "a.vn") == [61]
    one.pause("a.vn", timedelta(days=9))
    time.now += 3600
    assert len(await asked(one, time, "a.vn")) == 1


async def test_a_crawl_delay_slows_and_never_hurries() -> None:
    time = Time()
    one = pace(time)
    one.slow("a.vn", timedelta(seconds=10))
    one.slow("b.vn", timedelta(seconds=0.1))
    one.slow("c.vn", timedelta(hours=1))
    assert await asked(one, time, "a.vn", "a.vn") == [0, 10]
    assert await asked(one, time, "b.vn", "b.vn") == [10, 12]
    assert await asked(one, time, "c.vn", "c.vn") == [12, 42]
