"""Retention: what the consent promises to delete is deleted, without anybody having to think of it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.config.sections import Retention
from bot.listener.erasing import erase
from storage import citizens, comments, heard
from storage.database import Database
from storage.outbox import forgetting

log = logging.getLogger(__name__)

REPEATED = timedelta(days=7)  # Zalo repeats a pushed event for two hours at most (facts of the OA's webhook)


class Keeper:
    """Erases who blocked us long ago, remarks that are old, and who was told what long ago."""

    def __init__(self, database: Database, retention: Retention, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._retention = retention
        self._clock = clock

    async def round(self) -> int:
        """Erase what is due; returns how much that was."""
        now = self._clock()
        async with self._database.transaction() as tx:
            if not await tx.alone("keep"):
                return 0
            people = await citizens.long_blocked(tx, before=now - self._retention.blocked)
            for address in people:
                await erase(tx, address, now=now)
            await heard.forget(tx, before=now - REPEATED)
            remarks = await comments.forget(tx, written_before=now - self._retention.comments)
            told = await forgetting.forget(tx, told_before=now - self._retention.deliveries)
        if people or remarks:
            await self._database.scrub()
            log.info("retention: erased %d citizens and %d comments", len(people), remarks)
        return len(people) + remarks + told
