"""Gather, decide, commit: one look at a source, and what it found put on record in one transaction."""

import logging
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from feeds import gathering, rechecking, succeeding
from feeds.composing import Composer, Pages
from feeds.errors import FeedsError, Unanswered
from feeds.gist.retelling import Retell
from feeds.portals import Portal, Source, Topic
from feeds.reading import Reader, Reading
from feeds.schedule import may_trust_validators, next_look, next_try
from feeds.visits import Finding, Gathered, Sighting, Turn, Verdict, Visit

log = logging.getLogger(__name__)

ASK_AGAIN = timedelta(seconds=2)  # how soon a source that another process looks at is asked for again
AFTER_A_SURPRISE = timedelta(seconds=10)
RENEW_EVERY = timedelta(seconds=3)


class ArticleLog(gathering.Recall, rechecking.Recall, succeeding.Succession, Protocol):
    """The memory a watcher needs; storage has it."""

    async def visit(self, source: str) -> Visit:
        """What is remembered of looking at a source."""
        ...

    async def claim(self, sources: Collection[str], *, now: datetime) -> Mapping[str, Turn]:
        """Take those of the sources that are due and free, so that nobody else looks at them."""
        ...

    async def renew(self, sources: Collection[str], *, now: datetime) -> None:
        """These are still being looked at: nobody else may take them."""
        ...

    async def due(self, sources: Collection[str]) -> Mapping[str, datetime]:
        """When each of the sources is to be looked at again; one that never was is left out."""
        ...

    async def record(
        self,
        visit: Visit,
        findings: Sequence[Finding] = (),
        sightings: Sequence[Sighting] = (),
        window: frozenset[str] | None = None,
    ) -> None:
        """Keep what was found and the visit itself, both or neither."""
        ...

    async def amend(
        self, source: str, findings: Sequence[Finding], sightings: Sequence[Sighting], *, now: datetime
    ) -> None:
        """Keep what pages read again said, all or nothing; the source's visit stays as it is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a source came to; the numbers count articles, `reason` says why it failed or what is odd."""

    source: str
    ok: bool
    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    restored: int = 0
    backlog: int = 0
    held: int = 0
    first: bool = False  # nothing is news at a source's first good look
    reason: str = ""
    due: datetime | None = None

    @property
    def found(self) -> int:
        return self.new + self.changed + self.withdrawn + self.restored + self.held


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
        self._log = log
        self._reader = reader
        self._clock = clock
        self._chance = chance
        pages, composer = Pages(portal, reader), Composer(portal, topics, retell)
        self._gatherer = gathering.Gatherer(log, pages, composer, hold_new=hold_new)
        self._rechecker = rechecking.Rechecker(log, pages, composer)
        self._due: dict[str, datetime] = {}
        self._renewed = self._last = clock()

    def due(self, sources: Iterable[Source]) -> list[Source]:
        """Those that may be due, as far as this process knows, the longest waiting first."""
        now = self._clock()
        if now < self._last:  # the clock was put back, and what was due by the old one may be a day away
            self._due.clear()
            self._renewed = min(self._renewed, now)
        self._last = now
        waiting = [one for one in sources if self._due.get(one.name, now) <= now]
        return sorted(waiting, key=lambda one: self._due.get(one.name, now))

    async def claim(self, sources: Sequence[Source]) -> list[tuple[Source, Turn]]:
        """Those that are due and that nobody else looks at, taken all at once."""
        if not sources:
            return []
        now = self._clock()
        turns = await self._log.claim([one.name for one in sources], now=now)
        if others := [one.name for one in sources if one.name not in turns]:
            remembered = await self._log.due(others)
            for name in others:
                self._due[name] = max(remembered.get(name, now), now + ASK_AGAIN)
        return [(one, turns[one.name]) for one in sources if one.name in turns]

    async def renew(self, sources: Collection[str]) -> None:
        """Keep others from what is still being looked at; told often, it asks every few seconds."""
        now = self._clock()
        if sources and now - self._renewed >= RENEW_EVERY:
            self._renewed = now
            await self._log.renew(sources, now=now)

    async def take(self, source: Source, turn: Turn) -> int:
        """Look at a source that was claimed; returns how many articles somebody may have to be told of."""
        self._due[source.name] = self._clock() + AFTER_A_SURPRISE  # should this look never end well
        return (await self._look(source, turn.visit, recheck=turn.recheck)).found

    async def turn(self, source: Source) -> int:
        """Look if the source is due and nobody else does."""
        taken = await self.claim(self.due([source]))
        return sum([await self.take(*one) for one in taken])

    async def look(self, source: Source, *, thorough: bool = False) -> Look:
        """One look now, due or not. What fails is remembered with its reason and tried again later.

        A `thorough` one also reads the youngest known pages again.
        """
        visit = await self._log.visit(source.name)
        return await self._look(source, visit, recheck=True, thorough=thorough)

    async def _look(self, source: Source, visit: Visit, *, recheck: bool, thorough: bool = False) -> Look:
        now = self._clock()
        trusting = may_trust_validators(visit, now)
        try:
            reading = await self._reader.entries(source, visit, trusting=trusting)
        except FeedsError as trouble:
            return await self._failed(source, visit, trouble)
        visit = await succeeding.succeeding(self._log, source, visit, reading.entries or (), now=now)
        told = await self._gatherer.gather(source, visit, reading, now)
        found = any(one.verdict is not Verdict.BACKLOG for one in told.findings)
        after = self._seen(source, visit, reading, full=not trusting, found=found)
        await self._log.record(after, told.findings, told.sightings, told.window)
        self._due[source.name] = after.due or now
        if visit.failures:
            log.info("%s can be read again, after %d failed looks", source.name, visit.failures)
        if reading.note and reading.note != visit.reason:
            log.warning("%s: %s", source.name, reading.note)
        again: Sequence[Finding] = ()
        if recheck or told.raises_doubt(now):
            again = await self._again(source, told, reading.address, thorough=thorough)
        return _came_to(after, [*told.findings, *again], first=visit.baselined_at is None)

    async def _again(
        self, source: Source, told: Gathered, address: str, *, thorough: bool
    ) -> Sequence[Finding]:
        """Read known pages again, once what is new is safe."""
        now = self._clock()
        busy = [one.article.external_id for one in told.findings]
        again = await self._rechecker.recheck(source, now, address=address, thorough=thorough, busy=busy)
        if again.findings or again.sightings:
            await self._log.amend(source.name, again.findings, again.sightings, now=now)
        return again.findings

    def _seen(self, source: Source, visit: Visit, reading: Reading, *, full: bool, found: bool) -> Visit:
        """The visit after a good look."""
        now = self._clock()
        found_at = now if found else visit.found_at
        return replace(
            visit,
            etag=reading.etag,
            last_modified=reading.last_modified,
            body_hash=reading.body_hash,
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
        await self._log.record(after)
        self._due[source.name] = due
        return Look(source=source.name, ok=False, reason=reason, due=due)


def _came_to(visit: Visit, findings: Sequence[Finding], *, first: bool) -> Look:
    counts = Counter(one.verdict for one in findings if not one.silent)
    return Look(
        source=visit.source,
        ok=True,
        new=counts[Verdict.NEWS],
        changed=counts[Verdict.CHANGE],
        withdrawn=counts[Verdict.WITHDRAWN],
        restored=counts[Verdict.RESTORED],
        backlog=counts[Verdict.BACKLOG],
        held=counts[Verdict.HELD],
        first=first,
        reason=visit.reason,
        due=visit.due,
    )
