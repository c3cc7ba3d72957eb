"""What people think: one mark a voter and article, changeable, withdrawable; totals for the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, delete, exists, func, or_, select, update

from storage.articles import newest
from storage.database import Transaction
from storage.database.asking import Statement
from storage.records import ArticleId, Person, ReportLine, Tally
from storage.tables import announcements, articles, comments, ratings

# Written once: writing a question costs more than asking it, and every press asks these.
_OF_ARTICLE = ratings.c.article_id == bindparam("article")
_MARK = Statement("SELECT mark FROM ratings WHERE article_id = :article AND voter = :by")
_RATE = Statement("""
INSERT INTO ratings (article_id, voter, mark, why, rated_at) VALUES (:article, :by, :mark, '', :now)
ON CONFLICT (article_id, voter) DO UPDATE SET mark = excluded.mark, why = excluded.why, rated_at = excluded.rated_at
""")
_SHOWN = select(articles.c.shown).where(articles.c.id == bindparam("article"))
_STANDING = select(
    *(func.count(case((ratings.c.mark == mark, 1))).label(f"n{mark}") for mark in range(1, 6)),
    _SHOWN.scalar_subquery().label("shown"),
).where(_OF_ARTICLE)


@dataclass(frozen=True, slots=True)
class Standing:
    """An article's marks, and what the public has been shown of them."""

    tally: Tally
    shown: Tally | None


async def rate(tx: Transaction, person: Person, article: ArticleId, mark: int, *, now: datetime) -> None:
    """Keep a person's mark; the last word wins. Whether they may rate is the conversation's decision."""
    await tx.ask(_RATE, {"article": article, "by": tx.keys.voter(person), "mark": mark, "now": now})


async def explain(tx: Transaction, person: Person, article: ArticleId, why: str) -> None:
    """Keep why a person's mark is what it is; nothing where there is no mark."""
    mine = (ratings.c.article_id == article) & (ratings.c.voter == tx.keys.voter(person))
    await tx.execute(update(ratings).where(mine).values(why=why))


async def unrate(tx: Transaction, person: Person, article: ArticleId) -> None:
    """Take a person's mark back."""
    await tx.execute(
        delete(ratings).where(ratings.c.article_id == article, ratings.c.voter == tx.keys.voter(person))
    )


async def mark_of(tx: Transaction, person: Person, article: ArticleId) -> int | None:
    """The mark a person gave."""
    given = await tx.ask(_MARK, {"article": article, "by": tx.keys.voter(person)})
    return given[0][0] if given else None


async def rated_at(tx: Transaction, person: Person, article: ArticleId) -> datetime | None:
    """When a person gave the mark they have."""
    mine = (ratings.c.article_id == article) & (ratings.c.voter == tx.keys.voter(person))
    at: datetime | None = await tx.connection.scalar(select(ratings.c.rated_at).where(mine))
    return at


async def standing(tx: Transaction, article: ArticleId) -> Standing:
    """How an article stands; it costs what its marks are many."""
    row = (await tx.execute(_STANDING, {"article": article})).one()
    return Standing(_spread([row.n1, row.n2, row.n3, row.n4, row.n5]) or Tally(), _spread(row.shown))


async def tally(tx: Transaction, article: ArticleId) -> Tally:
    """The marks of one article."""
    return (await standing(tx, article)).tally


async def shown(tx: Transaction, article: ArticleId) -> Tally | None:
    """What the public has been shown of them last."""
    return _spread(await tx.connection.scalar(_SHOWN, {"article": article}))


async def show(tx: Transaction, article: ArticleId, public: Tally | None) -> None:
    """Remember what the public is shown from now on."""
    kept = list(public.spread) if public else None
    await tx.execute(update(articles).where(articles.c.id == article).values(shown=kept))


async def report(tx: Transaction, since: datetime) -> list[ReportLine]:
    """The articles announced or rated since then, newest first."""
    told = exists().where(announcements.c.article_id == articles.c.id, announcements.c.created_at >= since)
    rated = exists().where(ratings.c.article_id == articles.c.id, ratings.c.rated_at >= since)
    rows = (await tx.execute(newest().where(or_(told, rated)).order_by(articles.c.id.desc()))).all()
    ids = [row.article_id for row in rows]
    tallies = await _tallies(tx, ids)
    remarks = await _comments(tx, ids)
    return [
        ReportLine(
            id=row.external_id,
            title=row.title,
            link=row.link,
            tally=tallies.get(row.article_id, Tally()),
            comments=remarks.get(row.article_id, 0),
        )
        for row in rows
    ]


async def _tallies(tx: Transaction, ids: Sequence[int]) -> dict[int, Tally]:
    counted = select(ratings.c.article_id, ratings.c.mark, func.count().label("votes")).group_by(
        ratings.c.article_id, ratings.c.mark
    )
    spreads: dict[int, list[int]] = {}
    for row in await tx.execute(counted.where(ratings.c.article_id.in_(ids))):
        spreads.setdefault(row.article_id, [0] * 5)[row.mark - 1] = row.votes
    return {article: tally for article, spread in spreads.items() if (tally := _spread(spread))}


async def _comments(tx: Transaction, ids: Sequence[int]) -> dict[int, int]:
    counted = select(comments.c.article_id, func.count().label("n")).group_by(comments.c.article_id)
    return {row.article_id: row.n for row in await tx.execute(counted.where(comments.c.article_id.in_(ids)))}


def _spread(kept: Sequence[int] | None) -> Tally | None:
    return Tally((kept[0], kept[1], kept[2], kept[3], kept[4])) if kept else None
