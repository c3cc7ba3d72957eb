"""Looking at a thousand feeds, everything included, against lemon24's `reader` on the same server."""

import asyncio
import gc
import importlib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.watching import Watching
from feeds.fetching import Fetcher
from feeds.portals import Portal, Source, Topic
from feeds.reading import Reader
from feeds.watcher import Watcher
from storage import articles
from storage.articles import ArticleLog
from storage.database import Database
from storage.keys import Keys
from storage.migrate import migrate

SOURCES = 1000
CHANGED = 100  # of them are looked at where all have changed
IN_FLIGHT = 8
ROUNDS = 7
STEADY = 20  # rounds over which memory must be flat
WARM = 5

Measured = tuple[str, Sequence[tuple[float, float]], str, str]


class Ours:
    """The watcher over a real database."""

    def __init__(self, url: str, folder: Path) -> None:
        self.database = Database(
            f"sqlite+aiosqlite:///{folder}/loa.db", Keys(b"a secret of the benchmarks, long")
        )
        portal = Portal(id="bench", name="B", url=url, hosts=("127.0.0.1",))
        self.later = timedelta()
        self.fetcher = Fetcher(portal, clock=self.now)
        log, reader = ArticleLog(self.database, portal.id), Reader(portal, self.fetcher)
        topics = (Topic(id="tin", name="Tin"),)
        self.watcher = Watcher(portal, topics, log, reader, clock=self.now, hold_new=5)
        self.sources = [
            Source(name=f"s{n}", addresses=(f"{url}/{n}/rss",), topic="tin") for n in range(SOURCES)
        ]

    def now(self) -> datetime:
        return datetime.now(UTC) + self.later

    async def round(self, count: int) -> None:
        """The service's own loop, once: each of the first `count` sources is due, claimed, looked at and kept."""
        self.later += timedelta(minutes=5)
        start = self.now()
        await Watching(self.watcher, self.sources[:count], found=lambda: None).round()
        async with self.database.reading() as tx:
            looked = [one for one in await articles.health(tx) if (one.good_at or start) > start]
        assert len(looked) == count, f"{count} were due, {len(looked)} were looked at"

    async def close(self) -> None:
        await self.fetcher.close()
        await self.database.close()


class Theirs:
    """`reader` over a real database, with as many workers."""

    def __init__(self, url: str, folder: Path) -> None:
        # Its own copy of feedparser asks for the module by its old name.
        sys.modules.setdefault("sgmllib", importlib.import_module("feedparser_sgmllib"))
        self.reader = importlib.import_module("reader").make_reader(f"{folder}/reader.db")
        for number in range(SOURCES):
            self.reader.add_feed(f"{url}/{number}/rss")

    def narrow(self, count: int) -> None:
        """From now on only the first `count` feeds are updated."""
        for feed in self.reader.get_feeds():
            if int(feed.url.split("/")[-2]) >= count:
                self.reader.disable_feed_updates(feed)

    def round(self) -> None:
        """One update of all feeds."""
        for result in self.reader.update_feeds_iter(scheduled=False, workers=IN_FLIGHT):
            assert not isinstance(result.value, Exception), result.value


def compared() -> Iterator[Measured]:
    """CPU milliseconds a look, of ours and of `reader`'s; then our memory after twenty rounds and after five."""
    with TemporaryDirectory() as folder, _portals() as url, asyncio.Runner() as runner:
        ours, theirs = Ours(url, Path(folder)), Theirs(url, Path(folder))
        runner.run(migrate(ours.database))

        def turn(count: int, publish: str) -> tuple[float, float]:
            _ask(f"{url}/publish/{publish}")
            return (
                _cpu(lambda: runner.run(ours.round(count)), count),
                _cpu(theirs.round, count),
            )

        turn(SOURCES, "0-0-0")
        pairs = [turn(SOURCES, f"0-{SOURCES // 100}-1") for _ in range(ROUNDS)]
        yield "look at 1,000 feeds, 99 % unchanged", pairs, "reader.update_feeds", "CPU ms/look"
        theirs.narrow(CHANGED)
        turn(CHANGED, f"0-{CHANGED}-19")
        pairs = [turn(CHANGED, f"0-{CHANGED}-1") for _ in range(ROUNDS)]
        yield "look at feeds of 20, one item new in each", pairs, "reader.update_feeds", "CPU ms/look"
        memory = []
        for _ in range(STEADY):
            _ask(f"{url}/publish/0-{CHANGED}-1")
            runner.run(ours.round(CHANGED))
            gc.collect()
            memory.append(_resident())
        yield f"memory after {STEADY} such rounds", [(memory[-1], memory[WARM - 1])], f"after {WARM}", "MB"
        runner.run(ours.close())


def _cpu(work: Callable[[], object], looks: int) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000 / looks


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


@contextmanager
def _portals() -> Iterator[str]:
    child = subprocess.Popen([sys.executable, "-m", "tests.bench.portals"], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout
        yield f"http://127.0.0.1:{int(child.stdout.readline())}"
    finally:
        child.terminate()
        child.wait()


def _ask(url: str) -> None:
    urllib.request.urlopen(url, timeout=5).close()
