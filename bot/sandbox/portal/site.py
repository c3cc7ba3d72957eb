"""The sample portal itself: what it has published, what is ready to be published, and publishing."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.portal.days import ISLAND, an_hour_later, dated
from bot.sandbox.portal.paragraphs import paragraphs
from feeds.fold import fold

CATEGORIES: dict[str, str] = {
    "thong-bao": "Thông báo",
    "phong-thu-dan-su": "Phòng thủ dân sự",
    "tau-ra-dao": "Tàu ra đảo",
    "y-te-giao-duc": "Y tế – Giáo dục",
    "cai-cach-hanh-chinh": "Thủ tục hành chính",
    "du-lich-bien-dao": "Du lịch – Biển đảo",
    "tin-hoat-dong": "Tin hoạt động",
    "van-ban": "Văn bản mới",
}
HERE = Path(__file__).parent
_FIRST_ID = 101


@dataclass(frozen=True, slots=True)
class SampleFile:
    """An attachment; `lines` are what is written on its one page."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SampleArticle:
    """One published article. `title` and `lead` are plain text, `body` is safe HTML, `at` is aware.

    `ready` is the announcement it was made of; «own» for somebody's own words, empty for what stood there before.
    """

    id: int
    category: str
    title: str
    lead: str
    body: str
    at: datetime
    files: tuple[SampleFile, ...] = ()
    views: int = 0
    ready: str = ""

    @cached_property
    def alias(self) -> str:
        """The title as NukeViet writes it into addresses: ASCII letters and digits joined by «-»."""
        plain = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(self.title))
        return "-".join(plain.split()) or "bai-viet"


@dataclass(frozen=True, slots=True)
class Ready:
    """An announcement that waits to be published: what its button says, and its title as of now."""

    id: str
    label: str
    title: str
    emoji: str


class SamplePortal:
    """A portal in memory at `base`, without end slash; `clock` gives aware times. Ids only grow."""

    def __init__(self, base: str, *, clock: Callable[[], datetime]) -> None:
        self.base = base.rstrip("/")
        self.path = urlsplit(self.base).path
        self._clock = clock
        self._ids = count(_FIRST_ID)
        self._ready: dict[str, dict[str, Any]] = {one["id"]: one for one in _texts("ready")}
        told = [(_published(one, clock()), one) for one in _texts("articles")]
        oldest_first = sorted(told, key=lambda pair: pair[0])
        made = (_article(next(self._ids), one, at) for at, one in oldest_first)
        self._articles = {article.id: article for article in made}
        self._withdrawn: set[int] = set()
        self.closed = False

    @property
    def everything(self) -> tuple[SampleArticle, ...]:
        """What was ever published, newest first."""
        return tuple(sorted(self._articles.values(), key=lambda one: (one.at, one.id), reverse=True))

    @property
    def articles(self) -> tuple[SampleArticle, ...]:
        """What can be read, newest first."""
        return tuple(one for one in self.everything if one.id not in self._withdrawn)

    @property
    def ready(self) -> tuple[Ready, ...]:
        """What can be published with one press; it stays ready after that."""
        now = self._clock()
        return tuple(
            Ready(one["id"], one["label"], dated(one["title"], now), one["emoji"])
            for one in self._ready.values()
        )

    def publish(self, ready_id: str) -> SampleArticle:
        """Publish a ready announcement now. Raises KeyError for an unknown one."""
        return self._keep(_article(next(self._ids), self._ready[ready_id], self._now(), ready=ready_id))

    def pour(self) -> None:
        """Import the archive anew: a dozen old documents at once, each with a new number and today's date."""
        for one in _texts("flood"):
            self._keep(_article(next(self._ids), one, self._now()))

    def write(self, title: str, text: str, category: str = "thong-bao") -> SampleArticle:
        """Publish one's own words now, as they are; an unknown category is «thong-bao»."""
        return self._keep(
            SampleArticle(
                id=next(self._ids),
                category=category if category in CATEGORIES else "thong-bao",
                title=" ".join(_encodable(title).split()),
                lead="",
                body=paragraphs(_encodable(text)),
                at=self._now(),
                ready="own",
            )
        )

    def put_off(self, article_id: int) -> SampleArticle | None:
        """Edit an article: every hour it names is one later. None where it names none. Raises KeyError."""
        old = self._articles[article_id]
        new = replace(
            old, title=an_hour_later(old.title), lead=an_hour_later(old.lead), body=an_hour_later(old.body)
        )
        return self._keep(new) if new != old else None

    def withdraw(self, article_id: int) -> None:
        """Take an article down: it is in no list, its page is not found."""
        self._withdrawn.add(article_id)

    def restore(self, article_id: int) -> None:
        """Put it up again, as it was and where it was."""
        self._withdrawn.discard(article_id)

    def is_withdrawn(self, article_id: int) -> bool:
        return article_id in self._withdrawn

    def close(self, closed: bool) -> None:
        """Close everything for maintenance, or open it again."""
        self.closed = closed

    def find(self, article_id: int) -> SampleArticle | None:
        """The article of that id that can be read, or None."""
        return None if article_id in self._withdrawn else self.known(article_id)

    def known(self, article_id: int) -> SampleArticle | None:
        """The article of that id, withdrawn or not, or None."""
        return self._articles.get(article_id)

    def address(self, article: SampleArticle) -> str:
        """Where the article's page is, absolute."""
        return f"{self.base}/{_tail(article)}"

    def path_of(self, article: SampleArticle) -> str:
        """The same without the host."""
        return f"{self.path}/{_tail(article)}"

    def _keep(self, article: SampleArticle) -> SampleArticle:
        self._articles[article.id] = article
        return article

    def _now(self) -> datetime:
        return self._clock().replace(microsecond=0)


def _tail(article: SampleArticle) -> str:
    return f"{article.category}/{article.alias}-{article.id}.html"


def _encodable(text: str) -> str:
    """JSON can carry half of a surrogate pair; no page could be written with it."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _texts(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))[name]
    return found


def _published(told: Mapping[str, Any], now: datetime) -> datetime:
    """The moment a text of `articles.toml` names, in UTC."""
    if "date" in told:
        return datetime.fromisoformat(told["date"]).replace(tzinfo=ISLAND).astimezone(UTC)
    if "minutes" in told:
        return (now - timedelta(minutes=told["minutes"])).replace(second=0, microsecond=0).astimezone(UTC)
    day = now.astimezone(ISLAND).date() - timedelta(days=told["days"])
    return datetime.combine(day, time.fromisoformat(told["at"]), ISLAND).astimezone(UTC)


def _article(article_id: int, told: Mapping[str, Any], at: datetime, *, ready: str = "") -> SampleArticle:
    return SampleArticle(
        id=article_id,
        category=told["category"],
        title=dated(told["title"], at),
        lead=dated(told["lead"], at),
        body=paragraphs(dated(told["body"], at)),
        at=at,
        files=tuple(SampleFile(file["name"], tuple(file["lines"])) for file in told.get("files", ())),
        views=told.get("views", 0),
        ready=ready,
    )
