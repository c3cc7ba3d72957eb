"""A loop survives every surprise, wakes at the bell and ends with its round."""

import asyncio

import pytest

from bot.channels import Unreachable
from bot.loops import Bell, attempt, repeat
from storage.database import DatabaseUnavailable


async def test_a_loop_goes_on_at_once_while_there_is_work_and_ends_when_told() -> None:
    stop, rounds = asyncio.Event(), []

    async def step() -> int:
        rounds.append(len(rounds))
        if len(rounds) == 5:
            stop.set()
        return 1

    await asyncio.wait_for(repeat("work", step, every=3600, until=stop), 5)

    assert rounds == [0, 1, 2, 3, 4]


async def test_a_stop_ends_the_waiting() -> None:
    stop = asyncio.Event()

    async def step() -> int:
        asyncio.get_running_loop().call_soon(stop.set)
        return 0

    await asyncio.wait_for(repeat("idle", step, every=3600, until=stop), 5)

    assert stop.is_set()


async def test_the_bell_wakes_a_loop_and_what_it_did_rings_on() -> None:
    stop, bell, told = asyncio.Event(), Bell(), []
    rounds = iter([0, 3, 0])

    async def step() -> int:
        done = next(rounds)
        if done == 0:
            asyncio.get_running_loop().call_soon(bell.ring)
        return done

    def then() -> None:
        told.append("done")
        stop.set()

    await asyncio.wait_for(repeat("bell", step, every=3600, until=stop, bell=bell, then=then), 5)

    assert told == ["done"]


async def test_a_round_that_fails_is_logged_and_the_next_one_is_tried(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop, rounds = asyncio.Event(), []

    async def step() -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise Unreachable("the line is cut")
        if len(rounds) == 2:
            raise ZeroDivisionError("a surprise")
        stop.set()
        return 0

    await asyncio.wait_for(repeat("step", step, every=0.001, until=stop), 5)

    assert "step: the line is cut" in caplog.text
    assert "a surprise" in caplog.text
    assert len(rounds) == 3


async def test_the_same_trouble_is_one_line_and_one_more_when_the_loop_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    stop = asyncio.Event()
    rounds = iter(["full", "full", "gone", "full", "", "full", ""])

    async def step() -> int:
        if trouble := next(rounds):
            raise DatabaseUnavailable(trouble)
        if not (left := rounds.__length_hint__()):
            stop.set()
        return left

    await asyncio.wait_for(repeat("step", step, every=0.001, until=stop), 5)

    told = [record.getMessage() for record in caplog.records]
    assert told == ["step: full", "step: gone", "step: goes on", "step: full", "step: goes on"]


async def test_cancelling_is_not_a_surprise() -> None:
    async def step() -> int:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await attempt("step", step)
