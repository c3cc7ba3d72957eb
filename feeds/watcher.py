"""Gather, decide, commit: one look at a source, and what it found put on record in one transaction."""

import logging
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from feeds.article import Article, Entry, Version
from feeds.errors import FeedsError, Unanswered
from feeds.gist import understand
from feeds.page import Page, without_lead
from feeds.portals import Portal, Source, Topic
from feeds.reading import Reader, Reading
from feeds.retelling import Retell
from feeds.schedule import may_trust_validators, next_look, next_try
from feeds.sift import Sifted, is_old, sift
from feeds.topics import topic_of
from feeds.visits import Finding, Known, Verdict, Visit

log = logging.getLogger(__name__)

PERSISTENCE = timedelta(hours=6)  # how long a page that fails for now is tried again at every look
ASK_AGAIN = timedelta(seconds=2)  # how soon a source that another process looks at is asked for again
_READ_AGAIN = "read again"  # stands for what a source told of an article whose page could not be had yet


class ArticleLog(Protocol):
    """The memory a watcher needs; storage has it."""

    async def visit(self, source: str) -> Visit:
        """What is remembered of looking at a source."""
        ...

    async def claim(self, source: str, *, now: datetime) -> Visit | None:
        """Take a source that is due, so that nobody else looks at it; None where it is not to be had."""
        ...

    async def known(self, external_ids: Collection[str]) -> Mapping[str, Known]:
        """Those of the ids that are remembered."""
        ...

    async def record(self, findings: Sequence[Finding], visit: Visit) -> None:
        """Keep what was found and the visit itself, both or neither."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a source came to; the numbers count articles, `reason` says why it failed or what is odd."""

    source: str
    ok: bool
    new: int = 0
    changed: int = 0
    backlog: int = 0
    held: int = 0
    reason: str = ""
    due: datetime | None = None

    @property
    def found(self) -> int:
        return self.new + self.changed + self.held


class Watcher:
    """Watches the sources of one portal."""

    def __init__(
        self,
        portal: Portal,
        topics: Sequence[Topic],
        log: ArticleLog,
        reader: Reader,
        *,
        clock: Callable[[], datetime],
        hold_new: int,
        chance: Callable[[], float] = random.random,
        retell: Retell | None = None,
    ) -> None:
        self._portal = portal
        self._topics = topics
        self._log = log
        self._reader = reader
        self._clock = clock
        self._hold_new = hold_new
        self._chance = chance
        self._retell = retell
        self._due: dict[str, datetime] = {}

    async def turn(self, source: Source) -> int:
        """Look if the source is due and nobody else does; returns how many articles somebody may have to be told of."""
        now = self._clock()
        if now < self._due.get(source.name, now):
            return 0
        visit = await self._log.claim(source.name, now=now)
        if visit is None:
            remembered = (await self._log.visit(source.name)).due or now
            self._due[source.name] = max(remembered, now + ASK_AGAIN)
            return 0
        return (await self._look(source, visit)).found

    async def look(self, source: Source) -> Look:
        """One look now, due or not. What fails is remembered with its reason and tried again later."""
        return await self._look(source, await self._log.visit(source.name))

    async def _look(self, source: Source, visit: Visit) -> Look:
        now = self._clock()
        trusting = may_trust_validators(visit, now)
        try:
            reading = await self._reader.entries(source, visit, trusting=trusting)
        except FeedsError as trouble:
            return await self._failed(source, visit, trouble)
        findings, again = await self._findings(source, visit, reading.entries or [], now)
        found = any(one.verdict is not Verdict.BACKLOG for one in findings)
        after = self._seen(source, visit, reading, full=not trusting, again=again, found=found)
        await self._log.record(findings, after)
        self._due[source.name] = after.due or now
        if visit.failures:
            log.info("%s can be read again, after %d failed looks", source.name, visit.failures)
        if reading.note and reading.note != visit.reason:
            log.warning("%s: %s", source.name, reading.note)
        counts = {verdict: sum(one.verdict is verdict for one in findings) for verdict in Verdict}
        return Look(
            source=source.name,
            ok=True,
            new=counts[Verdict.NEWS],
            changed=counts[Verdict.CHANGE],
            backlog=counts[Verdict.BACKLOG],
            held=counts[Verdict.HELD],
            reason=reading.note,
            due=after.due,
        )

    async def _findings(
        self, source: Source, visit: Visit, entries: Sequence[Entry], now: datetime
    ) -> tuple[list[Finding], bool]:
        """What is worth recording, and whether a page is worth another try at the next look."""
        known = await self._log.known([entry.external_id for entry in entries])
        sifted = sift(
            entries,
            known,
            source=source.name,
            baselined=visit.baselined_at is not None,
            now=now,
            hold_new=self._hold_new,
        )
        findings, again = [], False
        for one in sifted:
            before = known.get(one.entry.external_id)
            page, told = None, one.entry.told
            if one.verdict is not Verdict.BACKLOG:
                try:
                    page = await self._reader.page(source, one.entry.link, title=one.entry.title)
                except FeedsError as trouble:
                    told = self._troubled(source, one.entry, trouble, before, now)
                    again = again or told == _READ_AGAIN
                    if one.verdict is Verdict.CHANGE:
                        continue  # what is known is better than the bare title
            findings.append(await self._retold(self._finding(source, one, page, told, now)))
        return findings, again

    def _troubled(
        self, source: Source, entry: Entry, trouble: FeedsError, before: Known | None, now: datetime
    ) -> str:
        """What to remember as told of an article whose page cannot be had: it is announced without it."""
        if before is None:
            log.warning("%s: the page of %s: %s", source.name, entry.external_id, trouble)
        passing = isinstance(trouble, Unanswered) and not trouble.gone
        young = before is None or now - before.first_seen < PERSISTENCE
        return _READ_AGAIN if passing and young else entry.told

    def _finding(
        self, source: Source, sifted: Sifted, page: Page | None, told: str, now: datetime
    ) -> Finding:
        article = self._article(source, sifted.entry, page, now)
        late = sifted.verdict is Verdict.NEWS and is_old(article.published, now)
        return Finding(verdict=Verdict.BACKLOG if late else sifted.verdict, article=article, told=told)

    async def _retold(self, finding: Finding) -> Finding:
        """What people will be told of may be retold, once here and never for each of them."""
        if self._retell is None or finding.verdict not in (Verdict.NEWS, Verdict.CHANGE):
            return finding
        article = finding.article
        gist = await self._retell(article.version, article.gist)
        return replace(finding, article=replace(article, gist=gist))

    def _article(self, source: Source, entry: Entry, page: Page | None, now: datetime) -> Article:
        version = _version(entry, page)
        trusted = entry.published if entry.exact else None
        published = trusted or (page.published if page else None) or entry.published
        return Article(
            portal=self._portal.id,
            external_id=entry.external_id,
            link=entry.link,
            topic=topic_of(
                version.title, f"{version.lead}\n{version.body}", self._topics, fallback=source.topic
            ),
            published=published,
            version=version,
            gist=understand(version, published=published, now=now),
        )

    def _seen(
        self, source: Source, visit: Visit, reading: Reading, *, full: bool, again: bool, found: bool
    ) -> Visit:
        """The visit after a good look. With something to read `again` the next look takes nothing as unchanged."""
        now = self._clock()
        found_at = now if found else visit.found_at
        return replace(
            visit,
            etag=None if again else reading.etag,
            last_modified=None if again else reading.last_modified,
            body_hash=None if again else reading.body_hash,
            address=reading.address,
            baselined_at=visit.baselined_at or now,
            looked_at=now,
            good_at=now,
            full_at=now if full else visit.full_at,
            found_at=found_at,
            due=next_look(source, now, rhythm=reading.rhythm, found_at=found_at, chance=self._chance()),
            failures=0,
            reason=reading.note,
        )

    async def _failed(self, source: Source, visit: Visit, trouble: FeedsError) -> Look:
        """Logged once for each reason, not once a look."""
        now, reason = self._clock(), str(trouble)
        wish = trouble.retry_after if isinstance(trouble, Unanswered) else None
        due = next_try(source, now, failures=visit.failures, wish=wish, chance=self._chance())
        if reason != visit.reason:
            log.warning("%s cannot be read: %s; it is tried again", source.name, reason)
        after = replace(visit, looked_at=now, due=due, failures=visit.failures + 1, reason=reason)
        await self._log.record([], after)
        self._due[source.name] = due
        return Look(source=source.name, ok=False, reason=reason, due=due)


def _version(entry: Entry, page: Page | None) -> Version:
    if page is None:
        return Version(title=entry.title, lead=entry.lead, image=entry.image)
    lead = page.lead or entry.lead
    return Version(
        title=page.title or entry.title,
        lead=lead,
        body=without_lead(page.body, lead),
        attachments=page.attachments,
        image=page.image or entry.image,
    )
