"""Keeps what looks that found nothing leave behind: many visits in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from feeds.visits import Visit

Keep = Callable[[Sequence[Visit]], Awaitable[None]]


class Visiting:
    """The visits that come while others are written are written next, all together: nobody waits for company."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._writing = asyncio.Lock()
        self._batch: list[Visit] = []
        self._written: asyncio.Task[None] | None = None  # the outcome of the batch that still grows

    async def keep(self, visit: Visit) -> None:
        """Returns once it is kept. Raises what hindered its batch."""
        self._batch.append(visit)
        if self._written is None:
            self._written = asyncio.create_task(self._write())
        await asyncio.shield(self._written)  # who gives up takes nobody's visit along

    async def _write(self) -> None:
        async with self._writing:
            batch, self._batch, self._written = self._batch, [], None
            await self._keep(batch)
