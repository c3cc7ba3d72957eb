"""The outbox against the same statements without our layers."""

import itertools
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from feeds.article import Article, Version
from feeds.visits import Finding, Verdict, Visit
from storage import articles, citizens
from storage.articles import ArticleLog
from storage.database import Database
from storage.keys import Keys
from storage.migrate import migrate
from storage.outbox import announcements, claiming, deliveries
from storage.outbox.owed import DeliveryState, Draft, Due, Followers, Kind, Settlement, Slot
from storage.records import Address, ArticleId, Messenger, Story, VersionId

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
LEASE = timedelta(minutes=1)
_OWED = (
    "INSERT INTO deliveries (announcement_id, citizen_id, messenger, state, silent, not_before, attempts, "
    "expires_at, reason) SELECT ?, citizens.id, citizens.messenger, 'owed', 0, ?, 0, ?, '' FROM citizens "
    "JOIN subscriptions ON subscriptions.citizen_id = citizens.id AND subscriptions.topic = 'tin' "
    "WHERE citizens.state = 'active'"
)
_DUE = (
    "SELECT deliveries.*, citizens.chat FROM deliveries JOIN citizens ON citizens.id = deliveries.citizen_id "
    "WHERE deliveries.messenger = 'telegram' AND deliveries.announcement_id = ("
    "SELECT min(announcement_id) FROM deliveries WHERE messenger = 'telegram' "
    "AND state IN ('owed', 'unknown') AND not_before IS NOT NULL) "
    "AND deliveries.state IN ('owed', 'unknown') AND not_before IS NOT NULL "
    "AND not_before <= ? AND (lease_until IS NULL OR lease_until <= ?) ORDER BY not_before LIMIT ?"
)


@dataclass
class Office:
    """A database with citizens who all follow one topic."""

    database: Database
    bare: Any  # the same database through sqlite3 alone
    article: ArticleId
    version: VersionId
    numbers: "itertools.count[int]"

    def draft(self) -> Draft:
        """News to all who follow the topic."""
        return Draft(
            key=f"bench:{next(self.numbers)}",
            kind=Kind.NEWS,
            audience=Followers("tin"),
            article=self.article,
            version=self.version,
            slot=Slot(due_at=NOW, expires_at=NOW + timedelta(days=1)),
        )

    async def owe(self) -> None:
        async with self.database.transaction() as tx:
            assert await announcements.announce(tx, self.draft(), now=NOW)

    def owe_bare(self) -> None:
        self.bare.execute("BEGIN IMMEDIATE")
        made = self.bare.execute(
            "INSERT INTO announcements (key, kind, article_id, text, about, manner, created_at, expires_at) "
            "VALUES (?, 'news', ?, '', '', 'send', ?, ?)",
            (f"bench:{next(self.numbers)}", self.article, _text(NOW), _text(NOW + timedelta(days=1))),
        )
        self.bare.execute(_OWED, (made.lastrowid, _text(NOW), _text(NOW + timedelta(days=1))))
        self.bare.execute("COMMIT")

    async def send(self, many: int, batch: int) -> None:
        """As the courier does: what became of one batch is written in the transaction that claims the next."""
        sent: list[Settlement] = []
        for left in range(many // batch, -1, -1):
            async with self.database.transaction() as tx:
                await deliveries.settle(tx, sent, now=NOW)
                due = (
                    await claiming.claim(tx, Messenger.TELEGRAM, now=NOW, lease=LEASE, limit=batch)
                    if left
                    else []
                )
            sent = [_sent(one) for one in due]

    def send_bare(self, many: int, batch: int) -> None:
        now, lease = _text(NOW), _text(NOW + LEASE)
        which = "WHERE announcement_id = ? AND citizen_id = ?"
        due: list[tuple[int, int]] = []
        for left in range(many // batch, -1, -1):
            self.bare.execute("BEGIN IMMEDIATE")
            self.bare.executemany(
                "UPDATE deliveries SET state = 'sent', message_ref = '1', not_before = NULL, lease_until = NULL, "
                f"settled_at = ? {which}",
                [(now, *one) for one in due],
            )
            rows = self.bare.execute(_DUE, (now, now, batch)).fetchall() if left else []
            due = [(row[0], row[1]) for row in rows]
            leases = [(lease, *one) for one in due]
            self.bare.executemany(f"UPDATE deliveries SET lease_until = ? {which}", leases)
            self.bare.execute("COMMIT")

    async def close(self) -> None:
        self.bare.close()
        await self.database.close()


def _sent(due: Due) -> Settlement:
    return Settlement(
        announcement=due.announcement.id,
        citizen=due.citizen,
        state=DeliveryState.SENT,
        attempts=0,
        message_ref="1",
    )


async def prepared(folder: Path, people: int) -> Office:
    path = folder / "loa.db"
    database = Database(f"sqlite+aiosqlite:///{path}", Keys(b"a secret of the benchmarks, long enough"))
    story = await stocked(database, people)
    bare = sqlite3.connect(path, isolation_level=None, timeout=30)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        bare.execute(f"PRAGMA {pragma}")
    return Office(database, bare, story.id, story.version_id, itertools.count())


async def stocked(database: Database, people: int) -> Story:
    """A new database with one old article and so many who follow its topic."""
    await migrate(database)
    article = Article(
        portal="conco",
        external_id="news_1",
        link="https://x",
        topic="tin",
        published=None,
        version=Version(title="T"),
    )
    found = Finding(verdict=Verdict.BACKLOG, article=article, told="")
    await ArticleLog(database, "conco").record(Visit(source="s", looked_at=NOW), [found])
    async with database.transaction() as tx:
        for chat in range(people):
            address = Address(Messenger.TELEGRAM, str(chat))
            await citizens.subscribe(tx, address, ["tin"], consent_version="1", language="vi", now=NOW)
        [story] = await articles.latest(tx, limit=1)
    return story


def _text(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
