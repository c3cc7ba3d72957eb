"""`loa summarise FILE|URL`: one article as a citizen gets it, with what Loa understood of it and how long that took."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.announcer.announcing import kind_of
from bot.config import ConfigError
from bot.messages import Message
from bot.wording import news
from feeds.article import Article, Gist, Version
from feeds.dates import LOCAL
from feeds.errors import FeedsError, NotAnArticle
from feeds.fetching import Fetcher
from feeds.formats.page import Page, parse_page
from feeds.formats.presets import PRESETS
from feeds.gist import understand
from feeds.gist.summarise_set import fresh
from feeds.gist.topics import topic_of
from feeds.portals import Portal, Topic
from feeds.text import clean, decode
from storage.records import ArticleId, Story, VersionId

_PHONE_WIDTH = 46  # columns; about what a line on a phone holds
_LARGEST_FILE = 8 * 1024 * 1024  # bytes
_HEAD = 8192  # bytes in which a file that is no text shows itself
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_URGENCY = {"khan": "red", "trong_ngay": "yellow", "thuong": "green"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One article understood: the push, the gist behind it and the milliseconds the gist took."""

    message: Message
    gist: Gist
    topic: str
    took: float


def is_address(given: str) -> bool:
    """Whether FILE|URL is an address of the web."""
    return given.lower().startswith(("http://", "https://"))


async def from_address(address: str, fetcher: Fetcher) -> Page:
    """The article at `address`. Raises FeedsError in plain words."""
    host = urlsplit(address).hostname or ""
    fetched = await fetcher.get(address, hosts={host, f"www.{host}", host.removeprefix("www.")})
    return _page(fetched.body, fetched.url, fetched.charset)


def from_file(path: Path) -> Page:
    """The article in a file: a saved page, or text whose first line is its title. Raises ConfigError, FeedsError."""
    try:
        with path.open("rb") as file:
            body = file.read(_LARGEST_FILE)
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read ({error.strerror}); name a text file or a saved page"
        ) from None
    return from_bytes(body, str(path))


def from_bytes(body: bytes, name: str = "stdin") -> Page:
    """The article in `body`, markup or plain text. Raises ConfigError for what is neither, FeedsError."""
    if (b"\0" in body[:_HEAD] and not body.startswith(_UTF16)) or body.startswith(b"%PDF-"):
        raise ConfigError(
            f"{name}: is no text; name a text file or a saved page (copy the text out of a PDF or Word file)"
        )
    if body.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html", b"<?xml", b"<body")):
        return _page(body, "http://localhost/", None)
    title, _, text = clean(decode(body)).partition("\n")
    if not title:
        raise ConfigError(f"{name}: holds no words; its first line is to be the title")
    return Page(title=title, body=text)


def _page(body: bytes, address: str, charset: str | None) -> Page:
    troubles: list[FeedsError] = []
    for selectors in PRESETS.values():
        try:
            return parse_page(body, selectors, base=address, charset=charset)
        except NotAnArticle as trouble:
            troubles.append(trouble)
    raise troubles[0]


def tell(
    page: Page,
    link: str,
    *,
    portal: Portal,
    topics: tuple[Topic, ...],
    max_chars: int,
    now: datetime,
    monotonic: Callable[[], float] = time.perf_counter,
) -> Told:
    """The push that a follower got of `page` when it was published; an undated one is taken to be fresh."""
    version = Version(
        title=page.title, lead=page.lead, body=page.body, attachments=page.attachments, image=page.image
    )
    published = page.published or fresh(page.title, page.body or page.lead, now)
    begun = monotonic()
    gist = understand(version, published=published, now=published, limit=max_chars)
    took = (monotonic() - begun) * 1000
    found = topic_of(version.title, f"{version.lead}\n{version.body}", topics, fallback=topics[-1].id)
    topic = next(topic for topic in topics if topic.id == found)
    article = Article(
        portal=portal.id,
        external_id="",
        link=link,
        topic=topic.id,
        published=published,
        version=version,
        gist=gist,
    )
    story = Story(id=ArticleId(0), version_id=VersionId(0), article=article, first_seen=now)
    message = news.push(story, kind=kind_of(story), portal=portal, topic=topic)
    return Told(message=message, gist=gist, topic=topic.name, took=took)


def shown(told: Told) -> Group:
    """What a person sees: the phone, then facts, urgency with reasons, topic and time."""
    message, gist = told.message, told.gist
    text = Text(message.text)
    for start, end in message.bold:
        text.stylize("bold", start, end)
    rows = (Text(" ".join(f"[{button.label}]" for button in row), style="cyan") for row in message.rows)
    phone = Panel(Group(text, Text(""), *rows), width=_PHONE_WIDTH)
    return Group(phone, _facts(gist), *_understood(told))


def _facts(gist: Gist) -> Table:
    table = Table("fact", "as the source says it", "at", box=None, pad_edge=False)
    for fact in gist.facts:
        table.add_row(fact.kind.value, Text(fact.text), str(fact.start) if fact.start >= 0 else "title")
    return table


def _understood(told: Told) -> Iterator[Text]:
    gist = told.gist
    yield Text(
        f"\nurgency  {gist.urgency.value}: {'; '.join(gist.reasons)}", style=_URGENCY[gist.urgency.value]
    )
    moment = gist.moment.astimezone(LOCAL).strftime("%H:%M %d/%m/%Y") if gist.moment else "none"
    yield Text(f"nature   {gist.nature.value}; hazard: {gist.hazard or 'none'}; next moment: {moment}")
    yield Text(f"topic    {told.topic}")
    yield Text(
        f"summary  {len(gist.summary)} characters, origin {gist.origin}, understood in {told.took:.1f} ms"
    )
