"""The rows of what looks found, and the statements that keep many of them at once. Which ones, `recording` says."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from feeds.fold import words
from feeds.formats.counters import Counters
from feeds.likeness import likeness_key
from feeds.visits import Finding, Sighting
from storage import shapes
from storage.database import Transaction
from storage.database.asking import written
from storage.database.batching import Batch

_LONGEST = 200_000  # letters of an article that are searched: PostgreSQL takes at most 1 MB of words

_SEEN = {
    "source": "text",
    "link": "text",
    "told": "text",
    "was_read": "boolean",
    "gone_at": "timestamptz",
    "check_at": "timestamptz",
    "counters": "json",
}
_ARTICLE = {
    "portal": "text",
    "external_id": "text",
    "first_seen": "timestamptz",
    "topic": "text",
    "published": "timestamptz",
    "likeness": "text",
    "baseline": "boolean",
    **_SEEN,
}
_VERSION = {
    "article_id": "bigint",
    "fingerprint": "text",
    "title": "text",
    "lead": "text",
    "body": "text",
    "attachments": "json",
    "image": "text",
    "gist": "json",
    "folded": "text",
    "verdict": "text",
    "held_as": "text",
    "seen_at": "timestamptz",
    "announced_at": "timestamptz",
}
_FOR_EVER = ("portal", "external_id", "first_seen")


def _set(names: Iterable[str], given: str) -> str:
    """The portal's counters stay as they were last read, where they were not read now."""
    kept = {"counters": f"coalesce({given}.counters, articles.counters)"}
    return ", ".join(
        f"{name} = {kept.get(name, f'{given}.{name}')}" for name in names if name not in _FOR_EVER
    )


# Written out: they run for every look. `place` is their order, in which ids are given: what is older is told first.
KEEP_ARTICLES = Batch(
    f"WITH {{given}} INSERT INTO articles ({', '.join(_ARTICLE)}) "  # noqa: S608  # our own names
    f"SELECT {', '.join(_ARTICLE)} FROM given WHERE true ORDER BY place "
    f"ON CONFLICT (portal, external_id) DO UPDATE SET {_set(_ARTICLE, 'excluded')} "
    "RETURNING external_id, id",
    {"place": "int", **_ARTICLE},
)
KEEP_VERSIONS = Batch(
    f"WITH {{given}} INSERT INTO versions ({', '.join(_VERSION)}) "  # noqa: S608
    f"SELECT {', '.join(_VERSION)} FROM given WHERE true ORDER BY place",
    {"place": "int", **_VERSION},
)
SEE = Batch(
    f"WITH {{given}} UPDATE articles SET {_set(_SEEN, 'given')} FROM given "  # noqa: S608
    "WHERE articles.portal = {value} AND articles.external_id = given.external_id",
    {"external_id": "text", **_SEEN},
    joined=True,
)
LIST = Batch(
    "WITH {given} INSERT INTO windows (portal, source, ids) SELECT portal, source, ids FROM given WHERE true "
    "ON CONFLICT (portal, source) DO UPDATE SET ids = excluded.ids",
    {"portal": "text", "source": "text", "ids": "json"},
)


def article_row(
    tx: Transaction, place: int, finding: Finding, source: str, at: datetime | None
) -> tuple[Any, ...]:
    """A row for `KEEP_ARTICLES`."""
    article = finding.article
    return (
        place,
        article.portal,
        article.external_id,
        _written(tx, at),
        article.topic,
        _written(tx, article.published),
        likeness_key(article.version.title),
        finding.baseline,
        source,
        article.link,
        finding.told,
        finding.read,
        _written(tx, finding.gone_at),
        _written(tx, finding.check_at),
        _counted(finding.counters),
    )


def version_row(
    tx: Transaction, place: int, article_id: int, finding: Finding, marks: Mapping[str, Any]
) -> tuple[Any, ...]:
    """A row for `KEEP_VERSIONS`; `marks` are its `verdict`, `held_as`, `seen_at` and `announced_at`."""
    version = finding.article.version
    return (
        place,
        article_id,
        version.fingerprint,
        version.title,
        version.lead,
        version.body,
        json.dumps(shapes.files_to_json(version.attachments)),
        version.image,
        json.dumps(shapes.gist_to_json(finding.article.gist)),
        words("\n".join((version.title, version.lead, version.body)))[:_LONGEST],
        marks["verdict"],
        marks["held_as"],
        _written(tx, marks["seen_at"]),
        _written(tx, marks["announced_at"]),
    )


def seen_row(tx: Transaction, sighting: Sighting) -> tuple[Any, ...]:
    """A row for `SEE`."""
    known = sighting.known
    return (
        known.external_id,
        known.source,
        known.link,
        known.told,
        known.read,
        _written(tx, known.gone_at),
        _written(tx, known.check_at),
        _counted(known.counters),
    )


def _counted(counters: Counters | None) -> str | None:
    told = {name: count for name, count in asdict(counters).items() if count is not None} if counters else {}
    return json.dumps(told) if told else None


def _written(tx: Transaction, moment: datetime | None) -> str | None:
    return written(moment, zone=not tx.is_sqlite)
