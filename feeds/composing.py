"""Puts an article together from what its source tells and what its page says."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from feeds.article import Article, Entry, Version
from feeds.errors import FeedsError, Unanswered
from feeds.formats.page import Page, cut_from, without_lead
from feeds.gist import understand
from feeds.gist.retelling import Retell
from feeds.gist.topics import topic_of
from feeds.portals import Portal, Source, Topic
from feeds.reach import host_of
from feeds.reading import Reader

_EARLY = timedelta(days=1)  # what can be read today was not published after tomorrow


class Pages:
    """Reads the article pages of one portal; trouble is an outcome."""

    def __init__(self, portal: Portal, reader: Reader) -> None:
        self._hosts = portal.hosts
        self._reader = reader

    async def read(self, source: Source, link: str, *, title: str) -> Page | FeedsError | None:
        """The page of the article with this title, why it cannot be had, or None where it is not ours to read."""
        try:
            return await self._reader.page(source, link, title=title)
        except FeedsError as trouble:
            return trouble

    async def further(self, source: Source, address: str) -> list[Entry]:
        """What the listing behind a source tells beyond its window."""
        return await self._reader.further(source, address)

    async def mapped(self, source: Source, address: str) -> list[Entry]:
        """What the portal's sitemap lists."""
        return await self._reader.mapped(source, address)

    def readable(self, link: str) -> bool:
        """Whether the link leads to the portal itself."""
        return host_of(link) in self._hosts


def passing(page: Page | FeedsError | None) -> bool:
    """Whether a page could not be had for now, and may be had later."""
    return isinstance(page, Unanswered) and not page.gone


class Composer:
    """Composes the articles of one portal."""

    def __init__(self, portal: Portal, topics: Sequence[Topic], retell: Retell | None) -> None:
        self._portal = portal
        self._topics = topics
        self._retell = retell

    async def article(
        self,
        source: Source,
        version: Version,
        *,
        external_id: str,
        link: str,
        published: datetime | None,
        now: datetime,
        retold: bool,
    ) -> Article:
        """The article with its topic and gist; `retold`: people may be told of it, so its summary may be retold."""
        if published is not None and published - now > _EARLY:
            published = None
        # It takes milliseconds, a long text tens of them, and a first look has hundreds: others have their turns.
        gist = await asyncio.to_thread(understand, version, published=published, now=now)
        if retold and self._retell is not None:
            gist = await self._retell(version, gist)
        words = f"{version.lead}\n{version.body}"
        return Article(
            portal=self._portal.id,
            external_id=external_id,
            link=link,
            topic=topic_of(version.title, words, self._topics, fallback=source.topic),
            published=published,
            version=version,
            gist=gist,
        )


def version_of(told: Entry | Version, page: Page | None) -> Version:
    """What an article says: its page first, and what was told before where the page is silent."""
    if page is None:
        return Version(title=told.title, lead=told.lead, image=told.image)
    title, lead = page.title or told.title, page.lead or told.lead
    body = without_lead(page.body, title)  # some pages repeat the heading inside the text
    lead = "" if cut_from(body, lead) else lead
    return Version(
        title=title,
        lead=lead,
        body=without_lead(body, lead),
        attachments=page.attachments,
        image=page.image or told.image,
    )


def published_of(entry: Entry, page: Page | None) -> datetime | None:
    """When it was published: as the source tells it exactly, else as the page does."""
    trusted = entry.published if entry.exact else None
    return trusted or (page.published if page else None) or entry.published
