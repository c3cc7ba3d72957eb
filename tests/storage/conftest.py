"""Each store is tested on real SQLite and on a real PostgreSQL that the suite starts itself.

No database is imitated here, and nothing of feeds/ or bot/ runs.
"""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.keys import Keys
from storage.migrate import migrate
from tests.fakes.postgres import fresh


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
    opened = Database(fresh(address), keys)
    await migrate(opened)
    return opened
