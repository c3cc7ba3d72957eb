"""Brings the schema to the newest, from an installed package as well as from the source tree."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.database import Database

_HERE = Path(__file__).parent / "migrations"
_LOCK = 0x10A  # any number of ours: several processes that start at once migrate one after the other


async def migrate(database: Database, *, revision: str = "head") -> None:
    """Upgrade to `revision`; doing it again changes nothing. Raises DatabaseUnavailable."""
    await database.run_sync(lambda connection: _upgrade(connection, revision))


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration without an ini file."""
    made = Config()
    made.set_main_option("script_location", str(_HERE))
    made.attributes["connection"] = connection
    return made


def _upgrade(connection: Connection, revision: str) -> Any:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    command.upgrade(config(connection), revision)
