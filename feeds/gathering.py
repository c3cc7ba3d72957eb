"""What a look found, with the pages that matter read. It gathers and puts together; `sift` decides."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from feeds.article import Article, Entry, Version
from feeds.composing import Composer, Pages, passing, published_of, version_of
from feeds.errors import FeedsError
from feeds.formats.page import Page
from feeds.further import as_told
from feeds.likeness import likeness_key
from feeds.portals import Source
from feeds.reach import host_of
from feeds.reading import Reading
from feeds.rereading import STALE, next_check
from feeds.sift import FLIPPING, VAGUE, Memory, Told, dated, is_old, sift
from feeds.visits import Finding, Gathered, Recalled, Sighting, Verdict, Visit

log = logging.getLogger(__name__)


class Recall(Protocol):
    """What a look asks its memory for."""

    async def recall(self, source: str, titles: Mapping[str, str], since: datetime) -> Recalled:
        """What entries call to mind, given by id with their title; edits are counted `since` then.

        Articles are found under whatever id they go by.
        """
        ...


class Gatherer:
    """Gathers from the entries of one portal's sources."""

    def __init__(self, recall: Recall, pages: Pages, composer: Composer, *, hold_new: int) -> None:
        self._recall = recall
        self._pages = pages
        self._composer = composer
        self._hold_new = hold_new

    async def gather(self, source: Source, visit: Visit, reading: Reading, now: datetime) -> Gathered:
        """What the entries of a reading mean. A page that cannot be had never loses a new article."""
        entries = reading.entries
        if entries is None:
            return Gathered()
        recalled = await self._recalled(source, entries, now)
        memory = _memory(source, visit, recalled)
        moved = not memory.known and len(memory.alike) * 2 > len(entries)
        if further := await self._further(source, visit, reading, memory, now, moved=moved):
            entries = [*entries, *further]
            recalled = await self._recalled(source, entries, now)
            memory = _memory(source, visit, recalled)
        told, pages = await self._sifted(source, entries, memory, now)
        if moved:  # beyond the window of a portal that moved, only what is known is looked for
            beyond = {entry.external_id for entry in further}
            told = [one for one in told if one.known or one.entry.external_id not in beyond]
        kept: list[Finding | Sighting] = []
        for one in told:
            if one.verdict is None or one.verdict is Verdict.BACKLOG:
                kept.append(await self._quiet(source, one, memory, now))
            else:
                asked = one.entry.external_id
                page = pages[asked] if asked in pages else await self._read(source, one.entry)
                kept.append(await self._loud(source, one, one.verdict, page, now, memory=memory))
        sightings = [one for one in kept if isinstance(one, Sighting)]
        same = {asked: one.external_id for asked, one in memory.known.items()}
        same |= {one.alias: one.known.external_id for one in sightings if one.alias}
        window = frozenset(same.get(entry.external_id, entry.external_id) for entry in reading.entries or ())
        return Gathered(
            findings=[one for one in kept if isinstance(one, Finding)],
            sightings=[*sightings, *_vanished(source, recalled, window, now)],
            window=window,
        )

    async def _recalled(self, source: Source, entries: Sequence[Entry], now: datetime) -> Recalled:
        titles = {entry.external_id: entry.title for entry in entries}
        return await self._recall.recall(source.name, titles, now - FLIPPING)

    async def _sifted(
        self, source: Source, entries: Sequence[Entry], memory: Memory, now: datetime
    ) -> tuple[list[Told], dict[str, Page | FeedsError | None]]:
        """What each entry means, and the pages that had to be read to know it."""
        told = sift(entries, memory, now=now, hold_new=self._hold_new)
        pages: dict[str, Page | FeedsError | None] = {}
        if doubtful := [one.entry for one in told if one.doubtful]:
            for entry in doubtful:
                pages[entry.external_id] = await self._read(source, entry)
            read = {entry.external_id: _version(entry, pages[entry.external_id]) for entry in doubtful}
            told = sift(entries, replace(memory, pages=read), now=now, hold_new=self._hold_new)
        return told, pages

    async def _further(
        self,
        source: Source,
        visit: Visit,
        reading: Reading,
        memory: Memory,
        now: datetime,
        *,
        moved: bool,
    ) -> list[Entry]:
        """What is in the window no more, where nothing in the window was known.

        It came since the last good look; or the portal moved, and what we know is to be found by its title.
        """
        listed = {entry.external_id for entry in reading.entries or ()}
        if not listed or memory.known or (not moved and (memory.strange_since or visit.good_at is None)):
            return []
        more = await self._pages.further(source, reading.address)
        if moved:
            more += await self._pages.mapped(source, reading.address)
        found: dict[str, Entry] = {}
        for entry in as_told(more, reading.entries or ()):
            found.setdefault(entry.external_id, entry)
        beyond = [entry for identity, entry in found.items() if identity not in listed]
        if moved:
            alike = (await self._recalled(source, beyond, now)).alike
            young = [one for one in beyond if one.published is None or now - one.published < STALE]
            return [entry for entry in young if likeness_key(entry.title) in alike]
        since = (visit.good_at or now) - VAGUE
        return [entry for entry in beyond if entry.latest is not None and entry.latest > since]

    async def _read(self, source: Source, entry: Entry) -> Page | FeedsError | None:
        return await self._pages.read(source, entry.link, title=entry.title)

    async def _quiet(self, source: Source, told: Told, memory: Memory, now: datetime) -> Finding | Sighting:
        """What nobody is told: its page is not asked for now."""
        entry, known = told.entry, told.known
        if known is None:
            version = version_of(entry, None)
            article = await self._article(source, told, version, entry.published, now, retold=False)
            fresh = not is_old(entry.published, now)
            return self._finding(source, told, Verdict.BACKLOG, article, now, read=False, baseline=fresh)
        alias = "" if entry.external_id in memory.known else entry.external_id
        ours = known.source == source.name or host_of(known.link) != host_of(entry.link)
        if ours or known.gone_at is not None:
            known = replace(
                known, source=source.name, link=entry.link, told=entry.told, gone_at=None, check_at=now
            )
        return Sighting(known=known, alias=alias)

    async def _loud(
        self,
        source: Source,
        told: Told,
        verdict: Verdict,
        page: Page | FeedsError | None,
        now: datetime,
        *,
        memory: Memory,
    ) -> Finding | Sighting:
        """What somebody may be told, with its page where it can be had."""
        entry, known = told.entry, told.known
        waiting = passing(page)
        if isinstance(page, FeedsError):
            if known is not None and verdict is not Verdict.NEWS:
                # What is known is better than the bare title.
                return Sighting(
                    known=replace(known, check_at=now + source.every if waiting else known.check_at)
                )
            log.warning("%s: the page of %s: %s", source.name, entry.external_id, page)
            page = None
        version, published = version_of(entry, page), published_of(entry, page)
        counters = page.counters if page else None
        if verdict is Verdict.CHANGE and known is not None and version.fingerprint == known.fingerprint:
            said = replace(known, told=entry.told, link=entry.link, read=True, counters=counters)
            return Sighting(known=replace(said, check_at=next_check(said, now, every=source.every)))
        verdict = dated(entry, published, memory, now) if verdict is Verdict.NEWS else verdict
        retold = verdict is Verdict.NEWS or (verdict is Verdict.CHANGE and not told.silent)
        article = await self._article(source, told, version, published, now, retold=retold)
        found = self._finding(source, told, verdict, article, now, read=not waiting)
        return replace(found, counters=counters)

    async def _article(
        self,
        source: Source,
        told: Told,
        version: Version,
        published: datetime | None,
        now: datetime,
        *,
        retold: bool,
    ) -> Article:
        return await self._composer.article(
            source,
            version,
            external_id=told.known.external_id if told.known else told.entry.external_id,
            link=told.entry.link,
            published=published,
            now=now,
            retold=retold,
        )

    def _finding(
        self,
        source: Source,
        told: Told,
        verdict: Verdict,
        article: Article,
        now: datetime,
        *,
        read: bool,
        baseline: bool = False,
    ) -> Finding:
        made = Finding(
            verdict=verdict,
            article=article,
            told=told.entry.told,
            silent=told.silent,
            baseline=baseline,
            read=read,
        )
        first_seen = told.known.first_seen if told.known else now
        check_at = next_check(made.known(source.name, first_seen), now, every=source.every)
        return replace(made, check_at=check_at if self._pages.readable(article.link) else None)


def _memory(source: Source, visit: Visit, recalled: Recalled) -> Memory:
    return Memory(
        source=source.name,
        known=recalled.known,
        shrunk=not recalled.window <= {one.external_id for one in recalled.known.values()},
        baselined_at=visit.baselined_at,
        strange_since=visit.good_at if visit.address and visit.address not in source.addresses else None,
        alike=recalled.alike,
    )


def _vanished(source: Source, recalled: Recalled, window: frozenset[str], now: datetime) -> list[Sighting]:
    """Articles that were listed and are not: their pages tell whether they only scrolled past."""
    gone = [one for asked, one in recalled.lost.items() if asked not in window]
    return [
        Sighting(known=replace(one, check_at=now))
        for one in gone
        if one.check_at is not None and one.source == source.name and one.verdict is not Verdict.WITHDRAWN
    ]


def _version(entry: Entry, page: Page | FeedsError | None) -> Version | None:
    return version_of(entry, page) if isinstance(page, Page) else None
