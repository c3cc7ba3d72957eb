"""What citizens write, masked before it comes here, and what staff answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from storage.articles import story
from storage.database import Transaction
from storage.outbox.owed import Kind
from storage.records import Address, AnnouncementId, ArticleId, CitizenId, Comment, CommentId
from storage.tables import announcements, citizens, comments, deliveries


async def keep(
    tx: Transaction,
    address: Address,
    ref: str,
    *,
    citizen: CitizenId,
    article: ArticleId | None,
    text: str,
    now: datetime,
) -> CommentId | None:
    """Keep one; None where this very message was kept before."""
    values = {
        "key": tx.keys.heard_hash(address.messenger, f"{address.chat}/{ref}"),
        "citizen_id": citizen,
        "article_id": article,
        "text": text,
        "created_at": now,
    }
    insert = tx.insert(comments).values(values).on_conflict_do_nothing(index_elements=["key"])
    kept = (await tx.execute(insert.returning(comments.c.id))).scalar()
    return CommentId(kept) if kept is not None else None


async def find(tx: Transaction, comment: CommentId) -> Comment | None:
    """One, with the title of the article it is about."""
    row = (await tx.execute(select(comments).where(comments.c.id == comment))).first()
    if row is None:
        return None
    article = ArticleId(row.article_id) if row.article_id is not None else None
    told = await story(tx, article) if article is not None else None
    title = told.article.version.title if told else ""
    return Comment(id=comment, text=row.text, at=row.created_at, article=article, title=title)


async def author(tx: Transaction, comment: CommentId) -> CitizenId | None:
    """Who wrote it, for the answer's way back; nobody is told."""
    citizen = await tx.connection.scalar(select(comments.c.citizen_id).where(comments.c.id == comment))
    return CitizenId(citizen) if citizen is not None else None


async def recent(tx: Transaction, citizen: CitizenId, *, since: datetime) -> int:
    """How many somebody wrote since then."""
    mine = (comments.c.citizen_id == citizen) & (comments.c.created_at >= since)
    return int(await tx.connection.scalar(select(func.count()).select_from(comments).where(mine)) or 0)


async def forget(tx: Transaction, *, written_before: datetime) -> int:
    """Retention: comments older than that are deleted with the answers to them; returns how many."""
    old = comments.c.created_at < written_before
    ids = (await tx.execute(select(comments.c.id).where(old))).scalars().all()
    await _drop_answers(tx, [CommentId(one) for one in ids])
    return (await tx.execute(delete(comments).where(old))).rowcount


async def of_citizen(tx: Transaction, citizen: CitizenId) -> list[Comment]:
    """What somebody wrote, oldest first."""
    query = select(comments.c.id).where(comments.c.citizen_id == citizen).order_by(comments.c.id)
    ids = (await tx.execute(query)).scalars().all()
    found = [await find(tx, CommentId(one)) for one in ids]
    return [one for one in found if one is not None]


async def notices(tx: Transaction, address: Address) -> tuple[AnnouncementId, ...]:
    """The announcements that told staff of the remarks of whoever is at an address."""
    mine = (
        select(comments.c.id)
        .join(citizens, citizens.c.id == comments.c.citizen_id)
        .where(citizens.c.address_hash == tx.keys.address_hash(address))
    )
    names = [about(CommentId(one)) for one in (await tx.execute(mine)).scalars()]
    told = (announcements.c.kind == Kind.NOTICE) & announcements.c.about.in_(names)
    ids = (await tx.execute(select(announcements.c.id).where(told))).scalars()
    return tuple(AnnouncementId(one) for one in ids)


async def answers(tx: Transaction, comment: CommentId) -> tuple[str, ...]:
    """What staff answered to one."""
    mine = (announcements.c.kind == Kind.ANSWER) & (announcements.c.about == about(comment))
    query = select(announcements.c.text).where(mine).order_by(announcements.c.id)
    return tuple((await tx.execute(query)).scalars())


async def erase(tx: Transaction, citizen: CitizenId) -> None:
    """Everything one citizen wrote and was answered is gone."""
    await _drop_answers(tx, [one.id for one in await of_citizen(tx, citizen)])
    await tx.execute(delete(comments).where(comments.c.citizen_id == citizen))


def named(about: str) -> CommentId | None:
    """The comment that an announcement is about, or None."""
    what, _, which = about.partition(":")
    return CommentId(int(which)) if what == "comment" and which.isdecimal() else None


def about(comment: CommentId) -> str:
    """How an announcement names the comment it is about."""
    return f"comment:{comment}"


async def _drop_answers(tx: Transaction, ids: Sequence[CommentId]) -> None:
    mine = (announcements.c.kind == Kind.ANSWER) & announcements.c.about.in_([about(one) for one in ids])
    doomed = (await tx.execute(select(announcements.c.id).where(mine))).scalars().all()
    await tx.execute(delete(deliveries).where(deliveries.c.announcement_id.in_(doomed)))
    await tx.execute(delete(announcements).where(announcements.c.id.in_(doomed)))
