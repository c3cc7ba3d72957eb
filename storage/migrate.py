"""Brings the schema to the newest, from an installed package as well as from the source tree."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from storage.database import Database, DatabaseUnavailable
from storage.database.mends import RESTORE
from storage.tables import metadata

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
    made = config(connection)
    _check(connection, {script.revision for script in ScriptDirectory.from_config(made).walk_revisions()})
    command.upgrade(made, revision)
    if revision == "head" and (missing := set(metadata.tables) - _tables(connection)):
        raise DatabaseUnavailable(f"the database is damaged: {', '.join(sorted(missing))} missing; {RESTORE}")


def _check(connection: Connection, known: set[str]) -> None:
    """A schema that cannot be led on is left as it is. Raises DatabaseUnavailable."""
    current = MigrationContext.configure(connection).get_current_heads()
    if newer := [one for one in current if one not in known]:
        raise DatabaseUnavailable(
            f"the database is of a newer Loa (schema {newer[0]}): run that one, or restore a copy of before; "
            "nothing was changed"
        )
    if not current and (there := _tables(connection) & set(metadata.tables)):
        raise DatabaseUnavailable(
            f"the database is half made: {len(there)} of its tables and no version; {RESTORE}"
        )


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())
