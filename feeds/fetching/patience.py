"""How long one question may take in all: each redirect, and the robots.txt that was asked on its way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Patience:
    """Seconds that are spent on answers; waiting for a host's turn spends none. `monotonic` is the clock."""

    def __init__(self, seconds: float, *, monotonic: Callable[[], float]) -> None:
        self._left = seconds
        self._monotonic = monotonic

    @asynccontextmanager
    async def spent(self) -> AsyncIterator[None]:
        """What happens inside costs patience. Raises TimeoutError once there is none left."""
        if self._left <= 0:
            raise TimeoutError
        began = self._monotonic()
        try:
            async with asyncio.timeout(self._left):
                yield
        finally:
            self._left -= self._monotonic() - began
