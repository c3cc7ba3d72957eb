"""The tables. Rows never leave this package; other rooms see the values of `records`.

SQLModel describes the columns, SQLAlchemy Core reads and writes them: `articles`, `deliveries` … at the end of
this file are the tables that the stores use. A change here needs a migration; a test holds the two together.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Index, Table, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.article_tables import AliasRow, ArticleRow, VersionRow, VisitRow, WindowRow
from storage.tables.bookkeeping_tables import BroadcastRow, HeardRow, OfficeRow, QuotaRow, SafeRow
from storage.tables.columns import CLUSTERED, NEVER_AGAIN, Row, long, moment, partial_index

metadata = Row.metadata


class CitizenRow(Row, table=True):
    """One chat. Its address is sealed in `chat` and looked up by `address_hash`; the key lies elsewhere.

    `thread` is the topic of a forum they are told in; until `remark_until` the next text is a remark on `remark_on`.
    `heard_at` is kept only where a messenger lets us write after a person wrote, and not much later.
    `turned_at` is when, by the messenger's clock, the chat last turned away from us or back.
    """

    __tablename__ = "citizens"
    __table_args__ = (
        UniqueConstraint("address_hash"),
        partial_index("ix_citizens_paused", "state", "paused_until", where="paused_until IS NOT NULL"),
        NEVER_AGAIN,
    )

    id: int = Field(primary_key=True)
    address_hash: bytes
    chat: bytes
    messenger: str
    state: str = Field(index=True)
    language: str
    rhythm: str
    paused_until: datetime | None = moment()
    consent_version: str
    consented_at: datetime | None = moment()
    thread: str
    remark_until: datetime | None = moment()
    remark_on: int | None = Field(default=None, foreign_key="articles.id")
    menu: list[Any] | None = Field(default=None, sa_type=sa.JSON)
    menu_at: datetime | None = moment()
    menu_until: datetime | None = moment()
    created_at: datetime = moment(null=False)
    changed_at: datetime = moment(null=False)
    heard_at: datetime | None = moment()
    turned_at: datetime | None = moment()
    reason: str


class SubscriptionRow(Row, table=True):
    """A citizen follows a topic."""

    __tablename__ = "subscriptions"
    __table_args__ = (Index(None, "topic", "citizen_id"), CLUSTERED)

    citizen_id: int = Field(primary_key=True, foreign_key="citizens.id")
    topic: str = Field(primary_key=True)


class KeywordRow(Row, table=True):
    """A word that brings a citizen articles, or (`follow` false) keeps them away; `word` is folded."""

    __tablename__ = "keywords"
    __table_args__ = (Index(None, "word"), CLUSTERED)

    citizen_id: int = Field(primary_key=True, foreign_key="citizens.id")
    word: str = Field(primary_key=True)
    typed: str
    follow: bool


class AnnouncementRow(Row, table=True):
    """What is sent about an article, or a bulletin, or a notice to staff. `key` is never announced twice.

    `expires_at` is when the first of its deliveries goes stale: before that nobody has to look for stale ones.
    """

    __tablename__ = "announcements"
    __table_args__ = (UniqueConstraint("key"), Index(None, "kind", "about"), NEVER_AGAIN)

    id: int = Field(primary_key=True)
    key: str
    kind: str
    article_id: int | None = Field(default=None, foreign_key="articles.id", index=True)
    version_id: int | None = Field(default=None, foreign_key="versions.id")
    text: str = long()
    about: str
    manner: str
    refers_to: int | None = Field(default=None, foreign_key="articles.id")
    created_at: datetime = moment(null=False)
    expires_at: datetime = moment(null=False)


class DeliveryRow(Row, table=True):
    """One announcement owed to one citizen: the outbox.

    `messenger` repeats what the citizen says, so that a claim reads one index range an announcement.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        partial_index(
            "ix_deliveries_open",
            "messenger",
            "announcement_id",
            "not_before",
            where="state IN ('owed', 'unknown') AND not_before IS NOT NULL",
        ),
        partial_index(
            "ix_deliveries_in_digest", "not_before", where="state = 'merged' AND digest_id IS NULL"
        ),
        partial_index("ix_deliveries_digest_id", "digest_id", where="digest_id IS NOT NULL"),
        CLUSTERED,
    )

    announcement_id: int = Field(primary_key=True, foreign_key="announcements.id")
    citizen_id: int = Field(primary_key=True, foreign_key="citizens.id", index=True)
    messenger: str
    state: str
    silent: bool
    not_before: datetime | None = moment()
    lease_until: datetime | None = moment()
    attempts: int
    expires_at: datetime = moment(null=False)
    digest_id: int | None = Field(default=None, foreign_key="announcements.id")
    message_ref: str | None = None
    settled_at: datetime | None = moment()
    reason: str


class PauseRow(Row, table=True):
    """A messenger asked, at `since`, to be left alone until `until`."""

    __tablename__ = "pauses"

    messenger: str = Field(primary_key=True)
    since: datetime = moment(null=False)
    until: datetime = moment(null=False)


class RatingRow(Row, table=True):
    """One voter's mark for one article, and why it was low; `voter` is a keyed hash."""

    __tablename__ = "ratings"
    __table_args__ = (CLUSTERED,)

    article_id: int = Field(primary_key=True, foreign_key="articles.id")
    voter: bytes = Field(primary_key=True)
    mark: int
    why: str
    rated_at: datetime = moment(null=False)


class CommentRow(Row, table=True):
    """What a citizen wrote, to an article or in general. `key` keeps a message from counting twice."""

    __tablename__ = "comments"
    __table_args__ = (UniqueConstraint("key"),)

    id: int = Field(primary_key=True)
    key: bytes
    article_id: int | None = Field(default=None, foreign_key="articles.id", index=True)
    citizen_id: int | None = Field(default=None, foreign_key="citizens.id", index=True)
    text: str = long()
    created_at: datetime = moment(null=False)


# Written out, not bound: SQLite uses a partial index only where it can read that the condition implies the index's.
OPEN = text("deliveries.state IN ('owed', 'unknown') AND deliveries.not_before IS NOT NULL")
# Taken by a courier, and not cancelled since.
UNDER_WAY = text(
    "(deliveries.lease_until IS NOT NULL AND deliveries.state IN ('owed', 'unknown')"
    " AND deliveries.not_before IS NOT NULL)"
)
# The message that carries an article, other than one that only tells of its change.
BEARS = text("(announcements.manner = 'send' OR announcements.refers_to IS NOT NULL)")
# What rings or adds a message: all but a message drawn anew.
IS_NEW = text(
    "EXISTS (SELECT 1 FROM announcements WHERE announcements.id = deliveries.announcement_id"
    " AND announcements.manner <> 'edit')"
)
# Surely rings or adds a message: what may be a message drawn anew is left to its courier.
RINGS = text(
    "EXISTS (SELECT 1 FROM announcements WHERE announcements.id = deliveries.announcement_id"
    " AND announcements.manner NOT IN ('edit', 'amend'))"
)
IN_NO_DIGEST_YET = text("deliveries.state = 'merged' AND deliveries.digest_id IS NULL")


def _table(row: type[Row]) -> Table:
    return metadata.tables[str(row.__tablename__)]


visits = _table(VisitRow)
articles = _table(ArticleRow)
versions = _table(VersionRow)
aliases = _table(AliasRow)
windows = _table(WindowRow)
citizens = _table(CitizenRow)
subscriptions = _table(SubscriptionRow)
keywords = _table(KeywordRow)
announcements = _table(AnnouncementRow)
deliveries = _table(DeliveryRow)
pauses = _table(PauseRow)
ratings = _table(RatingRow)
comments = _table(CommentRow)
heard = _table(HeardRow)
quotas = _table(QuotaRow)
broadcasts = _table(BroadcastRow)
safe = _table(SafeRow)
office = _table(OfficeRow)
