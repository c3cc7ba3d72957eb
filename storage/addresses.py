"""Addresses of databases as operators write them: which engine, which driver, which file. Pure."""

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

_OURS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
_KNOWN = {*_OURS.values(), "postgresql", "postgresql+psycopg_async"}


def sqlite_file(address: str) -> Path | None:
    """The file of an SQLite address; None for any other database. Raises ValueError for what is no address."""
    parsed = _parsed(address)
    if parsed.drivername not in _KNOWN:
        raise ValueError("not a database that we know")
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def with_our_driver(address: str) -> str:
    """The address with the driver that we speak through, whichever it names. Raises ValueError for a foreign engine."""
    parsed = _parsed(address)
    engine = parsed.get_backend_name()
    if engine not in _OURS:
        raise ValueError(f"{engine} is no database of ours")
    return parsed.set(drivername=_OURS[engine]).render_as_string(hide_password=False)


def _parsed(address: str) -> URL:
    try:
        return make_url(address)
    except ArgumentError:
        raise ValueError("not an address") from None
