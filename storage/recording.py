"""Keeping what looks found, many looks at once. Every step is safe to repeat, and two processes may do it at once."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, func, literal, select, update

from feeds.visits import Finding, Sighting, Verdict, Visit
from storage import shapes, visiting
from storage.article_rows import KEEP_ARTICLES, KEEP_VERSIONS, LIST, SEE, article_row, seen_row, version_row
from storage.database import Transaction
from storage.tables import aliases, articles, versions

T = TypeVar("T")

_MANY = 50  # articles a statement: their words are soon put together, and others have their turns between
_SAYS_IT_AGAIN = (Verdict.WITHDRAWN, Verdict.RESTORED)  # verdicts whose words may be those of before


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one look leaves behind. `visit` is None where only pages were read again."""

    source: str
    at: datetime | None
    findings: Sequence[Finding]
    sightings: Sequence[Sighting]
    visit: Visit | None = None
    window: frozenset[str] | None = None

    def gone(self) -> set[str]:
        """The articles whose page, read again, is gone: they may have moved."""
        missing = (one.known for one in self.sightings if one.known.gone_at is not None)
        return set() if self.visit else {one.external_id for one in missing}


async def keep(tx: Transaction, portal: str, looks: Sequence[Looked]) -> None:
    """Articles where they are new, versions where they say something new, and the looks themselves."""
    found = [(finding, look) for look in looks for finding in look.findings]
    seen = [one for look in looks for one in look.sightings]
    if found or seen:
        await tx.in_turn("looks")  # so that no two lookers wait for each other's articles
    for some in _apart(found, lambda one: one[0].article.external_id):
        for portion in _portions(sorted(some, key=lambda one: _age(one[0]))):
            await _found(tx, portion)
    for sightings in _apart(seen, lambda one: one.known.external_id):
        await SEE(tx, [seen_row(tx, one) for one in sightings], portal)
    await _also(tx, portal, seen)
    await visiting.visited(tx, portal, [look.visit for look in looks if look.visit])
    windows = {look.source: look.window for look in looks if look.window is not None}
    await LIST(tx, [(portal, source, json.dumps(sorted(ids))) for source, ids in windows.items()])
    if gone := frozenset[str]().union(*(look.gone() for look in looks)):
        await visiting.reopen(tx, portal, gone)


async def _found(tx: Transaction, found: Sequence[tuple[Finding, Looked]]) -> None:
    """The articles' rows are locked from here on: who comes second sees what the first has written."""
    told = [article_row(tx, place, one, look.source, look.at) for place, (one, look) in enumerate(found)]
    ids: dict[str, int] = dict(await KEEP_ARTICLES(tx, told))
    last = {row.article_id: row for row in await tx.execute(_last(), {"ids": list(ids.values())})}
    rows = []
    for place, (finding, look) in enumerate(found):
        article_id = ids[finding.article.external_id]
        before: Any = last.get(article_id)
        meanwhile, marks = _decided(finding, before, look.at)
        if meanwhile:
            await tx.execute(update(versions).where(versions.c.id == before.id).values(meanwhile))
        if marks:
            rows.append(version_row(tx, place, article_id, finding, marks))
    await KEEP_VERSIONS(tx, rows)


def _decided(finding: Finding, last: Any, now: datetime | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """What becomes of an article's last version, and the marks of a new one; each empty where there is nothing."""
    marks = _told(finding, finding.verdict, now)
    if last is None:
        return {}, marks
    meant, before = _meant(finding.verdict, finding.held_as), _meant(last.verdict, last.held_as)
    if last.fingerprint == finding.article.version.fingerprint:
        if meant == Verdict.NEWS and before == Verdict.BACKLOG:
            return marks, {}  # what was kept as backlog is news after all
        if meant not in _SAYS_IT_AGAIN or meant == before:
            return {}, {}
    elif meant == Verdict.NEWS and before != Verdict.BACKLOG:
        marks = _told(finding, Verdict.CHANGE, now)  # another process told of it a moment ago
    if last.verdict != Verdict.HELD or last.announced_at is not None:
        return {}, marks
    # Staff have not decided yet: they decide about the newest words, or no more.
    if meant not in _SAYS_IT_AGAIN:
        still = {"verdict": Verdict.HELD, "held_as": last.held_as, "seen_at": last.seen_at}
        marks = {**still, "announced_at": None}
    return {"announced_at": now}, marks


def _told(finding: Finding, verdict: Verdict, now: datetime | None) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "held_as": finding.held_as if verdict is Verdict.HELD else None,
        "seen_at": now,
        "announced_at": now if finding.silent or verdict is Verdict.BACKLOG else None,
    }


def _meant(verdict: str, held_as: str | None) -> str | None:
    return held_as if verdict == Verdict.HELD else verdict


async def _also(tx: Transaction, portal: str, sightings: Iterable[Sighting]) -> None:
    """What few sightings bring: a further id that the article goes by, files that its page has now."""
    for one in sightings:
        here = (articles.c.portal == portal) & (articles.c.external_id == one.known.external_id)
        if one.alias:
            values = select(articles.c.portal, literal(one.alias), articles.c.id).where(here)
            insert = tx.insert(aliases).from_select(["portal", "external_id", "article_id"], values)
            await tx.execute(insert.on_conflict_do_nothing())
        if one.files is not None:
            last = select(func.max(versions.c.id)).join(articles, versions.c.article_id == articles.c.id)
            change = update(versions).where(versions.c.id == last.where(here).scalar_subquery())
            await tx.execute(change.values(attachments=shapes.files_to_json(one.files)))


@cache
def _last() -> Select[Any]:
    """The newest version of each article. Written once: writing it costs more than running it."""
    theirs = versions.c.article_id.in_(bindparam("ids", expanding=True))
    newest = select(func.max(versions.c.id)).where(theirs).group_by(versions.c.article_id)
    kept = (versions.c.fingerprint, versions.c.verdict, versions.c.held_as, versions.c.seen_at)
    query = select(versions.c.id, versions.c.article_id, *kept, versions.c.announced_at)
    return query.where(versions.c.id.in_(newest))


def _age(finding: Finding) -> tuple[bool, float, str]:
    published = finding.article.published
    moment = published.timestamp() if published else 0.0
    return published is None, moment, finding.article.external_id


def _apart(said: Iterable[T], about: Callable[[T], str]) -> Sequence[Sequence[T]]:
    """In each part an article is named once; what is said of it later is in a later part."""
    parts: list[list[T]] = []
    named: Counter[str] = Counter()
    for one in said:
        part = named[about(one)]
        named[about(one)] += 1
        if part == len(parts):
            parts.append([])
        parts[part].append(one)
    return parts


def _portions(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + _MANY] for start in range(0, len(rows), _MANY))
