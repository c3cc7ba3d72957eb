"""Urgent announcements of the last hours, for those who come back and must not miss one that is still in force."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from feeds.visits import Verdict
from storage import shapes
from storage.articles import newest
from storage.database import Transaction
from storage.outbox.owed import Draft, Kind
from storage.outbox.owing import owe
from storage.records import AnnouncementId, CitizenId, CitizenState, Story
from storage.tables import announcements, articles, citizens


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """An urgent announcement or an all-clear, with what its article says now."""

    announcement: AnnouncementId
    kind: Kind
    story: Story
    told_at: datetime
    withdrawn: bool


async def alarms(tx: Transaction, *, since: datetime) -> list[Alarm]:
    """Those told since then, oldest first."""
    query = (
        newest()
        .join(announcements, announcements.c.article_id == articles.c.id)
        .where(announcements.c.kind.in_((Kind.URGENT, Kind.ALL_CLEAR)), announcements.c.created_at >= since)
        .add_columns(announcements.c.id, announcements.c.kind, announcements.c.created_at)
        .order_by(announcements.c.id)
    )
    return [
        Alarm(
            announcement=AnnouncementId(row.id),
            kind=Kind(row.kind),
            story=shapes.story(row),
            told_at=row.created_at,
            withdrawn=row.verdict == Verdict.WITHDRAWN,
        )
        for row in await tx.execute(query)
    ]


async def catch_up(
    tx: Transaction, announcement: AnnouncementId, draft: Draft, whom: Collection[CitizenId]
) -> None:
    """Owe an announcement to some of those it was for who were not told: away, pausing, or not yet here."""
    back = select(citizens.c.id, citizens.c.messenger, citizens.c.rhythm)
    active = citizens.c.state == CitizenState.ACTIVE
    await owe(tx, announcement, draft, back.where(active, citizens.c.id.in_(whom)), again=True)
