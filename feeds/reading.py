"""Source → entries, and entry → page: fetching and parsing put together, without a decision."""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar, assert_never
from urllib.parse import urljoin

from feeds.article import Entry
from feeds.errors import FeedsError, Unanswered
from feeds.fetching import WAIT, Fetched, Fetcher
from feeds.fetching.manners import Manners
from feeds.formats.lies import lie
from feeds.formats.listing import links, parse_listing
from feeds.formats.oddities import odd_feed
from feeds.formats.page import Page, parse_page
from feeds.formats.parsing import Feed, parse_feed
from feeds.formats.presets import selectors_for
from feeds.formats.sitemap import Sitemap, parse_sitemap
from feeds.further import further_listings, numbered_pages
from feeds.portals import Portal, Source, SourceKind
from feeds.reach import host_of
from feeds.schedule import Rhythm
from feeds.stamping import stamped
from feeds.visits import Visit

log = logging.getLogger(__name__)

T = TypeVar("T")

KEPT = 20_000  # items of all feeds remembered as read, some thirty megabytes
SITEMAPS = 10  # of one index that are read
_AWAY_REMEMBERED = 1000  # links that lead to another site, so that each is said once


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a source said; `entries` is None where it says the same as at the last look.

    `note` is what is odd about an answer that can be read, in plain words.
    """

    address: str
    entries: list[Entry] | None = None
    body_hash: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    note: str = ""
    rhythm: Rhythm = field(default_factory=Rhythm)


class Reader:
    """Reads the sources and pages of one portal."""

    def __init__(self, portal: Portal, fetcher: Fetcher) -> None:
        self._portal = portal
        self._fetcher = fetcher
        self._manners = Manners(fetcher)
        self._feeds: OrderedDict[str, Feed] = OrderedDict()
        self._away: dict[str, None] = {}

    async def entries(self, source: Source, visit: Visit, *, trusting: bool) -> Reading:
        """The first of the source's addresses that answers usefully; the one that did so last time is asked first.

        Raises FeedsError with the trouble of the first address.
        """
        troubles: list[FeedsError] = []
        for address in sorted(source.addresses, key=lambda address: address != visit.address):
            try:
                return await self._one(source, address, visit if address == visit.address else None, trusting)
            except FeedsError as trouble:
                troubles.append(trouble)
        raise troubles[0]

    async def _one(self, source: Source, address: str, visit: Visit | None, trusting: bool) -> Reading:
        ask = visit if trusting else None
        fetched = await self._get(source, address, ask)
        if fetched.unchanged and ask:
            etag, modified = fetched.etag or ask.etag, fetched.last_modified or ask.last_modified
            told = Reading(address=address, body_hash=ask.body_hash, etag=etag, last_modified=modified)
            return self._same(told, fetched, ask)
        match source.kind:
            case SourceKind.FEED | SourceKind.LISTING:
                return await self._document(source, address, fetched, visit)
            case SourceKind.SITEMAP:
                return await self._sitemaps(source, address, fetched, visit)
            case _:
                assert_never(source.kind)

    async def _document(self, source: Source, address: str, fetched: Fetched, visit: Visit | None) -> Reading:
        """A feed or a listing: one body, whose hash says whether it is worth reading."""
        body_hash = hashlib.sha256(fetched.body).hexdigest()
        told = Reading(
            address=address, body_hash=body_hash, etag=fetched.etag, last_modified=fetched.last_modified
        )
        if visit is not None and visit.body_hash == body_hash:
            return self._same(told, fetched, visit)
        if source.kind is SourceKind.LISTING:
            wanted = selectors_for(source)
            entries = await self._understood(
                fetched,
                partial(parse_listing, fetched.body, wanted, base=fetched.url, charset=fetched.charset),
            )
            return replace(told, entries=entries, rhythm=Rhythm(fresh_for=fetched.fresh_for))
        before = self._feeds.get(address)
        feed = await self._understood(
            fetched,
            partial(parse_feed, fetched.body, base=fetched.url, charset=fetched.charset, before=before),
        )
        self._keep(address, feed)
        rhythm = Rhythm(fresh_for=fetched.fresh_for, hints=feed.hints)
        entries = stamped(feed.entries, fetched.last_modified)
        return replace(told, entries=entries, note=odd_feed(address, feed), rhythm=rhythm)

    def _same(self, told: Reading, fetched: Fetched, visit: Visit) -> Reading:
        """Nothing has changed: what was odd at the last good look still is."""
        known = self._feeds.get(told.address)
        if known is None:
            note = "" if visit.failures else visit.reason
            return replace(told, note=note, rhythm=Rhythm(fresh_for=fetched.fresh_for))
        rhythm = Rhythm(fresh_for=fetched.fresh_for, hints=known.hints)
        return replace(told, note=odd_feed(told.address, known), rhythm=rhythm)

    async def _sitemaps(self, source: Source, address: str, fetched: Fetched, visit: Visit | None) -> Reading:
        """A sitemap, or all that an index leads to. An index has no validators: it does not change with its parts."""
        read, answers = [await self._sitemap(fetched)], [fetched]
        troubles: list[FeedsError] = []
        deeper = read[0].deeper[:SITEMAPS]
        for part in deeper:
            try:
                answer = await self._get(source, part, None)
                read.append(await self._sitemap(answer))
                answers.append(answer)
            except FeedsError as trouble:
                troubles.append(trouble)
        if troubles and len(troubles) == len(deeper):
            raise troubles[0]
        body_hash = hashlib.sha256(b"\0".join(answer.body for answer in answers)).hexdigest()
        same = visit is not None and visit.body_hash == body_hash
        entries = {entry.external_id: entry for part in read for entry in part.entries}
        return Reading(
            address=address,
            entries=None if same else list(entries.values()),
            body_hash=body_hash,
            etag=None if deeper else fetched.etag,
            last_modified=None if deeper else fetched.last_modified,
            note="" if entries else "the sitemap lists no article",
            rhythm=Rhythm(fresh_for=fetched.fresh_for),
        )

    async def _get(self, source: Source, address: str, ask: Visit | None) -> Fetched:
        return await self._fetcher.get(
            address,
            hosts={*self._portal.hosts, *map(host_of, source.addresses)},
            etag=ask.etag if ask else None,
            last_modified=ask.last_modified if ask else None,
            ca_bundle=source.ca_bundle,
        )

    async def _sitemap(self, fetched: Fetched) -> Sitemap:
        return await self._understood(
            fetched, partial(parse_sitemap, fetched.body, base=fetched.url, charset=fetched.charset)
        )

    async def further(self, source: Source, address: str) -> list[Entry]:
        """What the listing behind a source tells beyond its window, as far as it can be had."""
        listings = further_listings(source, address)
        if not listings and source.kind is SourceKind.LISTING:
            listings = numbered_pages(await self._there(source, address, links), address)
        read = partial(parse_listing, selectors=selectors_for(source))
        return [entry for listing in listings for entry in await self._there(source, listing, read)]

    async def mapped(self, source: Source, address: str) -> list[Entry]:
        """What the portal lists for search engines, as far as it does."""
        asked = replace(source, kind=SourceKind.SITEMAP, addresses=(urljoin(address, "/sitemap.xml"),))
        try:
            return (await self.entries(asked, Visit(source=source.name), trusting=False)).entries or []
        except FeedsError:
            return []

    async def _there(self, source: Source, address: str, parse: Callable[..., list[T]]) -> list[T]:
        """What a page beyond the window tells; nothing where it cannot be had."""
        try:
            fetched = await self._get(source, address, None)
            read = partial(parse, fetched.body, base=fetched.url, charset=fetched.charset)
            return await self._understood(fetched, read)
        except FeedsError as trouble:
            log.info("%s: nothing more at %s: %s", source.name, address, trouble)
            return []

    async def page(self, source: Source, link: str, *, title: str = "") -> Page | None:
        """The page of the article told as `title`; None where its link leads off the portal or robots.txt forbids it.

        Raises FeedsError.
        """
        if host_of(link) not in self._portal.hosts:
            return None
        patience = self._fetcher.patience()  # the robots.txt counts
        if not await self._manners.welcome(link, ca_bundle=source.ca_bundle, patience=patience):
            return None
        try:
            fetched = await self._fetcher.get(
                link, hosts=self._portal.hosts, ca_bundle=source.ca_bundle, patience=patience
            )
        except Unanswered as trouble:
            if trouble.elsewhere:
                self._led_away(source, link)
                return None
            raise
        return await self._understood(
            fetched,
            partial(
                parse_page,
                fetched.body,
                selectors_for(source),
                base=fetched.url,
                charset=fetched.charset,
                title=title,
            ),
        )

    def _led_away(self, source: Source, link: str) -> None:
        """Said once a link: the article is told from the feed alone."""
        if link not in self._away:
            log.warning(
                "%s: the page %s leads to another site; it is told from the feed alone", source.name, link
            )
        self._away[link] = None
        if len(self._away) > _AWAY_REMEMBERED:
            del self._away[next(iter(self._away))]

    async def _understood(self, fetched: Fetched, parse: Callable[[], T]) -> T:
        """Off the event loop, after a look for a lie: it may pass, so what was asked is worth another try."""
        if notice := lie(fetched.body, fetched.media_type):
            if notice.busy:
                self._fetcher.pace.pause(host_of(fetched.url), notice.wait or WAIT)
            raise Unanswered(notice.said, busy=notice.busy, retry_after=notice.wait)
        return await asyncio.to_thread(parse)

    def _keep(self, address: str, feed: Feed) -> None:
        """Remember what was read, the longest unread forgotten first: only changed items are parsed again."""
        self._feeds[address] = feed
        self._feeds.move_to_end(address)
        while len(self._feeds) > 1 and sum(len(one.items) for one in self._feeds.values()) > KEPT:
            self._feeds.popitem(last=False)
