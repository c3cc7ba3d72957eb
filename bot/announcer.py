"""Article → announcement → one delivery per follower, in one statement; the digest; what staff must hear."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.announcing import Found, is_down, kind_of, notice, plan
from bot.config import Config
from bot.timing import LOCAL, next_hour
from bot.wording import office
from feeds.linking import Told, belongs_to
from feeds.visits import Verdict
from storage import announcements, articles, deliveries, telling
from storage.database import Database, Transaction
from storage.owed import Draft, Everyone, Kind, Slot
from storage.records import AnnouncementId, SourceHealth, Story

log = logging.getLogger(__name__)

BATCH = 50
LONGEST_URGENT = timedelta(days=45)  # how far back an update or an end looks for what it belongs to


class Announcer:
    """Turns what the watcher found into deliveries owed."""

    def __init__(self, database: Database, config: Config, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._config = config
        self._clock = clock

    async def round(self) -> int:
        """Announce what is new, gather the digest when its hour has come, expire what is stale."""
        now = self._clock()
        async with self._database.transaction() as tx:
            if not await tx.alone("announce"):
                return 0
            done = await self._articles(tx, now)
            done += await self._digest(tx, now)
            await self._holds(tx, now)
            await self._outages(tx, now)
            await deliveries.expire(tx, now)
        return done

    async def _articles(self, tx: Transaction, now: datetime) -> int:
        waiting = await articles.unannounced(tx, BATCH)
        for story, verdict in waiting:
            planned = plan(await look_round(tx, story, verdict, now=now), self._config, now=now)
            await articles.mark_announced(tx, story.version_id, now=now)
            if planned.call_off:
                await telling.call_off(tx, story.id, now=now)
            made = [await announcements.announce(tx, draft, now=now) for draft in planned.drafts]
            for draft, announcement in zip(planned.drafts, made, strict=True):
                if announcement is not None:
                    log.info("announced %s as %s", story.article.external_id, draft.kind)
            if planned.proposed and made[0] is not None:
                await self._propose(tx, made[0], story, now)
        return len(waiting)

    async def _propose(
        self, tx: Transaction, announcement: AnnouncementId, story: Story, now: datetime
    ) -> None:
        about = f"wake:{announcement}"
        await self._tell_staff(tx, about, office.proposed(story), now, about=about)

    async def _digest(self, tx: Transaction, now: datetime) -> int:
        """One digest a day: the newest whose hour has passed; made late after a pause rather than not at all."""
        hour = next_hour(now, self._config.delivery.digest) - timedelta(days=1)
        draft = Draft(
            key=f"digest:{hour.astimezone(LOCAL).date()}",
            kind=Kind.DIGEST,
            audience=Everyone(),
            slot=Slot(due_at=now, expires_at=now + self._config.delivery.expire),
        )
        return int(await announcements.digest(tx, draft, until=hour, now=now) is not None)

    async def _holds(self, tx: Transaction, now: datetime) -> None:
        for hold in await articles.held(tx):
            key = f"hold:{hold.source}:{hold.since.isoformat()}"
            text = office.held(hold.source, hold.count)
            await self._tell_staff(tx, key, text, now, about=f"hold:{hold.source}")

    async def _outages(self, tx: Transaction, now: datetime) -> None:
        """One message an outage and one when it is over, whichever process sees it; never one a look."""
        untold = await announcements.unanswered(tx, Kind.NOTICE, about="outage:", answer="over:")
        for source in await articles.health(tx):
            about = f"outage:{source.source}"
            if is_down(source) and about not in untold:
                await self._tell_staff(tx, _outage_key(source), office.outage(source), now, about=about)
            elif source.failures == 0:
                for key in untold.get(about, ()):
                    await self._tell_staff(tx, f"over:{key}", office.recovered(source.source), now)

    async def _tell_staff(
        self, tx: Transaction, key: str, text: str, now: datetime, *, about: str = ""
    ) -> None:
        await announcements.announce(tx, notice(key, text, self._config, now=now, about=about), now=now)


async def look_round(tx: Transaction, story: Story, verdict: Verdict, *, now: datetime) -> Found:
    """What `plan` needs to know of a finding beyond the finding itself."""
    found = Found(
        story=story,
        verdict=verdict,
        told=await telling.last_told(tx, story.id) if verdict is not Verdict.NEWS else None,
        previous=await telling.previous(tx, story) if verdict is Verdict.CHANGE else None,
    )
    if kind_of(story) is Kind.NEWS:
        return found
    earlier = [
        Told(one.id, one.article.version.title, one.article.gist.hazard, at)
        for one, at in await telling.urgents(tx, since=now - LONGEST_URGENT)
    ]
    mine = Told(story.id, story.article.version.title, story.article.gist.hazard, now)
    belongs = belongs_to(mine, earlier)
    return replace(found, urgent=belongs.id if belongs else None)


def _outage_key(source: SourceHealth) -> str:
    return f"outage:{source.source}:{source.good_at.isoformat() if source.good_at else 'never'}"
