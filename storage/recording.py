"""Keeping what a look found. Every step is safe to repeat, and two processes may do it at once."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Column, Select, Table, Update, bindparam, func, literal, select, update

from feeds.fold import words
from feeds.formats.counters import Counters
from feeds.likeness import likeness_key
from feeds.visits import Finding, Known, Sighting, Verdict
from storage import shapes
from storage.database import Transaction, inserting
from storage.tables import aliases, articles, versions, windows

_LONGEST = 200_000  # letters of an article that are searched: PostgreSQL takes at most 1 MB of words
_SAYS_IT_AGAIN = (Verdict.WITHDRAWN, Verdict.RESTORED)  # verdicts whose words may be those of before


async def keep(tx: Transaction, findings: Sequence[Finding], source: str, now: datetime | None) -> None:
    """Articles where they are new, versions where they say something new.

    Oldest first, so that they are told in that order; and in one order always, so that no two lookers wait for
    each other.
    """
    for finding in sorted(findings, key=_age):
        article_id = await _article(tx, finding, source, now)
        await _version(tx, finding, article_id, now)


async def see(tx: Transaction, portal: str, sightings: Sequence[Sighting]) -> None:
    """What is remembered otherwise of known articles, and the further ids they go by."""
    for sighting in sorted(sightings, key=lambda one: one.known.external_id):
        known = sighting.known
        await tx.execute(_marking(), {"of_portal": portal, "of_article": known.external_id, **_marks(known)})
        if sighting.files is not None:
            files = {"of_article": known.external_id, "of_portal": portal}
            await tx.execute(_filing(), {**files, "files": shapes.files_to_json(sighting.files)})
        if sighting.alias:
            here = (articles.c.portal == portal) & (articles.c.external_id == known.external_id)
            values = select(articles.c.portal, literal(sighting.alias), articles.c.id).where(here)
            insert = tx.insert(aliases).from_select(["portal", "external_id", "article_id"], values)
            await tx.execute(insert.on_conflict_do_nothing())


async def listed(tx: Transaction, portal: str, source: str, window: frozenset[str]) -> None:
    """What a source listed, where that changed."""
    upsert = _upserting(windows, ("portal", "source"), ("ids",), sqlite=tx.is_sqlite)
    await tx.execute(upsert, {"portal": portal, "source": source, "ids": sorted(window)})


async def _article(tx: Transaction, finding: Finding, source: str, now: datetime | None) -> int:
    """The row is locked from here on: who comes second sees what the first has written."""
    article = finding.article
    key = {"portal": article.portal, "external_id": article.external_id}
    said = {
        "source": source,
        "link": article.link,
        "topic": article.topic,
        "published": article.published,
        "told": finding.told,
        "likeness": likeness_key(article.version.title),
        "baseline": finding.baseline,
        "was_read": finding.read,
        "gone_at": finding.gone_at,
        "check_at": finding.check_at,
        **_counted(finding.counters),
    }
    upsert = _upserting(articles, tuple(key), tuple(said), sqlite=tx.is_sqlite, returning=articles.c.id)
    return int((await tx.execute(upsert, {**key, "first_seen": now, **said})).scalar_one())


async def _version(tx: Transaction, finding: Finding, article_id: int, now: datetime | None) -> None:
    last = await _last(tx, article_id)
    marks = _told(finding, finding.verdict, now)
    if last is not None:
        this_one = update(versions).where(versions.c.id == last.id)
        meant, before = _meant(finding.verdict, finding.held_as), _meant(last.verdict, last.held_as)
        if last.fingerprint == finding.article.version.fingerprint:
            if meant == Verdict.NEWS and before == Verdict.BACKLOG:
                await tx.execute(this_one.values(**marks))  # what was kept as backlog is news after all
                return
            if meant not in _SAYS_IT_AGAIN or meant == before:
                return
        elif meant == Verdict.NEWS and before != Verdict.BACKLOG:
            marks = _told(finding, Verdict.CHANGE, now)  # another process told of it a moment ago
        if last.verdict == Verdict.HELD and last.announced_at is None:
            # Staff have not decided yet: they decide about the newest words, or no more.
            await tx.execute(this_one.values(announced_at=now))
            if meant not in _SAYS_IT_AGAIN:
                still = {"verdict": Verdict.HELD, "held_as": last.held_as, "seen_at": last.seen_at}
                marks = {**still, "announced_at": None}
    await tx.execute(versions.insert(), {"article_id": article_id, **_words(finding), **marks})


def _told(finding: Finding, verdict: Verdict, now: datetime | None) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "held_as": finding.held_as if verdict is Verdict.HELD else None,
        "seen_at": now,
        "announced_at": now if finding.silent or verdict is Verdict.BACKLOG else None,
    }


def _meant(verdict: str, held_as: str | None) -> str | None:
    return held_as if verdict == Verdict.HELD else verdict


def _words(finding: Finding) -> dict[str, Any]:
    version = finding.article.version
    return {
        "fingerprint": version.fingerprint,
        "title": version.title,
        "lead": version.lead,
        "body": version.body,
        "attachments": shapes.files_to_json(version.attachments),
        "image": version.image,
        "gist": shapes.gist_to_json(finding.article.gist),
        "folded": words("\n".join((version.title, version.lead, version.body)))[:_LONGEST],
    }


async def _last(tx: Transaction, article_id: int) -> Any:
    return (await tx.execute(_newest(), {"article": article_id})).first()


# Each is written once: writing one costs more than running it.


@cache
def _newest() -> Select[Any]:
    kept = (versions.c.fingerprint, versions.c.verdict, versions.c.held_as, versions.c.seen_at)
    query = select(versions.c.id, *kept, versions.c.announced_at)
    return query.where(versions.c.article_id == bindparam("article")).order_by(versions.c.id.desc()).limit(1)


@cache
def _marking() -> Update:
    mine = (articles.c.portal == bindparam("of_portal"), articles.c.external_id == bindparam("of_article"))
    return update(articles).where(*mine)


@cache
def _filing() -> Update:
    """The newest version of an article gets the files that its page has now."""
    mine = (articles.c.portal == bindparam("of_portal"), articles.c.external_id == bindparam("of_article"))
    last = select(func.max(versions.c.id)).join(articles, versions.c.article_id == articles.c.id).where(*mine)
    change = update(versions).where(versions.c.id == last.scalar_subquery())
    return change.values(attachments=bindparam("files", type_=versions.c.attachments.type))


@lru_cache(maxsize=16)
def _upserting(
    table: Table,
    key: tuple[str, ...],
    said: tuple[str, ...],
    *,
    sqlite: bool,
    returning: Column[Any] | None = None,
) -> Any:
    insert = inserting(table, sqlite=sqlite)
    new = {name: insert.excluded[name] for name in said}
    upsert = insert.on_conflict_do_update(index_elements=list(key), set_=new)
    return upsert if returning is None else upsert.returning(returning)


def _marks(known: Known) -> dict[str, Any]:
    return {
        "source": known.source,
        "link": known.link,
        "told": known.told,
        "was_read": known.read,
        "gone_at": known.gone_at,
        "check_at": known.check_at,
        **_counted(known.counters),
    }


def _counted(counters: Counters | None) -> dict[str, Any]:
    """The portal's own counters where they were read: the last ones known stay."""
    told = {name: count for name, count in asdict(counters).items() if count is not None} if counters else {}
    return {"counters": told} if told else {}


def _age(finding: Finding) -> tuple[bool, float, str]:
    published = finding.article.published
    moment = published.timestamp() if published else 0.0
    return published is None, moment, finding.article.external_id
