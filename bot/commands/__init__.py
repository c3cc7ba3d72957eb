"""What each command does, apart from reading its arguments: open what it needs, do it, close again."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.table import Table

from bot import logs
from bot.app import App, Part
from bot.asking import retelling
from bot.commands import checkup, consenting, explaining, looking
from bot.commands.reporting import as_csv, row
from bot.config import Config, ConfigError
from bot.config.settings import Settings, read_settings
from bot.listener import erasing
from bot.messengers import channels
from bot.opening import settle_names
from bot.storing import database_file, key_file, opened
from bot.timing import utc_now
from bot.watching import watcher_of
from feeds.fetching import Fetcher
from feeds.portals import Portal
from feeds.reading import Reader
from feeds.watcher import Look
from storage import feedback
from storage.backup import check_target, copy
from storage.database import DatabaseUnavailable
from storage.database.sole import alone
from storage.explaining import case
from storage.holds import Held
from storage.records import Address, ReportLine

log = logging.getLogger(__name__)


def settings() -> Settings:
    """The environment, with logging silenced for its secrets. Raises ConfigError."""
    read = read_settings(os.environ)
    logs.to_stderr(read.secrets())
    return read


def configured() -> bool:
    """Whether a messenger has a token. Raises ConfigError."""
    return bool(settings().messengers)


async def run(only: frozenset[Part]) -> None:
    """The service, until SIGTERM or Ctrl-C. Raises ConfigError, PortTaken, DatabaseUnavailable."""
    read = settings()
    config = read.office()
    file = database_file(read)
    with alone(file, only) if file else nullcontext():
        await _run(read, config, only)


async def _run(read: Settings, config: Config, only: frozenset[Part]) -> None:
    if not read.messengers:
        log.warning("no messenger has a token, so nobody is told: .env.example says which there are")
    async with opened(read) as database:
        app = App(read, config, database, channels(read, config, database))
        stop_on_signals(app)
        await app.run(only)


async def sandbox(host: str, port: int, say: Callable[[str], None], *, zalo_webhook: bool = False) -> None:
    """Everything on this machine, without a token. Raises PortTaken."""
    from bot.sandbox import running  # noqa: PLC0415  # the service itself loads none of it

    logs.to_stderr()
    await running.sandbox(host, port, say=say, on_start=stop_on_signals, zalo_webhook=zalo_webhook)


def stop_on_signals(app: App) -> None:
    """SIGTERM and Ctrl-C finish the round; a second Ctrl-C is the operator's own way out."""
    loop = asyncio.get_running_loop()

    def asked(number: signal.Signals) -> None:
        app.stop()
        loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked, number)


async def look(names: Sequence[str]) -> tuple[list[Look], list[Held]]:
    """One look at the sources named, or at all, and what waits for staff. Raises ConfigError for an unknown name."""
    read = settings()
    config = read.office()
    known = {source.name: source for source in config.sources}
    looking.check_names(names, known)
    async with (
        opened(read) as database,
        fetching(config.portal) as fetcher,
        retelling(read, config) as retell,
    ):
        await settle_names(config, database)
        watcher = watcher_of(config, database, fetcher, utc_now, retell)
        looks = [await watcher.look(known[name], thorough=True) for name in names or known]
        return looks, await looking.waiting(database)


async def settle(source: str, *, release: bool) -> looking.Settled:
    """Release or dismiss what is held of a source. Raises ConfigError for an unknown name."""
    read = settings()
    known = [one.name for one in read.office().sources]
    async with opened(read) as database:
        return await looking.settle(database, source, known, release=release, now=utc_now())


@asynccontextmanager
async def fetching(portal: Portal) -> AsyncIterator[Fetcher]:
    """A fetcher for one command."""
    fetcher = Fetcher(portal, clock=utc_now)
    try:
        yield fetcher
    finally:
        await fetcher.close()


async def report(back: timedelta) -> tuple[list[ReportLine], int]:
    """The articles of the last days with their marks, and the k below which numbers hide."""
    read = settings()
    config = read.office()
    async with opened(read) as database, database.reading() as tx:
        return list(await feedback.report(tx, utc_now() - back)), config.feedback.k


def report_json(lines: Sequence[ReportLine], k: int) -> list[dict[str, Any]]:
    """The report as `--json` shows it."""
    return [row(line, k=k) for line in lines]


def report_csv(lines: Sequence[ReportLine], k: int) -> str:
    """The report as `--csv` shows it."""
    return as_csv(lines, k=k)


def report_table(lines: Sequence[ReportLine], k: int) -> Table:
    """The report as a person reads it; «–» where fewer than k voted."""
    table = Table(
        "article", "title", "votes", "mean", "satisfied", "comments", caption=f"«–»: fewer than {k} votes"
    )
    for shown in report_json(lines, k):
        mean = "–" if shown["mean"] is None else f"{shown['mean']:.1f}"
        satisfied = "–" if shown["satisfied"] is None else f"{shown['satisfied']:.0%}"
        comments = "–" if shown["comments"] is None else str(shown["comments"])
        table.add_row(shown["id"], shown["title"], str(shown["count"]), mean, satisfied, comments)
    return table


async def doctor() -> list[checkup.Check]:
    """Every check, whatever the others say. Raises ConfigError only where nothing can be checked."""
    read = settings()
    config = read.office()
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(fetching(config.portal))
        reteller = await stack.enter_async_context(retelling(read, config))
        try:
            database = await stack.enter_async_context(opened(read))
        except (DatabaseUnavailable, ConfigError):
            database = None  # the checkup says why
        reader = Reader(config.portal, fetcher)
        built = channels(read, config, database)
        return await checkup.examine(read, config, reader, built, reteller=reteller)


async def zalo_login(redirect: str, *, say: Callable[[str], None], ask: Callable[[], str]) -> None:
    """Walk a person through the consent of the Zalo Official Account. Raises ConfigError, Unreachable."""
    read = settings()
    async with opened(read) as database:
        await consenting.login(read, database, redirect, say=say, ask=ask)


async def migrate() -> None:
    """Bring the schema to the newest."""
    async with opened(settings()):
        return


async def backup(file: Path) -> list[Path]:
    """A consistent copy while the service runs; returns the files written. Raises ConfigError, DatabaseUnavailable."""
    read = settings()
    database, key = database_file(read), key_file(read)
    if database is None:
        raise ConfigError("loa backup copies an SQLite file; copy a PostgreSQL database with pg_dump")
    _must_be_there(read, "nothing to copy")
    try:
        check_target(database, file)
    except (ValueError, OSError) as fault:
        raise ConfigError(f"FILE: {fault}") from None
    return await asyncio.to_thread(copy, database, file, key=None if read.secret_key else key)


def _must_be_there(read: Settings, so: str) -> None:
    """In a folder that is not the office's a question would make an empty office and answer from that."""
    database = database_file(read)
    if database and not database.is_file():
        raise ConfigError(f"environment: LOA_DATABASE_URL: {database} is not there: {so}")


async def explain(article: str, address: str) -> list[str]:
    """Why somebody was told of an article, or not; empty where nothing is known. Raises ConfigError."""
    whom, read = _address(address), settings()
    _must_be_there(read, "nothing is known of anybody")
    async with opened(read) as database, database.reading() as tx:
        return explaining.lines(await case(tx, article, whom))


def _address(text: str) -> Address:
    try:
        return Address.parse(text)
    except ValueError as error:
        raise ConfigError(str(error)) from None


async def erase(address: str) -> bool:
    """Everything about one citizen gone; False where nothing was stored. Raises ConfigError."""
    whom, read = _address(address), settings()
    _must_be_there(read, "nobody to erase")
    async with opened(read) as database:
        async with database.transaction() as tx:
            known = await erasing.erase(tx, whom, now=utc_now())
        await database.scrub()
    return known
