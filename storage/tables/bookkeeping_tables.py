"""The tables of the service's own books: what was heard, used up, put up and kept sealed. Used through `tables`."""

from datetime import datetime

from sqlmodel import Field

from storage.tables.columns import CLUSTERED, Row, moment
from storage.tables.utc import UTCDateTime


class HeardRow(Row, table=True):
    """A message that was acted on, by a keyed hash of its name."""

    __tablename__ = "heard"
    __table_args__ = (CLUSTERED,)

    messenger: str = Field(primary_key=True)
    key: bytes = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime, index=True)


class QuotaRow(Row, table=True):
    """How much of a messenger's quota is gone in a calendar month."""

    __tablename__ = "quotas"
    __table_args__ = (CLUSTERED,)

    name: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    used: int


class BroadcastRow(Row, table=True):
    """An announcement put up for all followers of a messenger's account. `article` is its name there once it is made.

    `state` goes from `making` over `calling` to its end; `calling` is written before the call and never called again.
    """

    __tablename__ = "broadcasts"
    __table_args__ = (CLUSTERED,)

    announcement_id: int = Field(primary_key=True, foreign_key="announcements.id")
    state: str
    draft: str
    article: str
    ref: str
    attempts: int
    not_before: datetime | None = moment()
    at: datetime = moment(null=False)
    reason: str


class SafeRow(Row, table=True):
    """A few sealed words under a name. Who borrowed the name may replace them until then, and nobody else."""

    __tablename__ = "safe"

    name: str = Field(primary_key=True)
    sealed: bytes
    kept_at: datetime = moment(null=False)
    borrowed_until: datetime | None = moment()


class OfficeRow(Row, table=True):
    """The one row about this database itself: proof of the secret key that its chats are sealed with."""

    __tablename__ = "office"

    id: int = Field(primary_key=True)
    key_check: bytes
