"""Opens the database that the environment names: its key, its schema, its errors as configuration faults."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.config import ConfigError
from bot.config.settings import Settings
from storage.addresses import sqlite_file
from storage.database import Database
from storage.keys import Keys, WrongKey, key_beside, load_or_make
from storage.migrate import migrate
from storage.office import vouch

_MAKE = "make one with: openssl rand -base64 33"


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """A database with the newest schema and the right key. Raises ConfigError, DatabaseUnavailable."""
    database = Database(settings.database_url, keys_of(settings))
    try:
        await migrate(database)
        try:
            await vouch(database)
        except WrongKey as fault:
            raise ConfigError(f"environment: LOA_SECRET_KEY: {fault}; set the key it was made with") from None
        yield database
    finally:
        await database.close()


def keys_of(settings: Settings) -> Keys:
    """The secret key: from the environment, else made once beside an SQLite file. Raises ConfigError."""
    path = key_file(settings)
    try:
        if settings.secret_key:
            return Keys(settings.secret_key.get_secret_value().encode())
        if path:
            return load_or_make(path)
    except ValueError as fault:
        where, mend = (
            ("", _MAKE)
            if settings.secret_key
            else (f"{path}: ", "lay the key there that the database was made with")
        )
        raise ConfigError(f"environment: LOA_SECRET_KEY: {where}{fault}; {mend}") from None
    except OSError as fault:
        raise ConfigError(
            f"environment: LOA_SECRET_KEY: {path}: {fault.strerror}; the file and its folder must be ours"
        ) from None
    raise ConfigError(
        f"environment: LOA_SECRET_KEY: must be set for a database that is no file of this machine; {_MAKE}"
    )


def key_file(settings: Settings) -> Path | None:
    """Where the key of an SQLite file lies. Raises ConfigError for an address nobody can read."""
    file = database_file(settings)
    return key_beside(file) if file else None


def database_file(settings: Settings) -> Path | None:
    """The file of an SQLite database, None for a server. Raises ConfigError for an address nobody can read."""
    try:
        file = sqlite_file(settings.database_url)
    except ValueError:
        raise ConfigError(
            "environment: LOA_DATABASE_URL: not an address; write sqlite+aiosqlite:///loa.db or "
            "postgresql+psycopg://user:password@host/name"
        ) from None
    if file and (file.is_dir() or not file.parent.is_dir()):
        raise ConfigError(
            f"environment: LOA_DATABASE_URL: {file} is no place for a file; name one in a folder that is there"
        )
    return file
