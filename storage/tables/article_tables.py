"""The tables of what is watched: visits, articles and their versions. The stores use them through `tables`."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from storage.tables.columns import CLUSTERED, NEVER_AGAIN, Row, long, moment, partial_index
from storage.tables.utc import UTCDateTime


class VisitRow(Row, table=True):
    """The memory of one source's last looks (`feeds.visits.Visit`); who looks at it now holds the lease."""

    __tablename__ = "visits"

    portal: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    address: str | None = None
    baselined_at: datetime | None = moment()
    looked_at: datetime | None = moment()
    good_at: datetime | None = moment()
    full_at: datetime | None = moment()
    found_at: datetime | None = moment()
    due: datetime | None = moment()
    failures: int
    reason: str = long()
    lease_until: datetime | None = moment()


class ArticleRow(Row, table=True):
    """An article's identity, kept for ever, and what its source says of it.

    `likeness` is `feeds.likeness.likeness_key` of its newest title; `baseline`, `was_read`, `gone_at` and `check_at`
    are those of `feeds.visits.Known`; `counters` are the portal's own (`feeds.formats.counters`), as last read.
    `shown` is what the public has last been shown of its marks: it moves only every k votes.
    """

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("portal", "external_id"),
        partial_index("ix_articles_to_check", "portal", "source", "check_at", where="check_at IS NOT NULL"),
        partial_index("ix_articles_gone", "portal", "gone_at", where="gone_at IS NOT NULL"),
        NEVER_AGAIN,
    )

    id: int = Field(primary_key=True)
    portal: str
    external_id: str
    source: str
    link: str = long()
    topic: str
    published: datetime | None = moment()
    first_seen: datetime = Field(sa_type=UTCDateTime, index=True)
    told: str
    likeness: str = Field(index=True)
    baseline: bool
    was_read: bool
    gone_at: datetime | None = moment()
    check_at: datetime | None = moment()
    counters: dict[str, int] | None = Field(default=None, sa_type=sa.JSON)
    shown: list[int] | None = Field(default=None, sa_type=sa.JSON)


class AliasRow(Row, table=True):
    """A further id of an article: its portal moved, or another source calls it so."""

    __tablename__ = "aliases"
    __table_args__ = (CLUSTERED,)

    portal: str = Field(primary_key=True)
    external_id: str = Field(primary_key=True)
    article_id: int = Field(foreign_key="articles.id", index=True)


class WindowRow(Row, table=True):
    """The ids of the articles that a source listed when it last changed."""

    __tablename__ = "windows"

    portal: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    ids: list[str] = Field(sa_type=sa.JSON)


class VersionRow(Row, table=True):
    """What an article said at a time. `announced_at` is empty until it is decided what is told about it.

    `held_as` is what a held verdict becomes when staff release it.
    `folded` is title, lead and body for searching without accents: neither engine folds đ. The first migration
    indexes its words, by FTS5 on SQLite and by a GIN index on PostgreSQL.
    """

    __tablename__ = "versions"
    __table_args__ = (partial_index("ix_versions_to_announce", "id", where="announced_at IS NULL"),)

    id: int = Field(primary_key=True)
    article_id: int = Field(foreign_key="articles.id", index=True)
    fingerprint: str
    title: str = long()
    lead: str = long()
    body: str = long()
    attachments: list[Any] = Field(sa_type=sa.JSON)
    image: str | None = Field(default=None, sa_type=Text)
    gist: dict[str, Any] = Field(sa_type=sa.JSON)
    folded: str = long()
    verdict: str
    held_as: str | None = None
    seen_at: datetime = moment(null=False)
    announced_at: datetime | None = moment()
