"""Many who come at the same time share one piece of work: presses and looks are committed in groups."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Grouped(Generic[T, R]):
    """Runs `work` over the items of all (`most` at once) who wait for the run before to end; each gets their results.

    `work` gives one result an item. What it raises is raised for everybody who was in that run.
    """

    def __init__(self, work: Callable[[Sequence[T]], Awaitable[list[R]]], *, most: int | None = None) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[Sequence[T], asyncio.Future[list[R]]]] = []
        self._running = asyncio.Lock()

    async def __call__(self, items: Sequence[T]) -> list[R]:
        mine: asyncio.Future[list[R]] = asyncio.get_running_loop().create_future()
        self._waiting.append((items, mine))
        async with self._running:
            while self._waiting and not mine.done():
                await asyncio.wait({self._start()})
        return await mine

    def _start(self) -> "asyncio.Task[list[R]]":
        """The run goes on and tells everybody, whoever began it and was cancelled since."""
        most = self._most or len(self._waiting)
        group, self._waiting = self._waiting[:most], self._waiting[most:]
        running = asyncio.get_running_loop().create_task(
            self._run([item for items, _ in group for item in items])
        )
        running.add_done_callback(partial(_tell, group))
        return running

    async def _run(self, items: list[T]) -> list[R]:
        return await self._work(items)


def _tell(group: "list[tuple[Sequence[T], asyncio.Future[list[R]]]]", run: "asyncio.Task[list[R]]") -> None:
    fault = asyncio.CancelledError() if run.cancelled() else run.exception()
    results = iter([] if fault else run.result())
    for items, theirs in group:
        mine = [] if fault else [next(results) for _ in items]
        if theirs.done():
            continue
        if fault:
            theirs.set_exception(fault)
        else:
            theirs.set_result(mine)
