"""What the processes on one database need of each other: seats that one of them holds, bells that all hear."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping

from bot.loops import Bell, repeat
from storage.database import Database
from storage.database.election import BEAT, Election, Seat
from storage.database.wakes import Wakes


class Together:
    """This process among the others; on SQLite it is the only one. `bells` is what each name rings here."""

    def __init__(self, database: Database, bells: Mapping[str, Callable[[], None]]) -> None:
        self._alone = database.is_sqlite
        self._untold = Bell()
        self._wakes = Wakes(database, bells, self._untold.ring)
        self._election = Election(database)

    def ring(self, name: str) -> None:
        """Ring a bell here and in every other process."""
        self._wakes.ring(name)

    def seat(self, name: str) -> Seat:
        """Stand for a seat."""
        return self._election.seat(name)

    def loops(self, until: asyncio.Event) -> list[Coroutine[None, None, None]]:
        """What keeps seats and lines alive; it must outlive the work, which may be finishing."""
        if self._alone:
            return []
        return [
            repeat("election", self._election.turn, every=BEAT, until=until),
            repeat("hear others", self._wakes.hear, every=1.0, until=until),
            repeat("tell others", self._wakes.tell, every=60.0, until=until, bell=self._untold),
        ]

    async def close(self) -> None:
        """Give back every seat and stop listening."""
        await self._election.resign()
        await self._wakes.close()
