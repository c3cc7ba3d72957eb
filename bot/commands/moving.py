"""`loa migrate --from`: an office moves into the database of LOA_DATABASE_URL."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TaskID

from bot.config import ConfigError
from bot.config.settings import Settings
from bot.storing import database_file, keys_of, opened
from storage.addresses import sqlite_file, with_our_driver
from storage.database import Database
from storage.database.sole import running
from storage.migrate import migrate
from storage.moving import CannotMove, Moved, move


async def move_here(address: str, settings: Settings, *, warn: Callable[[str], None]) -> list[Moved]:
    """Everything at `address` copied and compared, or nothing. Raises ConfigError, DatabaseUnavailable."""
    url, file = _source(address)
    ours = database_file(settings)
    if url == settings.database_url or (file and ours and ours.exists() and file.samefile(ours)):
        raise ConfigError(
            "--from: that is the database of LOA_DATABASE_URL itself; set LOA_DATABASE_URL to the new one"
        )
    if file and running(file):
        warn(
            f"{file} is in use by a running service: what it writes from now on is not moved. Stop it, and start over"
        )
    async with _as_it_is(url, settings) as source, opened(settings) as target:
        try:
            with _bars() as progress:
                return await move(source, target, progress=progress)
        except CannotMove as fault:
            raise ConfigError(f"--from: {fault}; nothing was moved") from None


def _source(address: str) -> tuple[str, Path | None]:
    """The address for our drivers, and its file. Raises ConfigError."""
    try:
        url = with_our_driver(address)
    except ValueError as fault:
        raise ConfigError(f"--from: {fault}; write sqlite:///loa.db") from None
    file = sqlite_file(url)
    if file and not file.is_file():
        raise ConfigError(f"--from: {file} is no file; name the database that is to be moved")
    return url, file


@asynccontextmanager
async def _as_it_is(url: str, settings: Settings) -> AsyncIterator[Database]:
    """The old database, brought to the newest schema."""
    source = Database(url, keys_of(settings))
    try:
        await migrate(source)
        yield source
    finally:
        await source.close()


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], None]]:
    """On a terminal a bar for each table."""
    bars: dict[str, TaskID] = {}
    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:

        def progress(table: str, done: int, there: int) -> None:
            if table not in bars:
                bars[table] = shown.add_task(table, total=there)
            shown.update(bars[table], completed=done)

        yield progress
