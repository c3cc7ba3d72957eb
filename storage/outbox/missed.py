"""What changed of the messages somebody holds while nothing reached them: it is drawn anew when they come back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, or_, select

from storage.database import Transaction
from storage.outbox import announcements, lanes
from storage.outbox.owed import Announcement, DeliveryState, Draft, Kind, Manner, One, Slot, of, redrawn
from storage.outbox.owing import UNTOLD
from storage.records import ArticleId, CitizenId
from storage.tables import announcements as announced
from storage.tables import deliveries

BACK = "back:"  # how the redraw of a change for those who come back is keyed


async def redraw(tx: Transaction, citizen: CitizenId, *, expires_at: datetime, now: datetime) -> int:
    """Owe them the redraw of each message whose last change did not reach them; returns how many.

    In silence, and once: a message that cannot be redrawn any more is left alone. What a redraw says of its hour is
    the hour of the change.
    """
    missed = await _missed(tx, citizen)
    for change in missed:
        draft = Draft(
            key=f"{BACK}{change.id}",
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
    articles, digests = await _held(tx, citizen)
    theirs = and_(deliveries.c.announcement_id == announced.c.id, deliveries.c.citizen_id == citizen)
    of_articles = announced.c.kind.in_((Kind.UPDATE, Kind.WITHDRAWN)) & announced.c.article_id.in_(articles)
    of_digests = (announced.c.kind == Kind.DIGEST) & announced.c.about.in_(digests)
    query = (
        select(*lanes.announced(), deliveries.c.state)
        .join(deliveries, theirs, isouter=True)
        .where(or_(of_articles, of_digests), announced.c.manner.in_((Manner.EDIT, Manner.AMEND)))
        .where(~announced.c.key.startswith(BACK))
        .order_by(announced.c.id)
    )
    last: dict[tuple[ArticleId | None, int | None], tuple[Announcement, str | None]] = {}
    for row in await tx.execute(query):
        change = lanes.announcement(row)
        last[change.article, redrawn(change.about)] = change, row.state
    return [
        change
        for change, state in last.values()
        if (state is None or state in UNTOLD) and change.created_at >= _since(change, articles, digests)
    ]


def _since(
    change: Announcement, articles: Mapping[int, datetime], digests: Mapping[str, datetime]
) -> datetime:
    return digests[change.about] if change.article is None else articles[change.article]


async def _held(tx: Transaction, citizen: CitizenId) -> tuple[dict[int, datetime], dict[str, datetime]]:
    """The articles of which they have a message, and the digests by how a change names them; and since when."""
    query = (
        select(announced.c.article_id, announced.c.id, announced.c.kind, deliveries.c.settled_at)
        .join(announced, announced.c.id == deliveries.c.announcement_id)
        .where(deliveries.c.citizen_id == citizen, deliveries.c.state == DeliveryState.SENT)
        .where(deliveries.c.message_ref.is_not(None))
        .order_by(deliveries.c.settled_at)
    )
    articles: dict[int, datetime] = {}
    digests: dict[str, datetime] = {}
    for row in await tx.execute(query):
        if row.kind == Kind.DIGEST:
            digests.setdefault(of(row.id), row.settled_at)
        elif row.article_id is not None:
            articles.setdefault(row.article_id, row.settled_at)
    return articles, digests
