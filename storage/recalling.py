"""What is remembered of a portal's articles, as a look asks for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select

from feeds.article import Urgency
from feeds.visits import Known, Remembered, Verdict
from storage import shapes
from storage.database import Transaction
from storage.tables import aliases, articles, versions, windows

_MANY = 500  # bound parameters a statement, well under every engine's limit
_MOST = 200  # articles that a look considers reading again

_REMEMBERED = (
    articles.c.external_id,
    articles.c.told,
    articles.c.link,
    articles.c.first_seen,
    articles.c.published,
    articles.c.source,
    articles.c.baseline,
    articles.c.was_read,
    articles.c.gone_at,
    articles.c.check_at,
    articles.c.likeness,
    versions.c.fingerprint,
    versions.c.verdict,
    versions.c.held_as,
    versions.c.announced_at,
    versions.c.gist,
)
_WORDS = (versions.c.title, versions.c.lead, versions.c.body, versions.c.attachments, versions.c.image)


async def known(
    tx: Transaction, portal: str, external_ids: Collection[str], since: datetime
) -> Mapping[str, Known]:
    """Those of the ids that are remembered, each with the article it means and its edits since then."""
    found: dict[str, Known] = {}
    for ids in _portions(external_ids):
        query = _newest(portal, since).where(articles.c.external_id.in_(ids))
        found |= {row.external_id: _known(row) for row in await tx.execute(query)}
        if rest := [one for one in ids if one not in found]:
            by_alias = (
                _newest(portal, since, aliases.c.external_id.label("alias"))
                .join(aliases, aliases.c.article_id == articles.c.id)
                .where(aliases.c.portal == portal, aliases.c.external_id.in_(rest))
            )
            found |= {row.alias: _known(row) for row in await tx.execute(by_alias)}
    return found


async def alike(tx: Transaction, portal: str, keys: Collection[str]) -> Mapping[str, Sequence[Remembered]]:
    """The articles with these likenesses, the youngest first."""
    found: dict[str, list[Remembered]] = {}
    for some in _portions(keys):
        for row in await tx.execute(_youngest(portal, None, articles.c.likeness.in_(some))):
            found.setdefault(row.likeness, []).append(_remembered(row))
    return found


async def checks(
    tx: Transaction, portal: str, source: str, due: datetime | None, since: datetime
) -> list[Remembered]:
    """A source's articles to be read again, those due by a time or all, the youngest first."""
    wanted = articles.c.check_at.is_not(None) if due is None else articles.c.check_at <= due
    query = _youngest(portal, since, (articles.c.source == source) & wanted).limit(_MOST)
    return [_remembered(row) for row in await tx.execute(query)]


async def listed(tx: Transaction, portal: str, source: str | None = None) -> frozenset[str]:
    """The ids that a source, or any, listed when it last changed."""
    query = select(windows.c.ids).where(windows.c.portal == portal)
    if source is not None:
        query = query.where(windows.c.source == source)
    return frozenset(one for ids in (await tx.execute(query)).scalars() for one in ids)


async def missing(tx: Transaction, portal: str, since: datetime) -> frozenset[str]:
    """The ids of the articles whose page was first found gone since then."""
    query = select(articles.c.external_id).where(articles.c.portal == portal, articles.c.gone_at >= since)
    return frozenset((await tx.execute(query)).scalars())


def _newest(portal: str, since: datetime | None, *more: ColumnElement[Any]) -> Select[Any]:
    """Articles with the newest of their versions, and how many of those were seen `since` (0 without it)."""
    mine = versions.alias().c
    last = select(func.max(mine.id)).where(mine.article_id == articles.c.id)
    edits: ColumnElement[int] = literal(0)
    if since is not None:
        count = select(func.count()).where(mine.article_id == articles.c.id, mine.seen_at >= since)
        edits = count.correlate(articles).scalar_subquery()
    return (
        select(*_REMEMBERED, edits.label("edits"), *more)
        .join_from(articles, versions, versions.c.article_id == articles.c.id)
        .where(articles.c.portal == portal)
        .where(versions.c.id == last.correlate(articles).scalar_subquery())
    )


def _youngest(portal: str, since: datetime | None, wanted: ColumnElement[bool]) -> Select[Any]:
    when = func.coalesce(articles.c.published, articles.c.first_seen)
    return _newest(portal, since, *_WORDS).where(wanted).order_by(when.desc(), articles.c.id.desc())


def _portions(values: Collection[str]) -> Iterable[list[str]]:
    ordered = list(values)
    return (ordered[start : start + _MANY] for start in range(0, len(ordered), _MANY))


def _known(row: Any) -> Known:
    gist = shapes.gist_from_json(row.gist)
    return Known(
        external_id=row.external_id,
        told=row.told,
        fingerprint=row.fingerprint,
        link=row.link,
        first_seen=row.first_seen,
        published=row.published,
        source=row.source,
        verdict=Verdict(row.held_as if row.verdict == Verdict.HELD else row.verdict),
        held=row.verdict == Verdict.HELD and row.announced_at is None,
        baseline=row.baseline,
        read=row.was_read,
        gone_at=row.gone_at,
        check_at=row.check_at,
        edits=row.edits,
        urgent=gist.urgency is Urgency.KHAN,
        moment=gist.moment,
    )


def _remembered(row: Any) -> Remembered:
    return Remembered(known=_known(row), version=shapes.version(row))
