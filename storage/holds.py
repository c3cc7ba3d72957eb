"""Floods that are held back until staff decide: what waits, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, update

from feeds.visits import Verdict
from storage import shapes
from storage.articles import joined
from storage.database import Transaction
from storage.records import Story
from storage.tables import articles, versions

_WAITS = (versions.c.verdict == Verdict.HELD) & versions.c.announced_at.is_(None)
_HELD_AS = func.coalesce(versions.c.held_as, Verdict.NEWS.value)


@dataclass(frozen=True, slots=True)
class Held:
    """A flood kept back: how many findings of a source wait for staff, and since when."""

    source: str
    count: int
    since: datetime


async def held(tx: Transaction) -> list[Held]:
    """The floods that wait for staff."""
    query = (
        select(articles.c.source, func.count().label("waiting"), func.min(versions.c.seen_at).label("since"))
        .join(versions, versions.c.article_id == articles.c.id)
        .where(versions.c.verdict == Verdict.HELD, versions.c.announced_at.is_(None))
        .group_by(articles.c.source)
    )
    return [Held(row.source, row.waiting, row.since) for row in await tx.execute(query)]


async def held_news(tx: Transaction) -> list[Story]:
    """The new articles that wait for staff."""
    query = joined(versions.c.id).where(_WAITS, _HELD_AS == Verdict.NEWS).order_by(versions.c.id)
    return [shapes.story(row) for row in await tx.execute(query)]


async def release(tx: Transaction, source: str, *, now: datetime) -> None:
    """Let a hold go: each of its findings is told, but none that its portal took down meanwhile."""
    gone = select(articles.c.id).where(articles.c.gone_at.is_not(None))
    unsaid = _WAITS & (_HELD_AS == Verdict.NEWS) & versions.c.article_id.in_(gone)
    await _settle_hold(tx, source, unsaid, verdict=Verdict.BACKLOG.value, announced_at=now)
    await _settle_hold(tx, source, _WAITS, verdict=_HELD_AS, announced_at=None)


async def dismiss(tx: Transaction, source: str, *, now: datetime) -> None:
    """Nobody is told of what is held: new articles are backlog, those that went are gone."""
    kept = case((_HELD_AS == Verdict.NEWS, Verdict.BACKLOG.value), else_=_HELD_AS)
    await _settle_hold(tx, source, _WAITS, verdict=kept, announced_at=now)


async def _settle_hold(
    tx: Transaction, source: str, which: ColumnElement[bool], *, verdict: Any, announced_at: datetime | None
) -> None:
    of_source = select(articles.c.id).where(articles.c.source == source)
    change = update(versions).where(which, versions.c.article_id.in_(of_source))
    await tx.execute(change.values(verdict=verdict, announced_at=announced_at))
