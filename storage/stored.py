"""Everything about one citizen, gathered so that they can read it."""

from datetime import datetime

from sqlalchemy import func, select

from storage import comments
from storage.articles import newest
from storage.database import Transaction
from storage.records import Address, Citizen, Comment, Person, Stored
from storage.tables import IS_NEW, announcements, articles, citizens, deliveries, ratings, versions

SHOWN = 40  # deliveries told one by one


async def stored(tx: Transaction, address: Address, citizen: Citizen | None) -> Stored:
    """Marks, remarks with their answers, and what is owed or was sent; their choices are told by other stores.

    Who only gave marks in a group is no citizen: theirs are found by who they are, as they were given.
    """
    marks = await _marks(tx, address)
    if citizen is None:
        return Stored(marks=marks)
    mine = deliveries.c.citizen_id == citizen.id
    told = select(func.count()).select_from(deliveries).where(mine, IS_NEW)
    count = await tx.connection.scalar(told) or 0
    when = select(citizens.c.heard_at, citizens.c.changed_at).where(citizens.c.id == citizen.id)
    row = (await tx.execute(when)).one()
    return Stored(
        marks=marks,
        remarks=await _remarks(tx, citizen),
        sent=await _sent(tx, citizen),
        earlier=max(0, count - SHOWN),
        heard_at=row.heard_at,
        changed_at=row.changed_at,
    )


async def _marks(tx: Transaction, address: Address) -> tuple[tuple[str, int, str, datetime], ...]:
    voter = tx.keys.voter(Person(address.messenger, address.chat))
    query = (
        newest()
        .join(ratings, ratings.c.article_id == articles.c.id)
        .where(ratings.c.voter == voter)
        .with_only_columns(versions.c.title, ratings.c.mark, ratings.c.why, ratings.c.rated_at)
        .order_by(ratings.c.rated_at)
    )
    return tuple((row.title, row.mark, row.why, row.rated_at) for row in await tx.execute(query))


async def _remarks(tx: Transaction, citizen: Citizen) -> tuple[tuple[Comment, tuple[str, ...]], ...]:
    written = await comments.of_citizen(tx, citizen.id)
    return tuple([(remark, await comments.answers(tx, remark.id)) for remark in written])


async def _sent(tx: Transaction, citizen: Citizen) -> tuple[tuple[str, str, datetime], ...]:
    title = (
        select(versions.c.title)
        .where(versions.c.article_id == announcements.c.article_id)
        .order_by(versions.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    at = func.coalesce(deliveries.c.settled_at, deliveries.c.not_before, announcements.c.created_at)
    query = (
        select(func.coalesce(title, "").label("title"), announcements.c.kind, at.label("at"))
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(deliveries.c.citizen_id == citizen.id, IS_NEW)
        .order_by(announcements.c.id.desc())
        .limit(SHOWN)
    )
    return tuple((row.title, row.kind, row.at) for row in await tx.execute(query))
