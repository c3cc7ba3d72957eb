"""Source → entries, and entry → page: fetching and parsing put together, without a decision."""

import asyncio
import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from feeds.article import Entry
from feeds.errors import FeedsError, NotAFeed, NotAListing, Unanswered
from feeds.fetching import Fetched, Fetcher
from feeds.lies import lie
from feeds.listing import parse_listing
from feeds.page import Page, parse_page
from feeds.parsing import parse_feed
from feeds.portals import Portal, Source, SourceKind
from feeds.presets import selectors_for
from feeds.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a source said; `entries` is None where it says the same as at the last look."""

    address: str
    entries: list[Entry] | None
    body_hash: str | None
    etag: str | None
    last_modified: str | None


class Reader:
    """Reads the sources and pages of one portal."""

    def __init__(self, portal: Portal, fetcher: Fetcher) -> None:
        self._portal = portal
        self._fetcher = fetcher

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
        fetched = await self._fetcher.get(
            address,
            hosts={*self._portal.hosts, urlsplit(address).hostname or ""},
            etag=ask.etag if ask else None,
            last_modified=ask.last_modified if ask else None,
            ca_bundle=source.ca_bundle,
        )
        if fetched.unchanged and ask:
            return Reading(
                address=address,
                entries=None,
                body_hash=ask.body_hash,
                etag=fetched.etag or ask.etag,
                last_modified=fetched.last_modified or ask.last_modified,
            )
        body_hash = hashlib.sha256(fetched.body).hexdigest()
        same = visit is not None and visit.body_hash == body_hash
        return Reading(
            address=address,
            entries=None if same else await asyncio.to_thread(_parse, source, fetched),
            body_hash=body_hash,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
        )

    async def page(self, source: Source, link: str) -> Page | None:
        """The article page; None where its link leads off the portal. Raises FeedsError."""
        if (urlsplit(link).hostname or "") not in self._portal.hosts:
            return None
        try:
            fetched = await self._fetcher.get(link, hosts=self._portal.hosts, ca_bundle=source.ca_bundle)
        except Unanswered as trouble:
            if trouble.elsewhere:
                return None
            raise
        if named := lie(fetched.body, fetched.media_type):
            raise Unanswered(named)  # it may pass: the page is worth another try
        return await asyncio.to_thread(
            parse_page, fetched.body, selectors_for(source), base=fetched.url, charset=fetched.charset
        )


def _parse(source: Source, fetched: Fetched) -> list[Entry]:
    """Off the event loop: feedparser takes milliseconds for each item."""
    if source.kind is SourceKind.LISTING:
        if named := lie(fetched.body, fetched.media_type):
            raise NotAListing(named)
        return parse_listing(fetched.body, selectors_for(source), base=fetched.url, charset=fetched.charset)
    try:
        return parse_feed(fetched.body, base=fetched.url, charset=fetched.charset)
    except NotAFeed as fault:
        raise NotAFeed(lie(fetched.body, fetched.media_type) or str(fault)) from None
