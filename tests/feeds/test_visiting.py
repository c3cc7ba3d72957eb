"""Visits are kept in company, and nobody waits for it."""

import asyncio
from collections.abc import Sequence

from feeds.visiting import Visiting
from feeds.visits import Visit


class Memory:
    """Writes as slowly as it is let."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.may = asyncio.Event()
        self.trouble: Exception | None = None

    async def keep(self, visits: Sequence[Visit]) -> None:
        self.batches.append([one.source for one in visits])
        await self.may.wait()
        if self.trouble:
            raise self.trouble


async def test_what_comes_while_others_are_written_is_written_next_together() -> None:
    memory = Memory()
    visiting = Visiting(memory.keep)
    first = asyncio.create_task(visiting.keep(Visit(source="a")))
    while not memory.batches:
        await asyncio.sleep(0)
    others = [asyncio.create_task(visiting.keep(Visit(source=name))) for name in "bcd"]
    await asyncio.sleep(0)
    assert not first.done()

    memory.may.set()
    await asyncio.gather(first, *others)

    assert memory.batches == [["a"], ["b", "c", "d"]]


async def test_whoever_was_in_a_batch_that_failed_is_told_and_the_next_is_not() -> None:
    memory = Memory()
    memory.may.set()
    visiting, memory.trouble = Visiting(memory.keep), OSError("no room")

    said = await asyncio.gather(*(visiting.keep(Visit(source=name)) for name in "ab"), return_exceptions=True)
    memory.trouble = None
    await visiting.keep(Visit(source="c"))

    assert [str(one) for one in said] == ["no room", "no room"]
    assert memory.batches == [["a", "b"], ["c"]]
