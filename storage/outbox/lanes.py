"""Lanes: the announcements that have open deliveries, found without reading the deliveries; whose turn it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, text

from storage.database import Transaction
from storage.database.asking import Ask, Statement
from storage.outbox.owed import Announcement, Kind, Manner
from storage.outbox.priority import PRIORITY
from storage.records import AnnouncementId, ArticleId, Messenger, VersionId
from storage.tables import announcements
from storage.tables.utc import UTCDateTime, stored

# Jumps from one announcement to the next inside the partial index of what is open, however long each lane is.
_OPEN = "messenger = :messenger AND state IN ('owed', 'unknown') AND not_before IS NOT NULL"
_LANES = f"""
WITH RECURSIVE lane(id) AS (
    SELECT min(announcement_id) FROM deliveries WHERE {_OPEN}
    UNION ALL
    SELECT (SELECT min(announcement_id) FROM deliveries WHERE {_OPEN} AND announcement_id > lane.id)
    FROM lane WHERE lane.id IS NOT NULL
), open AS (
    SELECT lane.id, (SELECT min(not_before) FROM deliveries WHERE {_OPEN} AND announcement_id = lane.id) AS since
    FROM lane WHERE lane.id IS NOT NULL
)
"""  # noqa: S608  # constants of this file
# A clock put back silences nobody, nor does a machine whose clock is ahead: what was due when it was announced is due,
# and a pause holds only while the clock stands after the moment it was asked for.
_DUE = Statement(f"""
{_LANES}
SELECT since, open.id AS announcement_id, kind, article_id, version_id, text, about, manner, refers_to, created_at,
(SELECT max(versions.id) FROM versions WHERE versions.article_id = announcements.article_id) AS newest
FROM open JOIN announcements ON announcements.id = open.id
WHERE (since <= :now OR since <= created_at)
AND NOT EXISTS (SELECT 1 FROM pauses WHERE messenger = :messenger AND until > :now AND pauses.since <= :now)
""")  # noqa: S608
_NOW = bindparam("now", type_=UTCDateTime())
_STALE = text(f"""
{_LANES} SELECT open.id FROM open JOIN announcements ON announcements.id = open.id WHERE expires_at <= :now
""").bindparams(_NOW)  # noqa: S608
_OLDEST = f"{_LANES} SELECT min(since) AS since FROM open WHERE since <= :now"  # noqa: S608
_OLDEST_LANE = text(_OLDEST).bindparams(_NOW).columns(since=UTCDateTime())

AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Lane:
    """An announcement with deliveries due, the longest waiting of them since `since`; `newest` is its article now."""

    announcement: Announcement
    since: datetime
    newest: VersionId | None = None


class _Row(NamedTuple):
    """A row of `_DUE`."""

    since: Any
    announcement_id: int
    kind: str
    article_id: int | None
    version_id: int | None
    text: str
    about: str
    manner: str
    refers_to: int | None
    created_at: Any
    newest: VersionId | None


def due(ask: Ask, messenger: Messenger, *, now: datetime, above: Kind | None = None) -> list[Lane]:
    """The lanes of a messenger, urgent kinds first, then the longest waiting; none while it asked for a pause.

    With `above` only those more urgent than that kind.
    """
    rows = [_Row._make(row) for row in ask(_DUE, {"messenger": messenger, "now": now})]
    lanes = [Lane(announcement(row), stored(row.since), row.newest) for row in rows]
    if above is not None:
        lanes = [lane for lane in lanes if PRIORITY[lane.announcement.kind] < PRIORITY[above]]
    return sorted(
        lanes, key=lambda lane: (PRIORITY[lane.announcement.kind], lane.since, lane.announcement.id)
    )


def turns(lanes: Sequence[Lane], turn: int) -> Iterator[tuple[Lane, Callable[[int], int]]]:
    """The lanes in the order of claiming, each with how much of the room left it may take.

    Urgent kinds come first and take what they need. Equals get equal parts, whatever their length: who is told after
    a long broadcast began does not wait for its end. With `turn` the first place goes round among equals; `AT_ONCE`
    of them share a claim, and the others only what these leave.
    """
    for _, same in groupby(lanes, key=lambda lane: lane.announcement.kind):
        equals = list(same)
        first = turn % len(equals)
        for place, lane in enumerate(equals[first:] + equals[:first]):
            yield lane, partial(_share, min(len(equals), AT_ONCE) - place)


def _share(lanes: int, room: int) -> int:
    return -(-room // max(1, lanes))


async def stale(tx: Transaction, *, now: datetime) -> list[AnnouncementId]:
    """Announcements with open deliveries of which some may be stale."""
    found: set[AnnouncementId] = set()
    for messenger in Messenger:
        rows = await tx.execute(_STALE, {"messenger": messenger, "now": now})
        found |= {AnnouncementId(row.id) for row in rows}
    return sorted(found)


async def oldest(tx: Transaction, *, now: datetime) -> datetime | None:
    """Since when the longest-waiting delivery has been due."""
    rows = [(await tx.execute(_OLDEST_LANE, {"messenger": one, "now": now})).scalar() for one in Messenger]
    return min((moment for moment in rows if moment is not None), default=None)


def announced() -> tuple[ColumnElement[Any], ...]:
    """The columns that `announcement` reads."""
    names = ("kind", "article_id", "version_id", "text", "about", "created_at", "manner", "refers_to")
    return (announcements.c.id.label("announcement_id"), *(announcements.c[name] for name in names))


def announcement(row: Any) -> Announcement:
    """A row that holds an announcement, as a value."""
    return Announcement(
        id=AnnouncementId(row.announcement_id),
        kind=Kind(row.kind),
        article=ArticleId(row.article_id) if row.article_id is not None else None,
        version=VersionId(row.version_id) if row.version_id is not None else None,
        text=row.text,
        about=row.about,
        created_at=stored(row.created_at),
        manner=Manner(row.manner),
        refers_to=ArticleId(row.refers_to) if row.refers_to is not None else None,
    )
