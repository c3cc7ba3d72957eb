"""What all tables share: one metadata with stable names, and the columns that are written alike."""

from typing import Any

from sqlalchemy import Index, MetaData, Text, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from storage.tables.utc import UTCDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Small rows under a composite key: half the time and half the WAL of a table with row ids (SQLite only).
CLUSTERED = {"sqlite_with_rowid": False}
# Ids that others hold (buttons, messages sent) are never given twice, not even after the newest row went.
NEVER_AGAIN = {"sqlite_autoincrement": True}


class Row(SQLModel, registry=registry(metadata=metadata)):
    """What all tables share: one metadata with stable names."""


def moment(*, null: bool = True) -> Any:
    return Field(default=None, sa_type=UTCDateTime, nullable=null)


def long() -> Any:
    return Field(sa_type=Text)


def partial_index(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
