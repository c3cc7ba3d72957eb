"""The one loop that watches: sources that are due are claimed together and looked at side by side."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from bot.config import Config
from bot.loops import Bell, attempt, repeat
from feeds.fetching import Fetcher
from feeds.gist.retelling import Retell
from feeds.portals import Source
from feeds.reach import host_of, is_loopback
from feeds.reading import Reader
from feeds.visits import Turn
from feeds.watcher import Watcher
from storage.articles import ArticleLog
from storage.database import Database

ASK_EVERY = 0.5  # seconds between two questions «is a source due?»; sources have their own intervals
MOST = 64  # looks at once
OF_A_HOST = 4  # of them at one host, which is asked one question at a time: others do not wait behind it


def watcher_of(
    config: Config,
    database: Database,
    fetcher: Fetcher,
    clock: Callable[[], datetime],
    retell: Retell | None = None,
) -> Watcher:
    """A watcher over this database."""
    return Watcher(
        config.portal,
        config.topics,
        ArticleLog(database, config.portal.id),
        Reader(config.portal, fetcher),
        clock=clock,
        hold_new=config.delivery.hold_new,
        retell=retell,
    )


class Watching:
    """Watches the sources of this process; `found` is called after each look that somebody may be told of."""

    def __init__(self, watcher: Watcher, sources: Sequence[Source], *, found: Callable[[], None]) -> None:
        self._watcher = watcher
        self._sources = sources
        self._found = found
        self._hosts = {one.name: host_of(one.addresses[0]) for one in sources}
        self._in_hand: set[str] = set()
        self._crowded = False  # more are due than there was room for
        self._room = Bell()

    async def run(self, until: asyncio.Event) -> None:
        """Watch until told to stop, and finish the looks that have begun."""
        async with asyncio.TaskGroup() as looks:
            begin = partial(self._begin, looks)
            await repeat("watch", begin, every=ASK_EVERY, until=until, bell=self._room)

    async def round(self) -> None:
        """Look at all that is due now."""
        self._crowded = True
        while self._crowded:
            async with asyncio.TaskGroup() as looks:
                await self._begin(looks)

    async def _begin(self, looks: asyncio.TaskGroup) -> int:
        await self._watcher.renew(self._in_hand)
        due = self._watcher.due(one for one in self._sources if one.name not in self._in_hand)
        wanted = fitting(due, self._in_hand, self._hosts)
        self._crowded = len(wanted) < len(due)
        for source, turn in await self._watcher.claim(wanted):
            self._in_hand.add(source.name)
            looks.create_task(self._look(source, turn))
        return 0

    async def _look(self, source: Source, turn: Turn) -> None:
        try:
            if await attempt(f"watch {source.name}", partial(self._watcher.take, source, turn)):
                self._found()
        finally:
            self._in_hand.discard(source.name)
            if self._crowded and len(self._in_hand) <= MOST // 2:  # by halves: claims are dear one by one
                self._room.ring()


def fitting(due: Iterable[Source], in_hand: Collection[str], hosts: Mapping[str, str]) -> list[Source]:
    """As many of the sources as may be looked at besides those `in_hand`, the first ones first.

    `hosts` has the host of each source by its name.
    """
    taken = Counter(hosts[name] for name in in_hand)
    chosen: list[Source] = []
    for source in due:
        if len(chosen) + len(in_hand) >= MOST:
            break
        host = hosts[source.name]
        if is_loopback(host) or taken[host] < OF_A_HOST:
            taken[host] += 1
            chosen.append(source)
    return chosen
