"""What is done once before an office's loops begin: the database is told what the configuration says now."""

import logging
from datetime import datetime

from bot.config import Config
from storage import citizens
from storage.articles import ArticleLog
from storage.database import Database

log = logging.getLogger(__name__)


async def open_office(config: Config, database: Database, *, now: datetime) -> None:
    """Staff are known, and a source that was renamed goes on where it left."""
    async with database.transaction() as tx:
        await tx.in_turn("staff")
        await citizens.ensure_staff(tx, config.staff, now=now)
    await settle_names(config, database)


async def settle_names(config: Config, database: Database) -> None:
    """A source with another name and its old address is not looked at as if for the first time."""
    taken = await ArticleLog(database, config.portal.id).adopt(config.sources)
    for old, new in taken.items():
        log.info("source %s goes on as %s: its address is the same", old, new)
