"""The heartbeat of everything a page shows: it counts changes and wakes whoever waits for the next one."""

import asyncio
from contextlib import suppress


class Pulse:
    """One for all worlds that stand on one page. `count` only grows."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Event()

    def beat(self) -> None:
        """Something changed."""
        self.count += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def after(self, count: int, seconds: float) -> int:
        """The count, once it is above `count` or when the time is over."""
        if self.count <= count:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._changed.wait()
        return self.count
