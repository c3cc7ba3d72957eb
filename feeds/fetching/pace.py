"""How often a host is asked: one question at a time, evenly spaced, and not at all while it wants to be left alone."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from feeds.errors import Unanswered
from feeds.reach import is_loopback

SLOWEST = timedelta(seconds=30)  # the longest Crawl-delay that is kept
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(slots=True)
class _Host:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_at: float = 0.0
    paused_until: float = 0.0
    gap: float = 0.0


class Pace:
    """Shared by feeds, pages and files, because a portal counts them together (NukeViet blocks at 40 a minute).

    Loopback hosts are not paced. `monotonic` and `sleep` are the clock.
    """

    def __init__(
        self,
        per_minute: int,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._gap = 60.0 / per_minute
        self._monotonic = monotonic
        self._sleep = sleep
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until `host` may be asked once more, and keep others waiting until the answer is here.

        Raises Unanswered without asking while the host is paused.
        """
        if is_loopback(host):
            yield
            return
        one = self._hosts[host]
        async with one.turn:
            now = self._monotonic()
            if (rest := one.paused_until - now) > 0:
                wish = timedelta(seconds=rest)
                raise Unanswered("the host wants to be left alone for a while", retry_after=wish)
            if one.next_at > now:
                await self._sleep(one.next_at - now)
            one.next_at = max(now, one.next_at) + max(self._gap, one.gap)
            yield

    def pause(self, host: str, wish: timedelta) -> None:
        """Leave `host` alone for as long as it wishes, an hour at most."""
        if not is_loopback(host):
            until = self._monotonic() + min(wish, LONGEST_PAUSE).total_seconds()
            self._hosts[host].paused_until = max(self._hosts[host].paused_until, until)

    def slow(self, host: str, delay: timedelta | None) -> None:
        """Keep to the Crawl-delay of a robots.txt, half a minute at most; never faster than configured."""
        if delay and not is_loopback(host):
            self._hosts[host].gap = min(delay, SLOWEST).total_seconds()
