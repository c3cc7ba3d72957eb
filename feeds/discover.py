"""What can be watched at this address? Asks, reads what comes, and says which of it an office should watch."""

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from feeds import clues
from feeds.article import Entry
from feeds.clues import Candidate, Cms
from feeds.errors import FeedsError, Unanswered
from feeds.fetching import Fetched, Fetcher
from feeds.fold import fold
from feeds.formats.lies import lie
from feeds.formats.listing import parse_listing
from feeds.formats.oddities import odd_feed
from feeds.formats.page import parse_page
from feeds.formats.parsing import parse_feed
from feeds.formats.presets import PRESETS
from feeds.formats.sitemap import parse_sitemap
from feeds.portals import SourceKind
from feeds.reach import host_of

MOST = 40  # addresses that are tried

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """An address that answers with articles. `wise`: an office should watch it; else `note` says why not."""

    name: str
    kind: SourceKind
    address: str
    articles: int
    newest: datetime | None = None
    wise: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What was found at a portal; `pages` says how its articles' pages can be read."""

    url: str
    cms: Cms
    finds: tuple[Find, ...] = ()
    preset: str = "nukeviet"
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A candidate and the articles it told of."""

    candidate: Candidate
    entries: tuple[Entry, ...]
    note: str = ""


class Discoverer:
    """Looks around one portal with the manners of the watcher."""

    def __init__(self, fetcher: Fetcher, *, progress: Progress) -> None:
        self._fetcher = fetcher
        self._progress = progress

    async def look(self, url: str) -> Discovery:
        """What can be watched at `url`. Raises FeedsError where not even its page can be had, or stands for another."""
        self._progress(0, 1, "its page")
        home = await self._get(url)
        cms = clues.cms_of(home.body, home.charset)
        told = await self._feeds(home, cms)
        if all(one.note for one in told):
            told += await self._tried(clues.listings_on(home.body, home.url, home.charset), cms)
        robots = await self._text(urljoin(home.url, "/robots.txt"))
        told += await self._tried(clues.sitemaps(robots, home.url), cms)
        finds = tuple(ranked(told))
        if (notice := lie(home.body, home.media_type)) and not any(find.wise for find in finds):
            raise Unanswered(notice.said)
        preset, pages = await self._pages(told, cms)
        return Discovery(url=url, cms=cms, finds=finds, preset=preset, pages=pages)

    async def _feeds(self, home: Fetched, cms: Cms) -> list[Told]:
        """All feeds that are told of; where none answers, the addresses at which such portals have theirs."""
        candidates = clues.feeds_on(home.body, home.url, home.charset)
        if cms.preset != "liferay":
            for index in clues.indexes(home.url):
                if page := await self._page(index):
                    candidates += clues.feeds_on(page.body, page.url, page.charset)
        once = {one.address: one for one in reversed(candidates)}
        told = await self._tried(list(reversed(once.values())), cms)
        return told or await self._tried(clues.feed_forms(home.url, cms), cms)

    async def _tried(self, candidates: list[Candidate], cms: Cms) -> list[Told]:
        told = []
        tried = candidates[:MOST]
        for count, candidate in enumerate(tried):
            self._progress(count, len(tried), candidate.title or candidate.address)
            try:
                answer = await self._get(candidate.address)
                told.append(await asyncio.to_thread(_read, candidate, answer, cms))
            except FeedsError:
                continue  # an address that was only a guess
        return told

    async def _pages(self, told: list[Told], cms: Cms) -> tuple[str, str]:
        """The preset that reads an article's page, and how it went."""
        for entry in (entry for one in told for entry in one.entries[:1]):
            page = await self._page(entry.link)
            if page is None:
                continue
            for preset in dict.fromkeys((cms.preset, *PRESETS)):
                try:
                    read = parse_page(page.body, PRESETS[preset], base=page.url, charset=page.charset)
                except FeedsError:
                    continue
                return preset, f"read with preset «{preset}»: «{read.title or entry.title}»"
            return cms.preset, "in no known layout: they are read by their titles, or name own selectors"
        return cms.preset, "not tried: no article's page could be had"

    async def _page(self, address: str) -> Fetched | None:
        try:
            return await self._get(address)
        except FeedsError:
            return None

    async def _text(self, address: str) -> str:
        page = await self._page(address)
        return page.body.decode("utf-8", "replace") if page else ""

    async def _get(self, address: str) -> Fetched:
        host = host_of(address).removeprefix("www.")
        return await self._fetcher.get(address, hosts={host, f"www.{host}"})


def ranked(told: Iterable[Told]) -> list[Find]:
    """What was told, the sources to watch first: feeds before listings before sitemaps, the fullest first.

    A source is wise to watch if it tells of an article that none before it does: a category's feed may hold what
    the editor kept off the front page. A sitemap names no titles, so it is wise only where there is nothing else.
    """
    order = {SourceKind.FEED: 0, SourceKind.LISTING: 1, SourceKind.SITEMAP: 2}
    finds: list[Find] = []
    seen: set[str] = set()
    names: set[str] = set()
    for one in sorted(told, key=lambda one: (order[one.candidate.kind], bool(one.note), -len(one.entries))):
        ids = {entry.external_id for entry in one.entries}
        sitemap_beside = one.candidate.kind is SourceKind.SITEMAP and bool(finds)
        note = one.note or ("" if ids - seen else "tells of nothing that the others do not")
        note = note or ("a sitemap names no titles; the others do" if sitemap_beside else "")
        find = _find(one, names)
        finds.append(replace(find, wise=not note, note=note))
        names.add(find.name)
        seen |= ids if not note else set()
    return sorted(finds, key=lambda find: not find.wise)


def _find(one: Told, taken: set[str]) -> Find:
    dates = [entry.published for entry in one.entries if entry.published]
    return Find(
        name=_name(one.candidate, taken),
        kind=one.candidate.kind,
        address=one.candidate.address,
        articles=len(one.entries),
        newest=max(dates, default=None),
    )


def _name(candidate: Candidate, taken: set[str]) -> str:
    """A name for `loa.toml`: what the portal calls it, in plain letters."""
    last = (
        candidate.title.rpartition(" - ")[2]
        or urlsplit(candidate.address).path.rstrip("/").rpartition("/")[2]
    )
    base = re.sub(r"[^a-z0-9]+", "-", fold(last)).strip("-")[:32] or candidate.kind.value
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, 999))) if name not in taken)


def _read(candidate: Candidate, answer: Fetched, cms: Cms) -> Told:
    """Raises FeedsError where the address is not what it was taken for."""
    how = (answer.body, answer.url, answer.charset)
    match candidate.kind:
        case SourceKind.FEED:
            feed = parse_feed(how[0], base=how[1], charset=how[2])
            return Told(candidate, tuple(feed.entries), odd_feed(candidate.address, feed))
        case SourceKind.LISTING:
            entries = parse_listing(how[0], PRESETS[cms.preset], base=how[1], charset=how[2])
            few = len(entries) < 3
            return Told(candidate, tuple(entries), "it lists fewer than three articles" if few else "")
        case SourceKind.SITEMAP:
            found = parse_sitemap(how[0], base=how[1], charset=how[2])
            return Told(
                candidate, tuple(found.entries), "" if found.entries or found.deeper else "it lists nothing"
            )
