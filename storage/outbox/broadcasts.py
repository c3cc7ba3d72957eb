"""Announcements put up once for all followers of a messenger's account, beside the outbox: what may go, what went."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, func, select

from storage import shapes
from storage.articles import newest
from storage.database import Transaction
from storage.outbox.owed import DeliveryState, Kind, Manner
from storage.records import AnnouncementId, ArticleId, Messenger, Story
from storage.tables import OPEN, announcements, articles, broadcasts, deliveries

_KINDS = (Kind.URGENT, Kind.ALL_CLEAR, Kind.UPDATE, Kind.WITHDRAWN)


class BroadcastState(StrEnum):
    """Where a broadcast stands; the last three are its end."""

    MAKING = "making"  # nothing has rung yet: whatever is done may be done again
    CALLING = "calling"  # written before the call that rings; who finds it later never calls again
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"  # it may have gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """One announcement's broadcast. `draft` names the article while it is made there, `article` when it is ready.

    `at` is when it came into its state, `not_before` when the next try is due.
    """

    announcement: AnnouncementId
    state: BroadcastState
    at: datetime
    draft: str = ""
    article: str = ""
    ref: str = ""
    attempts: int = 0
    not_before: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An announcement that could be broadcast, with what its article says now.

    `unreached` and `under_way`: how many of a messenger's people it cannot reach, and may still reach, one by one.
    """

    announcement: AnnouncementId
    kind: Kind
    story: Story
    about: str
    refers_to: ArticleId | None
    created_at: datetime
    expires_at: datetime
    unreached: int
    under_way: int
    broadcast: Broadcast | None


async def candidates(
    tx: Transaction, messenger: Messenger, *, since: datetime, now: datetime
) -> list[Candidate]:
    """The urgent ones, their changes and ends that ring by a message of their own, made since then, oldest first."""
    rows = await tx.execute(_candidates(messenger, since=since, now=now))
    return [
        Candidate(
            announcement=AnnouncementId(row.announcement),
            kind=Kind(row.kind),
            story=shapes.story(row),
            about=row.about,
            refers_to=ArticleId(row.refers_to) if row.refers_to is not None else None,
            created_at=row.created_at,
            expires_at=row.expires_at,
            unreached=row.unreached,
            under_way=row.under_way,
            broadcast=_broadcast(row) if row.state is not None else None,
        )
        for row in rows
    ]


async def keep(tx: Transaction, broadcast: Broadcast) -> None:
    """Where a broadcast stands now."""
    known = asdict(broadcast)
    announcement = known.pop("announcement")
    insert = tx.insert(broadcasts).values(announcement_id=announcement, **known)
    await tx.execute(insert.on_conflict_do_update(index_elements=["announcement_id"], set_=known))


def _broadcast(row: Any) -> Broadcast:
    return Broadcast(
        announcement=AnnouncementId(row.announcement),
        state=BroadcastState(row.state),
        at=row.at,
        draft=row.draft,
        article=row.article,
        ref=row.ref,
        attempts=row.attempts,
        not_before=row.not_before,
        reason=row.broadcast_reason,
    )


def _candidates(messenger: Messenger, *, since: datetime, now: datetime) -> Select[Any]:
    mine = and_(deliveries.c.announcement_id == announcements.c.id, deliveries.c.messenger == messenger)
    here = select(func.count()).select_from(deliveries).where(mine)
    unreached = here.where(deliveries.c.state == DeliveryState.UNREACHED).scalar_subquery()
    under_way = here.where(OPEN, deliveries.c.not_before <= now).scalar_subquery()
    return (
        newest()
        .join(announcements, announcements.c.article_id == articles.c.id)
        .join(broadcasts, broadcasts.c.announcement_id == announcements.c.id, isouter=True)
        .where(announcements.c.kind.in_(_KINDS), announcements.c.created_at >= since)
        .where(announcements.c.manner != Manner.EDIT)
        .add_columns(
            announcements.c.id.label("announcement"),
            announcements.c.kind,
            announcements.c.about,
            announcements.c.refers_to,
            announcements.c.created_at,
            announcements.c.expires_at,
            unreached.label("unreached"),
            under_way.label("under_way"),
            broadcasts.c.state,
            broadcasts.c.draft,
            broadcasts.c.article,
            broadcasts.c.ref,
            broadcasts.c.attempts,
            broadcasts.c.not_before,
            broadcasts.c.at,
            broadcasts.c.reason.label("broadcast_reason"),
        )
        .order_by(announcements.c.id)
    )
