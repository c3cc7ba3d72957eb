"""Work that one process at a time may do: it begins when a seat is won and ends when it is lost."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from storage.database.election import BEAT, Seat

Work = Callable[[asyncio.Event], Coroutine[Any, Any, None]]


async def tenure(seat: Seat, work: Work, *, until: asyncio.Event) -> None:
    """Do `work` whenever the seat is held, anew each time it is won, until `until` is set.

    The event that `work` is given says that it is over, for whatever reason; it may finish what is under way.
    """
    async with asyncio.TaskGroup() as group:
        stop = group.create_task(until.wait())
        while not until.is_set():
            if seat.held:
                over = asyncio.Event()
                at_work = group.create_task(work(over))
                while seat.held and not until.is_set():
                    await asyncio.wait({stop}, timeout=BEAT / 2)
                over.set()
                await at_work
            else:
                await asyncio.wait({stop}, timeout=BEAT / 2)
