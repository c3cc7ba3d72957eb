"""Who comes at the same time shares one run, and nobody takes another's results or fate."""

import asyncio
from collections.abc import Sequence

import pytest

from storage.grouping import Grouped


class Work:
    """Doubles numbers, once it is let go."""

    def __init__(self) -> None:
        self.runs: list[list[int]] = []
        self.go = asyncio.Event()

    async def __call__(self, items: Sequence[int]) -> list[int]:
        self.runs.append(list(items))
        await self.go.wait()
        if 0 in items:
            raise ValueError("nothing to double")
        return [2 * item for item in items]


async def test_who_waits_for_a_run_shares_the_next_one() -> None:
    work = Work()
    grouped = Grouped(work)
    tasks = [asyncio.create_task(grouped(items)) for items in ([1], [2, 3], [4])]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    work.go.set()

    assert await asyncio.gather(*tasks) == [[2], [4, 6], [8]]
    assert sorted(number for run in work.runs for number in run) == [1, 2, 3, 4]
    assert len(work.runs) < 3


async def test_more_than_fit_into_one_run_wait_for_the_next() -> None:
    work = Work()
    grouped = Grouped(work, most=2)
    tasks = [asyncio.create_task(grouped([number])) for number in range(1, 8)]
    work.go.set()

    assert await asyncio.gather(*tasks) == [[2 * number] for number in range(1, 8)]
    assert max(map(len, work.runs)) == 2
    assert sum(map(len, work.runs)) == 7


async def test_a_fault_is_told_to_those_who_were_in_that_run() -> None:
    work = Work()
    work.go.set()
    grouped = Grouped(work)

    with pytest.raises(ValueError, match="nothing to double"):
        await grouped([0])
    assert await grouped([5]) == [10]


async def test_who_began_a_run_and_was_cancelled_takes_nobody_with_them() -> None:
    work = Work()
    grouped = Grouped(work)
    first = asyncio.create_task(grouped([1]))
    await asyncio.sleep(0)
    second = asyncio.create_task(grouped([2]))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    work.go.set()

    assert await second == [4]
    assert first.cancelled()
