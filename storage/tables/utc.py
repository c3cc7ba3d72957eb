"""The one type of a moment in every table."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """Aware in, aware UTC out, on SQLite and PostgreSQL alike.

    SQLite keeps no zone: there the UTC wall time is written as text, which sorts as the moments do.
    Raises ValueError for a naive time, because nobody can tell which hours it means.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; every stored moment needs one")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _read if dialect.name == "sqlite" else _in_utc


def stored(moment: Any) -> datetime:
    """A moment that is never null, as a driver gives it."""
    return _read(moment) if isinstance(moment, str) else moment.astimezone(UTC)  # type: ignore[return-value]


def _in_utc(value: datetime | None) -> datetime | None:
    return value.astimezone(UTC) if value else None


@lru_cache(maxsize=1024)  # of what is read together most moments are the same
def _read(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
