"""The tables. Rows never leave this package; other rooms see the values of `records`.

SQLModel describes the columns, SQLAlchemy Core reads and writes them: `articles`, `deliveries` … at the end of
this file are the tables that the stores use. A change here needs a migration; a test holds the two together.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Index, MetaData, Table, Text, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from storage.utc import UTCDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Small rows under a composite key: half the time and half the WAL of a table with row ids (SQLite only).
_CLUSTERED = {"sqlite_with_rowid": False}
# Ids that others hold (buttons, messages sent) are never given twice, not even after the newest row went.
_NEVER_AGAIN = {"sqlite_autoincrement": True}


class _Row(SQLModel, registry=registry(metadata=metadata)):
    """What all tables share: one metadata with stable names."""


def _moment(*, null: bool = True) -> Any:
    return Field(default=None, sa_type=UTCDateTime, nullable=null)


def _long() -> Any:
    return Field(sa_type=Text)


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class VisitRow(_Row, table=True):
    """The memory of one source's last looks (`feeds.visits.Visit`); who looks at it now holds the lease."""

    __tablename__ = "visits"

    portal: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    address: str | None = None
    baselined_at: datetime | None = _moment()
    looked_at: datetime | None = _moment()
    good_at: datetime | None = _moment()
    full_at: datetime | None = _moment()
    found_at: datetime | None = _moment()
    due: datetime | None = _moment()
    failures: int
    reason: str = _long()
    lease_until: datetime | None = _moment()


class ArticleRow(_Row, table=True):
    """An article's identity, kept for ever, and what its source says of it.

    `shown` is what the public has last been shown of its marks: it moves only every k votes.
    """

    __tablename__ = "articles"
    __table_args__ = (UniqueConstraint("portal", "external_id"), _NEVER_AGAIN)

    id: int = Field(primary_key=True)
    portal: str
    external_id: str
    source: str
    link: str = _long()
    topic: str
    published: datetime | None = _moment()
    first_seen: datetime = Field(sa_type=UTCDateTime, index=True)
    told: str
    shown: list[int] | None = Field(default=None, sa_type=sa.JSON)


class VersionRow(_Row, table=True):
    """What an article said at a time. `announced_at` is empty until it is decided what is told about it.

    `folded` is title, lead and body for searching without accents: neither engine folds đ.
    """

    __tablename__ = "versions"
    __table_args__ = (_partial("ix_versions_to_announce", "id", where="announced_at IS NULL"),)

    id: int = Field(primary_key=True)
    article_id: int = Field(foreign_key="articles.id", index=True)
    fingerprint: str
    title: str = _long()
    lead: str = _long()
    body: str = _long()
    attachments: list[Any] = Field(sa_type=sa.JSON)
    image: str | None = Field(default=None, sa_type=Text)
    gist: dict[str, Any] = Field(sa_type=sa.JSON)
    folded: str = _long()
    verdict: str
    seen_at: datetime = _moment(null=False)
    announced_at: datetime | None = _moment()


class CitizenRow(_Row, table=True):
    """One chat. Its address is sealed in `chat` and looked up by `address_hash`; the key lies elsewhere.

    `heard_at` is kept only where a messenger lets us write after a person wrote, and not much later.
    """

    __tablename__ = "citizens"
    __table_args__ = (UniqueConstraint("address_hash"), _NEVER_AGAIN)

    id: int = Field(primary_key=True)
    address_hash: bytes
    chat: bytes
    messenger: str
    state: str = Field(index=True)
    language: str
    rhythm: str
    paused_until: datetime | None = _moment()
    consent_version: str
    consented_at: datetime | None = _moment()
    created_at: datetime = _moment(null=False)
    changed_at: datetime = _moment(null=False)
    heard_at: datetime | None = _moment()
    reason: str


class SubscriptionRow(_Row, table=True):
    """A citizen follows a topic."""

    __tablename__ = "subscriptions"
    __table_args__ = (Index(None, "topic", "citizen_id"), _CLUSTERED)

    citizen_id: int = Field(primary_key=True, foreign_key="citizens.id")
    topic: str = Field(primary_key=True)


class AnnouncementRow(_Row, table=True):
    """What is sent about an article, or a bulletin, or a notice to staff. `key` is never announced twice."""

    __tablename__ = "announcements"
    __table_args__ = (UniqueConstraint("key"), _NEVER_AGAIN)

    id: int = Field(primary_key=True)
    key: str
    kind: str
    article_id: int | None = Field(default=None, foreign_key="articles.id", index=True)
    version_id: int | None = Field(default=None, foreign_key="versions.id")
    text: str = _long()
    about: str
    manner: str
    refers_to: int | None = Field(default=None, foreign_key="articles.id")
    created_at: datetime = _moment(null=False)


class DeliveryRow(_Row, table=True):
    """One announcement owed to one citizen: the outbox.

    `messenger` and `priority` repeat what citizen and announcement say, so that a claim reads one index range.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        _partial(
            "ix_deliveries_open",
            "messenger",
            "priority",
            "not_before",
            where="state IN ('owed', 'unknown')",
        ),
        _partial("ix_deliveries_in_digest", "not_before", where="state = 'merged' AND digest_id IS NULL"),
        _partial("ix_deliveries_digest_id", "digest_id", where="digest_id IS NOT NULL"),
        _CLUSTERED,
    )

    announcement_id: int = Field(primary_key=True, foreign_key="announcements.id")
    citizen_id: int = Field(primary_key=True, foreign_key="citizens.id", index=True)
    messenger: str
    priority: int
    state: str
    silent: bool
    not_before: datetime | None = _moment()
    lease_until: datetime | None = _moment()
    attempts: int
    expires_at: datetime = _moment(null=False)
    digest_id: int | None = Field(default=None, foreign_key="announcements.id")
    message_ref: str | None = None
    settled_at: datetime | None = _moment()
    reason: str


class RatingRow(_Row, table=True):
    """One voter's mark for one article; `voter` is a keyed hash."""

    __tablename__ = "ratings"
    __table_args__ = (_CLUSTERED,)

    article_id: int = Field(primary_key=True, foreign_key="articles.id")
    voter: bytes = Field(primary_key=True)
    mark: int
    rated_at: datetime = _moment(null=False)


class CommentRow(_Row, table=True):
    """What a citizen wrote, to an article or in general. `key` keeps a message from counting twice."""

    __tablename__ = "comments"
    __table_args__ = (UniqueConstraint("key"),)

    id: int = Field(primary_key=True)
    key: bytes
    article_id: int | None = Field(default=None, foreign_key="articles.id", index=True)
    citizen_id: int | None = Field(default=None, foreign_key="citizens.id", index=True)
    text: str = _long()
    created_at: datetime = _moment(null=False)


class HeardRow(_Row, table=True):
    """A message that was acted on, by a keyed hash of its name."""

    __tablename__ = "heard"
    __table_args__ = (_CLUSTERED,)

    messenger: str = Field(primary_key=True)
    key: bytes = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime, index=True)


class QuotaRow(_Row, table=True):
    """How much of a messenger's quota is gone in a calendar month."""

    __tablename__ = "quotas"
    __table_args__ = (_CLUSTERED,)

    name: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    used: int


class OfficeRow(_Row, table=True):
    """The one row about this database itself: proof of the secret key that its chats are sealed with."""

    __tablename__ = "office"

    id: int = Field(primary_key=True)
    key_check: bytes


# Written out, not bound: SQLite uses a partial index only where it can read that the condition implies the index's.
OPEN = text("deliveries.state IN ('owed', 'unknown')")
# The message that carries an article, other than one that only tells of its change.
BEARS = text("(announcements.manner = 'send' OR announcements.refers_to IS NOT NULL)")
IN_NO_DIGEST_YET = text("deliveries.state = 'merged' AND deliveries.digest_id IS NULL")


def _table(row: type[_Row]) -> Table:
    return metadata.tables[str(row.__tablename__)]


visits = _table(VisitRow)
articles = _table(ArticleRow)
versions = _table(VersionRow)
citizens = _table(CitizenRow)
subscriptions = _table(SubscriptionRow)
announcements = _table(AnnouncementRow)
deliveries = _table(DeliveryRow)
ratings = _table(RatingRow)
comments = _table(CommentRow)
heard = _table(HeardRow)
quotas = _table(QuotaRow)
office = _table(OfficeRow)
