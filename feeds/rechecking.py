"""Reads the pages of known articles again: edits that no feed shows, and articles that are gone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from feeds.composing import Composer, Pages, passing, version_of
from feeds.errors import Unanswered
from feeds.formats.page import Page
from feeds.identity import external_id
from feeds.portals import Source
from feeds.reach import host_of
from feeds.rereading import AT_ONCE, BUDGET, THOROUGH, choose, next_check
from feeds.schedule import on_loopback
from feeds.sift import FLIPPING, Again, sift_again
from feeds.visits import Finding, Gathered, Known, Remembered, Reread, Sighting, Verdict

_LATELY = timedelta(days=1)  # articles whose pages went within it may have gone together


class Recall(Protocol):
    """What reading again asks its memory for."""

    async def checks(self, source: str, due: datetime | None, since: datetime) -> Sequence[Remembered]:
        """A source's articles whose page is due to be read again, or all that ever will be; the youngest first."""
        ...

    async def listed(self) -> frozenset[str]:
        """The ids of the articles that any source listed when it last changed."""
        ...

    async def missing(self, since: datetime) -> frozenset[str]:
        """The ids of the articles whose page was first found gone since then."""
        ...


class Rechecker:
    """Reads again for the sources of one portal."""

    def __init__(self, recall: Recall, pages: Pages, composer: Composer) -> None:
        self._recall = recall
        self._pages = pages
        self._composer = composer

    async def recheck(
        self,
        source: Source,
        now: datetime,
        *,
        address: str,
        thorough: bool = False,
        busy: Collection[str] = (),
    ) -> Gathered:
        """What known articles' pages say now: of those that are due, as many as a look may read.

        `address` is where the source answers today: a host that it left may forget everything, and means nothing.
        A `thorough` look reads the youngest ones whether due or not, never those that are `busy`.
        """
        due = await self._recall.checks(source.name, None if thorough else now, now - FLIPPING)
        remembered = {one.known.external_id: one for one in due}
        budget = AT_ONCE if on_loopback(source) else THOROUGH if thorough else BUDGET
        chosen = choose([one.known for one in due], now, budget=budget, busy=busy)
        rereads, sightings = await self._read(
            source, [remembered[one.external_id] for one in chosen], now, address
        )
        sightings += await self._suspects(source, rereads, now)
        gone = any(one.version is None for one in rereads)
        listed = await self._recall.listed() if gone else ()
        missing = await self._recall.missing(now - _LATELY) if gone else ()
        again = sift_again(rereads, listed=listed, missing=missing, now=now)
        elsewhere = await self._elsewhere(source, again, address)
        kept = [
            await self._kept(source, one, remembered[one.reread.known.external_id], now)
            for one in again
            if one.reread.known.external_id not in elsewhere
        ]
        for known in (one.reread.known for one in again):
            if link := elsewhere.get(known.external_id):  # it is read there at the next look
                sightings.append(Sighting(known=replace(known, link=link, gone_at=None, check_at=now)))
        sightings += [one for one in kept if isinstance(one, Sighting)]
        return Gathered(findings=[one for one in kept if isinstance(one, Finding)], sightings=sightings)

    async def _read(
        self, source: Source, chosen: Sequence[Remembered], now: datetime, address: str
    ) -> tuple[list[Reread], list[Sighting]]:
        """What these pages say, and those of which nothing can be said; no further where the host is in trouble."""
        rereads: list[Reread] = []
        sightings: list[Sighting] = []
        for one in chosen:
            known, before = one.known, one.version
            page = await self._pages.read(source, known.link, title=before.title)
            match page:
                case Page():
                    counted = replace(known, counters=page.counters)
                    version = version_of(before, page)
                    rereads.append(Reread(known=counted, version=version, published=page.published))
                case Unanswered(gone=True) if _bare(known.link) == _bare(address):
                    rereads.append(Reread(known=known, version=None))
                case _:
                    read = known.read or not passing(page)
                    sightings.append(_later(replace(known, read=read), source, now))
            if passing(page):
                break
        return rereads, sightings

    async def _suspects(self, source: Source, rereads: Sequence[Reread], now: datetime) -> list[Sighting]:
        """One page that is gone puts its neighbours in doubt: many together are the portal's fault, not news."""
        if not any(one.version is None and one.known.gone_at is None for one in rereads):
            return []
        read = {one.known.external_id for one in rereads}
        others = (one.known for one in await self._recall.checks(source.name, None, now - FLIPPING))
        return [
            Sighting(known=replace(one, check_at=now))
            for one in others
            if one.external_id not in read and one.gone_at is None
        ]

    async def _elsewhere(self, source: Source, again: Sequence[Again], address: str) -> Mapping[str, str]:
        """Where the portal's sitemap has those that would be withdrawn, if not where they are gone.

        An article that was moved to another category may be in no window any more; its old address is dead.
        """
        gone = [one.reread.known for one in again if one.verdict is not None and one.reread.version is None]
        mapped = await self._pages.mapped(source, address) if gone else ()
        there = {one.external_id: one.link for one in mapped}
        # A sitemap tells addresses alone, so that is what an article is looked for by.
        found = {one.external_id: there.get(external_id("", one.link), one.link) for one in gone}
        return {one.external_id: found[one.external_id] for one in gone if found[one.external_id] != one.link}

    async def _kept(
        self, source: Source, again: Again, before: Remembered, now: datetime
    ) -> Finding | Sighting:
        reread, verdict = again.reread, again.verdict
        known = reread.known
        if reread.version is None:
            known = replace(known, gone_at=known.gone_at or now)
        elif verdict is None:
            known = replace(known, gone_at=None, read=True)
        if verdict is None:
            files = reread.version.attachments if reread.version else before.version.attachments
            seen = _later(known, source, now)
            return replace(seen, files=files) if files != before.version.attachments else seen
        article = await self._composer.article(
            source,
            reread.version or before.version,
            external_id=known.external_id,
            link=known.link,
            published=known.published or reread.published,
            now=now,
            retold=verdict is Verdict.CHANGE and not again.silent,
        )
        found = Finding(
            verdict=verdict,
            article=article,
            told=known.told,
            held_as=again.held_as,
            silent=again.silent,
            baseline=known.baseline,
            read=True,
            counters=known.counters,
            gone_at=known.gone_at if reread.version is None else None,
        )
        return replace(found, check_at=_check(found.known(source.name, known.first_seen), source, now))


def _bare(address: str) -> str:
    return host_of(address).removeprefix("www.")


def _later(known: Known, source: Source, now: datetime) -> Sighting:
    return Sighting(known=replace(known, check_at=_check(known, source, now)))


def _check(known: Known, source: Source, now: datetime) -> datetime | None:
    return next_check(known, now, every=source.every)
