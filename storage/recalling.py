"""What is remembered of a portal's articles, as a look asks for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select

from feeds.article import Urgency
from feeds.likeness import likeness_key
from feeds.visits import Known, Recalled, Remembered, Verdict
from storage import shapes
from storage.database import Transaction
from storage.tables import aliases, articles, versions, windows
from storage.tables.utc import UTCDateTime

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
    versions.c.gist["urgency"].as_string().label("urgency"),
    versions.c.gist["moment"].as_string().label("moment"),
)
_WORDS = (versions.c.title, versions.c.lead, versions.c.body, versions.c.attachments, versions.c.image)


@dataclass(frozen=True, slots=True)
class Asked:
    """A look's question: what do entries of this source call to mind, given by id with their title?"""

    source: str
    titles: Mapping[str, str]
    since: datetime


async def recall(tx: Transaction, portal: str, looks: Sequence[Asked]) -> list[Recalled]:
    """The answer to each question, in one view; edits are counted since the earliest moment of them."""
    listings = await _windows(tx, portal, {one.source for one in looks})
    ids = {asked for one in looks for asked in (*one.titles, *listings[one.source])}
    found = await known(tx, portal, ids, min(one.since for one in looks))
    keys = [
        {likeness_key(title) for asked, title in one.titles.items() if asked not in found} for one in looks
    ]
    likely = await alike(tx, portal, set().union(*keys))
    return [
        _recalled(one, listings[one.source], found, {key: likely[key] for key in mine if key in likely})
        for one, mine in zip(looks, keys, strict=True)
    ]


def _recalled(
    asked: Asked,
    window: frozenset[str],
    found: Mapping[str, Known],
    alike: Mapping[str, Sequence[Remembered]],
) -> Recalled:
    named = {one: found[one] for one in asked.titles if one in found}
    lost = window - {one.external_id for one in named.values()}
    return Recalled(
        known=named, window=window, lost={one: found[one] for one in lost if one in found}, alike=alike
    )


async def known(
    tx: Transaction, portal: str, external_ids: Collection[str], since: datetime
) -> Mapping[str, Known]:
    """Those of the ids that are remembered, each with the article it means and its edits since then."""
    found: dict[str, Known] = {}
    for ids in _portions(external_ids):
        asked = {"portal": portal, "since": since}
        found |= {row.external_id: _known(row) for row in await tx.execute(_by_id(), asked | {"ids": ids})}
        if rest := [one for one in ids if one not in found]:
            rows = await tx.execute(_by_alias(), asked | {"ids": rest})
            found |= {row.alias: _known(row) for row in rows}
    return found


async def alike(tx: Transaction, portal: str, keys: Collection[str]) -> Mapping[str, Sequence[Remembered]]:
    """The articles with these likenesses, the youngest first."""
    found: dict[str, list[Remembered]] = {}
    for some in _portions(keys):
        for row in await tx.execute(_by_likeness(), {"portal": portal, "keys": some}):
            found.setdefault(row.likeness, []).append(_remembered(row))
    return found


async def checks(
    tx: Transaction, portal: str, source: str, due: datetime | None, since: datetime
) -> list[Remembered]:
    """A source's articles to be read again, those due by a time or all, the youngest first."""
    asked = {"portal": portal, "since": since, "source": source}
    rows = await tx.execute(
        _to_check(all_of_them=due is None), asked if due is None else asked | {"due": due}
    )
    return [_remembered(row) for row in rows]


async def listed(tx: Transaction, portal: str) -> frozenset[str]:
    """The ids that any source listed when it last changed."""
    rows = await tx.execute(select(windows.c.ids).where(windows.c.portal == portal))
    return frozenset(one for ids in rows.scalars() for one in ids)


async def _windows(tx: Transaction, portal: str, sources: Collection[str]) -> Mapping[str, frozenset[str]]:
    rows = await tx.execute(_by_source(), {"portal": portal, "sources": list(sources)})
    return dict.fromkeys(sources, frozenset[str]()) | {row.source: frozenset(row.ids) for row in rows}


async def missing(tx: Transaction, portal: str, since: datetime) -> frozenset[str]:
    """The ids of the articles whose page was first found gone since then."""
    query = select(articles.c.external_id).where(articles.c.portal == portal, articles.c.gone_at >= since)
    return frozenset((await tx.execute(query)).scalars())


# Each is written once: writing one costs more than asking it.


@cache
def _by_source() -> Select[Any]:
    here = (windows.c.portal == bindparam("portal")) & windows.c.source.in_(
        bindparam("sources", expanding=True)
    )
    return select(windows.c.source, windows.c.ids).where(here)


@cache
def _by_id() -> Select[Any]:
    return _newest(_edits()).where(articles.c.external_id.in_(bindparam("ids", expanding=True)))


@cache
def _by_alias() -> Select[Any]:
    return (
        _newest(_edits(), aliases.c.external_id.label("alias"))
        .join(aliases, aliases.c.article_id == articles.c.id)
        .where(
            aliases.c.portal == bindparam("portal"),
            aliases.c.external_id.in_(bindparam("ids", expanding=True)),
        )
    )


@cache
def _by_likeness() -> Select[Any]:
    alike = articles.c.likeness.in_(bindparam("keys", expanding=True))
    return _youngest(_newest(literal(0), *_WORDS).where(alike))


@cache
def _to_check(*, all_of_them: bool) -> Select[Any]:
    due = articles.c.check_at <= bindparam("due", type_=UTCDateTime())
    wanted = articles.c.check_at.is_not(None) if all_of_them else due
    query = _newest(_edits(), *_WORDS).where(articles.c.source == bindparam("source"), wanted)
    return _youngest(query).limit(_MOST)


def _newest(edits: ColumnElement[int], *more: ColumnElement[Any]) -> Select[Any]:
    """A portal's articles with the newest of their versions."""
    mine = versions.alias().c
    last = select(func.max(mine.id)).where(mine.article_id == articles.c.id)
    return (
        select(*_REMEMBERED, edits.label("edits"), *more)
        .join_from(articles, versions, versions.c.article_id == articles.c.id)
        .where(articles.c.portal == bindparam("portal"))
        .where(versions.c.id == last.correlate(articles).scalar_subquery())
    )


def _edits() -> ColumnElement[int]:
    """How many versions of an article were seen since a moment."""
    mine = versions.alias().c
    late = mine.seen_at >= bindparam("since", type_=UTCDateTime())
    count = select(func.count()).where(mine.article_id == articles.c.id, late)
    return count.correlate(articles).scalar_subquery()


def _youngest(query: Select[Any]) -> Select[Any]:
    when = func.coalesce(articles.c.published, articles.c.first_seen)
    return query.order_by(when.desc(), articles.c.id.desc())


def _portions(values: Collection[str]) -> Iterable[list[str]]:
    ordered = list(values)
    return (ordered[start : start + _MANY] for start in range(0, len(ordered), _MANY))


def _known(row: Any) -> Known:
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
        urgent=row.urgency == Urgency.KHAN,
        moment=datetime.fromisoformat(row.moment) if row.moment else None,
    )


def _remembered(row: Any) -> Remembered:
    return Remembered(known=_known(row), version=shapes.version(row))
