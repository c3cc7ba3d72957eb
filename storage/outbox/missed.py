"""What changed of the messages somebody holds while nothing reached them: it is drawn anew when they come back."""

from datetime import datetime

from sqlalchemy import and_, func, select

from storage.database import Transaction
from storage.outbox import announcements, lanes
from storage.outbox.owed import Announcement, DeliveryState, Draft, Kind, Manner, One, Slot, redrawn
from storage.outbox.owing import UNTOLD
from storage.records import ArticleId, CitizenId
from storage.tables import announcements as announced
from storage.tables import deliveries


async def redraw(tx: Transaction, citizen: CitizenId, *, expires_at: datetime, now: datetime) -> int:
    """Owe them the redraw of each message whose article's last change did not reach them; returns how many.

    In silence, and once: a message that cannot be redrawn any more is left alone. What a redraw says of its hour is
    the hour of the change.
    """
    missed = await _missed(tx, citizen)
    for change in missed:
        draft = Draft(
            key=f"back:{change.id}",
            kind=change.kind,
            audience=One(citizen),
            slot=Slot(due_at=now, expires_at=expires_at, silent=True),
            manner=Manner.EDIT,
            about=change.about,
            article=change.article,
        )
        await announcements.owe_again(tx, draft, since=change.created_at, now=now)
    return len(missed)


async def _missed(tx: Transaction, citizen: CitizenId) -> list[Announcement]:
    """The last change of each message of theirs, where it did not reach them."""
    held = await _held(tx, citizen)
    theirs = and_(deliveries.c.announcement_id == announced.c.id, deliveries.c.citizen_id == citizen)
    query = (
        select(*lanes.announced(), deliveries.c.state)
        .join(deliveries, theirs, isouter=True)
        .where(announced.c.article_id.in_(held), announced.c.version_id.is_not(None))
        .where(announced.c.kind.in_((Kind.UPDATE, Kind.WITHDRAWN)))
        .where(announced.c.manner.in_((Manner.EDIT, Manner.AMEND)))
        .order_by(announced.c.id)
    )
    last: dict[tuple[ArticleId | None, int | None], tuple[Announcement, str | None]] = {}
    for row in await tx.execute(query):
        change = lanes.announcement(row)
        last[change.article, redrawn(change.about)] = change, row.state
    return [
        change
        for change, state in last.values()
        if (state is None or state in UNTOLD)
        and change.article is not None
        and held[change.article] <= change.created_at
    ]


async def _held(tx: Transaction, citizen: CitizenId) -> dict[ArticleId, datetime]:
    """The articles of which they have a message that can be named, and since when."""
    query = (
        select(announced.c.article_id, func.min(deliveries.c.settled_at).label("since"))
        .join(announced, announced.c.id == deliveries.c.announcement_id)
        .where(deliveries.c.citizen_id == citizen, deliveries.c.state == DeliveryState.SENT)
        .where(deliveries.c.message_ref.is_not(None), announced.c.article_id.is_not(None))
        .group_by(announced.c.article_id)
    )
    return {ArticleId(row.article_id): row.since for row in await tx.execute(query)}
