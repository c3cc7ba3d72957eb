"""A portal lives for years in a few seconds: whatever it does, nothing is missed and nothing is told twice.

Real SQLite, the real watcher, and a portal that publishes, edits, deletes, restores, moves and goes down in any order.
"""

import asyncio
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from feeds.fetching import Fetcher
from feeds.portals import Portal, Source, Topic
from feeds.reading import Reader
from feeds.visits import Verdict
from feeds.watcher import Watcher
from storage import articles, holds
from storage.articles import ArticleLog
from storage.database import Database
from storage.keys import Keys
from storage.records import Story
from tests.conftest import Clock

WINDOW = 12
MOVE = 100_000  # how far a move shifts the numbers
HOSTS = ("127.0.0.1", "localhost")
CATEGORIES = ("tau", "nuoc")


@dataclass
class Post:
    """One article of the model; `key` is what never changes about it."""

    key: int
    number: int
    title: str
    at: datetime
    body: str
    category: str
    there: bool = True


@dataclass
class Site:
    """The whole feed and one feed a category, each of WINDOW items, and a page for each post."""

    posts: list[Post] = field(default_factory=list)
    host: str = HOSTS[0]
    module: str = "news"
    down: bool = False

    def answer(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            return httpx.Response(503)
        path = request.url.path
        there = [post for post in self.posts if post.there]
        if request.url.host != self.host:
            return httpx.Response(404)
        if path == "/rss/":
            return self._feed(there)
        for category in CATEGORIES:
            if path == f"/rss/{category}/":
                return self._feed([post for post in there if post.category == category])
        for post in there:
            if path == self.path(post):
                return httpx.Response(200, html=self._page(post))
        return httpx.Response(404, html="<h1>404</h1>")

    def listed(self) -> list[Post]:
        """What a reader of all the feeds can see now."""
        there = [post for post in self.posts if post.there]
        windows = [there, *([post for post in there if post.category == one] for one in CATEGORIES)]
        seen = {post.key for window in windows for post in _newest(window)}
        return [post for post in there if post.key in seen]

    def path(self, post: Post) -> str:
        return f"/{post.category}/bai-{post.number}.html"

    def _feed(self, posts: list[Post]) -> httpx.Response:
        items = "".join(
            f"<item><title>{post.title}</title><guid>{self.module}_{post.number}</guid>"
            f"<link>http://{self.host}{self.path(post)}</link><description>Lời dẫn của {post.title}.</description>"
            f"<pubDate>{format_datetime(post.at, usegmt=True)}</pubDate></item>"
            for post in _newest(posts)
        )
        xml = f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
        return httpx.Response(200, content=xml.encode(), headers={"Content-Type": "text/xml"})

    def _page(self, post: Post) -> str:
        return (
            f'<h1 itemprop="headline">{post.title}</h1><div class="hometext">Lời dẫn của {post.title}.</div>'
            f'<div id="news-bodyhtml"><p>{post.body}</p></div>'
        )


def _newest(posts: list[Post]) -> list[Post]:
    return sorted(posts, key=lambda post: post.at, reverse=True)[:WINDOW]


class Life(RuleBasedStateMachine):
    """What may happen to a portal, each step followed by a look at all of its sources."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory(prefix="loa-life-")
        path = Path(self.folder.name) / "loa.db"
        shutil.copy(Life.template, path)
        self.database = Database(f"sqlite+aiosqlite:///{path}", Keys(b"a secret of the tests, long enough"))
        self.clock, self.site = Clock(), Site()
        self.told: Counter[tuple[int, Verdict]] = Counter()
        self.fresh: set[int] = set()  # published while watched, and listed at a look that could see it
        self.seen_here: set[int] = set()  # listed since the portal last moved
        self.numbers = iter(range(1, 10_000))
        self.sources = [
            Source(
                name=name,
                addresses=tuple(f"http://{host}/rss/{name}{'/' if name else ''}" for host in HOSTS),
                topic="tin",
                every=timedelta(minutes=2),
            )
            for name in ("", *CATEGORIES)
        ]
        portal = Portal(id="conco", name="Cổng", url=f"http://{HOSTS[0]}", hosts=HOSTS)
        self.fetcher = Fetcher(portal, clock=self.clock, transport=httpx.MockTransport(self.site.answer))
        self.watcher = Watcher(
            portal,
            (Topic(id="tin", name="Tin"),),
            ArticleLog(self.database, "conco"),
            Reader(portal, self.fetcher),
            clock=self.clock,
            hold_new=5,
        )

    template: Path

    @initialize()
    def begin(self) -> None:
        for age in range(15):
            self._publish(
                f"Tin cũ {age}", CATEGORIES[age % 2], at=self.clock() - timedelta(days=1, hours=age)
            )
        self.fresh.clear()
        self._look()
        self.fresh.clear()

    @rule(title=st.sampled_from(["Thông báo", "Lịch tàu", ""]), category=st.sampled_from(CATEGORIES))
    def publish(self, title: str, category: str) -> None:
        self._publish(title, category)
        self._look()

    @rule()
    def burst(self) -> None:
        for turn in range(WINDOW + 2):
            self._publish("", CATEGORIES[turn % 2])
        self._look()

    @rule()
    def backdate(self) -> None:
        self._publish("", "tau", at=self.clock() - timedelta(days=40))
        self._look()

    @rule()
    def appear_late_with_an_old_id(self) -> None:
        self._publish("", "tau", number=5000 - len(self.site.posts))
        self._look()

    @rule(which=st.integers(0, 30))
    def issue_again(self, which: int) -> None:
        self._publish(self._pick(which).title, "tau")
        self._look()

    @rule(which=st.integers(0, 30))
    def edit_body(self, which: int) -> None:
        post = self._pick(which)
        post.body += " Đã sửa."
        self._look()

    @precondition(lambda self: not self.site.down)
    @rule(which=st.integers(0, 30))
    def edit_title(self, which: int) -> None:
        self._pick(which).title += " (sửa)"
        self._look()

    @rule(which=st.integers(0, 30))
    def delete(self, which: int) -> None:
        self._pick(which).there = False
        self._look()

    @rule()
    def restore(self) -> None:
        for post in self.site.posts:
            post.there = True
        self._look()

    @precondition(lambda self: not self.site.down)
    @rule(which=st.integers(0, 11))
    def move_to_the_other_category(self, which: int) -> None:
        post = self._pick(which)
        post.category = "nuoc" if post.category == "tau" else "tau"
        self._look()

    @precondition(lambda self: not self.site.down)
    @rule()
    def move_host(self) -> None:
        """New host, new module name, new numbers."""
        self.site.host = HOSTS[1] if self.site.host == HOSTS[0] else HOSTS[0]
        self.site.module = "tin" if self.site.module == "news" else "news"
        for post in self.site.posts:
            post.number += MOVE
        self.seen_here.clear()
        self._look()

    @rule()
    def go_down_or_come_back(self) -> None:
        self.site.down = not self.site.down
        self._look(hours=1)

    @rule(hours=st.sampled_from([1, 5, 26]))
    def wait(self, hours: int) -> None:
        self._look(hours=hours)

    @invariant()
    def nothing_is_told_twice(self) -> None:
        assert [key for (key, verdict), n in self.told.items() if verdict is Verdict.NEWS and n > 1] == []

    def teardown(self) -> None:
        self.site.down = False
        for minutes in (2, 15, 15, 70, 70, 70, 1600, 1600):
            self._look(minutes=minutes)
        self.runner.run(self._let_go())
        self._hear()
        self.nothing_is_told_twice()
        news = {key for key, verdict in self.told if verdict is Verdict.NEWS}
        there = {post.key for post in self.site.posts if post.there}
        assert news <= self.fresh
        assert self.fresh & there <= news  # what went while staff had not decided is told to nobody
        for post in self.site.posts:
            if not post.there and post.key in news & self.seen_here:
                assert self.told[post.key, Verdict.WITHDRAWN] == self.told[post.key, Verdict.RESTORED] + 1
        self._says_what_the_portal_says()
        self.runner.run(self.fetcher.close())
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()

    def _says_what_the_portal_says(self) -> None:
        bodies = self.runner.run(self._bodies())
        for post in self.site.listed():
            assert bodies[post.key] == (post.title, post.body)

    def _publish(
        self, title: str, category: str, *, at: datetime | None = None, number: int | None = None
    ) -> None:
        key = next(self.numbers)
        self.clock.passes(seconds=60)
        self.site.posts.append(
            Post(
                key=key,
                number=number or key * 10 + 20_000,
                title=title or f"Tin số {key}",
                at=at or self.clock().replace(second=0),
                body=f"Nội dung {key}.",
                category=category,
            )
        )

    def _pick(self, which: int) -> Post:
        """One of the newest posts that are there."""
        there = [post for post in self.site.posts if post.there] or self.site.posts
        return there[-1 - which % min(len(there), WINDOW)]

    def _look(self, **span: float) -> None:
        self.clock.passes(**(span or {"minutes": 3}))
        if not self.site.down:
            self.seen_here |= {post.key for post in self.site.listed()}
            recent = self.clock() - timedelta(days=7)
            self.fresh |= {post.key for post in self.site.listed() if post.key > 15 and post.at > recent}
        for source in self.sources:
            self.runner.run(self.watcher.turn(source))
        self._hear()

    def _hear(self) -> None:
        """The announcer's part: every finding is told once, and remembered as told."""
        for key, verdict in self.runner.run(self._unannounced()):
            self.told[key, verdict] += 1

    async def _unannounced(self) -> list[tuple[int, Verdict]]:
        async with self.database.transaction() as tx:
            found = await articles.unannounced(tx, 500)
            for story, _ in found:
                await articles.mark_announced(tx, story.version_id, now=self.clock())
        return [(self._key(story), verdict) for story, verdict in found]

    async def _let_go(self) -> None:
        async with self.database.transaction() as tx:
            for source in self.sources:
                await holds.release(tx, source.name, now=self.clock())

    async def _bodies(self) -> dict[int, tuple[str, str]]:
        async with self.database.reading() as tx:
            stories = await articles.latest(tx, limit=500)
        return {
            self._key(story): (story.article.version.title, story.article.version.body) for story in stories
        }

    def _key(self, story: Story) -> int:
        """Numbers only ever grow by whole moves."""
        number = int(story.article.external_id.rpartition("_")[2])
        [key] = [post.key for post in self.site.posts if (post.number - number) % MOVE == 0]
        return key


def test_whatever_a_portal_does_nothing_is_missed_and_nothing_told_twice(sqlite_template: Path) -> None:
    Life.template = sqlite_template
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=6, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
