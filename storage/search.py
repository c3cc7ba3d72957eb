"""Finds articles by words without accents: FTS5 on SQLite, tsvector on PostgreSQL, the same answers from both."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, column, func, literal_column, select, table, text

from feeds.fold import words
from feeds.visits import Verdict
from storage import shapes
from storage.articles import newest
from storage.database import Transaction
from storage.records import Story
from storage.tables import articles, versions

_HIDDEN = (Verdict.WITHDRAWN, Verdict.HELD)
_WORDS = table("words", column("rowid"))


async def find(tx: Transaction, sought: str, *, limit: int, offset: int = 0, topic: str = "") -> list[Story]:
    """Articles whose newest version holds every word of `sought`, newest first; of one topic where one is given.

    What the portal took down, or staff have not let go, is not found. No word finds nothing.
    """
    folded = words(sought)
    if not folded:
        return []
    when = func.coalesce(articles.c.published, articles.c.first_seen)
    query = (
        newest()
        .where(versions.c.verdict.not_in(_HIDDEN), _holds(tx, folded))
        .order_by(when.desc(), articles.c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if topic:
        query = query.where(articles.c.topic == topic)
    return [shapes.story(row) for row in await tx.execute(query)]


def _holds(tx: Transaction, folded: str) -> ColumnElement[bool]:
    """`folded` is a to z, digits and spaces: nothing in it means anything to either query language."""
    if tx.is_sqlite:
        every = " ".join(f'"{word}"' for word in folded.split())
        matching: Any = text("words MATCH :every").bindparams(bindparam("every", every))
        return versions.c.id.in_(select(_WORDS.c.rowid).select_from(_WORDS).where(matching))
    simple: ColumnElement[Any] = literal_column("'simple'::regconfig")
    return func.to_tsvector(simple, versions.c.folded).op("@@")(func.plainto_tsquery(simple, folded))
