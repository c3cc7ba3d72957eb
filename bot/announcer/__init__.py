"""Article → announcement → one delivery per follower, in one statement; the digest; what staff must hear."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.announcer.amending import shows_in_digests
from bot.announcer.announcing import Found, asleep_until, kind_of, notice, out_of_hold, plan
from bot.announcer.outages import newly_down
from bot.config import Config
from bot.loops import attempt_within
from bot.returning import LONGEST_OPEN, LONGEST_URGENT, catching_up, in_force, to_tell
from bot.rhythm import Rhythm
from bot.timing import LOCAL, quiet_end
from bot.wording import CONSENT_VERSION, office
from feeds.fold import words
from feeds.gist.linking import Told, belongs_to
from feeds.visits import Verdict
from storage import articles, choices, holds
from storage.database import Database, Transaction
from storage.outbox import announcements, deliveries, telling, urgent
from storage.outbox.owed import Draft, Everyone, Kind, Lapsed, Slot
from storage.records import AnnouncementId, ArticleId, SourceHealth, Story, VersionId

log = logging.getLogger(__name__)

_OUTAGE = "outage:"

BATCH = 50
PUT_OFF = timedelta(minutes=5)  # until a finding that could not be announced is tried again


class Announcer:
    """Turns what the watcher found into deliveries owed."""

    def __init__(self, database: Database, config: Config, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._config = config
        self._clock = clock
        self._consent_asked = ""
        self._put_off: dict[VersionId, datetime] = {}

    async def round(self) -> int:
        """Announce what is new, gather the digest when its hour has come, expire what is stale."""
        now = self._clock()
        async with self._database.transaction() as tx:
            if not await tx.alone("announce"):
                return 0
            done, failed = await self._articles(tx, now)
            done += await self._digest(tx, now)
            await self._returned(tx, now)
            await self._consent(tx, now)
            await self._holds(tx, now)
            await self._outages(tx, now)
            await deliveries.expire(tx, now)
        self._consent_asked = CONSENT_VERSION
        self._put_off |= dict.fromkeys(failed, now + PUT_OFF)  # not where the database itself gave way
        return done

    async def _articles(self, tx: Transaction, now: datetime) -> tuple[int, list[VersionId]]:
        """Every finding for itself: a surprise in one is undone alone, and tried again after a while."""
        found = await articles.unannounced(tx, BATCH)
        waiting = [(story, why) for story, why in found if self._put_off.get(story.version_id, now) <= now]
        rhythms = await choices.rhythms(tx) if waiting else frozenset()
        failed: list[VersionId] = []
        for story, verdict in waiting:
            name = f"announce {story.article.external_id}"
            if not await attempt_within(name, partial(self._one, tx, story, verdict, rhythms, now)):
                failed.append(story.version_id)
        return len(waiting) - len(failed), failed

    async def _one(
        self, tx: Transaction, story: Story, verdict: Verdict, rhythms: Collection[str], now: datetime
    ) -> bool:
        async with tx.savepoint():
            found = await look_round(tx, story, verdict, now=now)
            planned = plan(found, self._config, now=now, rhythms=rhythms)
            await articles.mark_announced(tx, story.version_id, now=now)
            for article in planned.call_off:
                await telling.call_off(tx, article, now=now)
            if planned.call_back:
                for name in {"", *rhythms}:
                    due_at = self._waking(Rhythm.parse(name), now).due_at
                    await telling.call_back(tx, story.id, rhythm=name, due_at=due_at, now=now)
            made = [await announcements.announce(tx, draft, now=now) for draft in planned.drafts]
            if planned.proposed and made[0] is not None:
                await self._propose(tx, made[0], story, asleep_until(planned.drafts[0], now), now)
        for draft, announcement in zip(planned.drafts, made, strict=True):
            if announcement is not None:
                log.info("announced %s as %s", story.article.external_id, draft.kind)
        return True

    async def _propose(
        self, tx: Transaction, announcement: AnnouncementId, story: Story, until: datetime, now: datetime
    ) -> None:
        about = f"wake:{announcement}"
        await self._tell_staff(tx, about, office.proposed(story, until), now, about=about)

    async def _digest(self, tx: Transaction, now: datetime) -> int:
        """One digest a day and hour; made late after a standstill rather than not at all, never in quiet hours.

        What came for an hour whose digest is out (a clock was put back, or differs) is one more: what is gathered is
        marked so in the same transaction, and no key has to hold it back.
        """
        hour = await announcements.digest_due(tx, now)
        if hour is None:
            return 0
        own = {name: Rhythm.parse(name) for name in await choices.rhythms(tx)}
        draft = Draft(
            key=f"digest:{hour.astimezone(LOCAL):%Y-%m-%dT%H:%M}:{now:%Y-%m-%dT%H:%M:%S.%f}",
            kind=Kind.DIGEST,
            audience=Everyone(),
            slot=self._waking(Rhythm(), now),
            slots={name: self._waking(rhythm, now) for name, rhythm in own.items()},
        )
        return int(await announcements.digest(tx, draft, until=hour, now=now) is not None)

    async def _returned(self, tx: Transaction, now: datetime) -> None:
        """Whose pause has ended by itself sees the urgent ones still in force."""
        back = await choices.resumed(tx, now)
        if not back:
            return
        own = {name: self._waking(Rhythm.parse(name), now) for name in await choices.rhythms(tx)}
        told = await urgent.alarms(tx, since=now - LONGEST_OPEN)
        for alarm in to_tell(told, now=now, fresh=self._config.delivery.expire):
            draft = catching_up(alarm, self._waking(Rhythm(), now), own)
            await urgent.catch_up(tx, alarm.announcement, draft, back)

    async def _consent(self, tx: Transaction, now: datetime) -> None:
        """Who agreed to an earlier text is asked once whether they agree to today's; news goes on meanwhile."""
        if self._consent_asked == CONSENT_VERSION:
            return
        draft = Draft(
            key=f"consent:{CONSENT_VERSION}",
            kind=Kind.BULLETIN,
            audience=Lapsed(CONSENT_VERSION),
            about="consent",
            slot=self._waking(Rhythm(), now),
            slots={name: self._waking(Rhythm.parse(name), now) for name in await choices.rhythms(tx)},
        )
        await announcements.announce(tx, draft, now=now)

    def _waking(self, rhythm: Rhythm, now: datetime) -> Slot:
        """As soon as they are awake."""
        due_at = quiet_end(now, rhythm.hushed(self._config.delivery.quiet))
        return Slot(due_at=due_at, expires_at=due_at + self._config.delivery.expire)

    async def _holds(self, tx: Transaction, now: datetime) -> None:
        floods = await holds.held(tx)
        for story in await holds.held_news(tx) if floods else ():
            draft = out_of_hold(story, self._config, now=now)
            announcement = await announcements.announce(tx, draft, now=now) if draft else None
            if draft is not None and announcement is not None:
                about = f"wake:{announcement}"
                until = draft.slot.due_at if draft.slot.due_at < draft.slot.expires_at else None
                await self._tell_staff(tx, about, office.held_urgent(story, until), now, about=about)
        for hold in floods:
            key = f"hold:{hold.source}:{hold.since.isoformat()}"
            text = office.held(hold.source, hold.count)
            await self._tell_staff(tx, key, text, now, about=f"hold:{hold.source}")

    async def _outages(self, tx: Transaction, now: datetime) -> None:
        """One message an outage and one when it is over, whichever process sees it; never one a look."""
        untold = await announcements.unanswered(tx, Kind.NOTICE, about=_OUTAGE, answer="over:")
        watched = {one.name for one in self._config.sources}  # a source that was given up is nobody's trouble
        sources = [one for one in await articles.health(tx) if one.source in watched]
        for down in newly_down(sources, {about.removeprefix(_OUTAGE) for about in untold}):
            about = f"{_OUTAGE}{down[0].source}"
            await self._tell_staff(tx, _outage_key(down[0]), office.outage(down), now, about=about)
        for source in sources:
            if source.failures == 0:
                for key in untold.get(f"{_OUTAGE}{source.source}", ()):
                    await self._tell_staff(tx, f"over:{key}", office.recovered(source.source), now)

    async def _tell_staff(
        self, tx: Transaction, key: str, text: str, now: datetime, *, about: str = ""
    ) -> None:
        await announcements.announce(tx, notice(key, text, self._config, now=now, about=about), now=now)


async def look_round(tx: Transaction, story: Story, verdict: Verdict, *, now: datetime) -> Found:
    """What `plan` needs to know of a finding beyond the finding itself."""
    told = await telling.last_told(tx, story.id) if verdict is not Verdict.NEWS else None
    found = Found(
        story=story,
        verdict=verdict,
        told=told,
        previous=await telling.previous(tx, story) if verdict is Verdict.CHANGE else None,
        short=await telling.short_ones(tx, story.id)
        if verdict in (Verdict.WITHDRAWN, Verdict.RESTORED)
        else (),
        digests=await telling.digests(tx, story.id)
        if told and shows_in_digests(verdict, told, story)
        else (),
    )
    if kind_of(story) is not Kind.URGENT:
        text = words(
            "\n".join((story.article.version.title, story.article.version.lead, story.article.version.body))
        )
        found = replace(
            found, words=frozenset(one for one in await choices.words(tx) if f" {one} " in f" {text} ")
        )
    if kind_of(story) is Kind.NEWS:
        return found
    since = now - LONGEST_URGENT
    over = _over(await urgent.alarms(tx, since=since)) if kind_of(story) is Kind.URGENT else frozenset()
    earlier = [
        Told(one.id, one.article.version.title, one.article.gist.hazard, at)
        for one, at in await telling.urgents(tx, since=since)
        if one.id not in over
    ]
    mine = Told(story.id, story.article.version.title, story.article.gist.hazard, now)
    belongs = belongs_to(mine, earlier)
    if belongs is None:
        return found
    return replace(found, urgent=belongs.id, same_hazard=belongs.hazard == mine.hazard)


def _over(alarms: Sequence[urgent.Alarm]) -> frozenset[ArticleId]:
    """The urgent articles that have been called off: a new order does not go on from them."""
    return frozenset(one.story.id for one in alarms) - {one.story.id for one in in_force(alarms)}


def _outage_key(source: SourceHealth) -> str:
    return f"{_OUTAGE}{source.source}:{source.good_at.isoformat() if source.good_at else 'never'}"
