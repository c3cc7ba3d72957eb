"""Wake-ups from one process to another."""

import pytest
from sqlalchemy import text

from storage.database import Database, DatabaseUnavailable
from storage.database.wakes import Wakes


class Room:
    """One process: how often its bells rang, and whether it has something to tell."""

    def __init__(self, database: Database) -> None:
        self.found = self.owed = self.posts = 0
        self.wakes = Wakes(database, {"found": self._found, "owed": self._owed}, self._post)

    def _found(self) -> None:
        self.found += 1

    def _owed(self) -> None:
        self.owed += 1

    def _post(self) -> None:
        self.posts += 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_alone_a_bell_rings_here_and_nobody_else_is_told(database: Database) -> None:
    room = Room(database)

    room.wakes.ring("found")
    await room.wakes.tell()

    assert (room.found, room.owed, room.posts) == (1, 0, 0)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
class TestTwoProcesses:
    async def test_what_rings_in_one_rings_in_the_other(self, database: Database) -> None:
        here, there = Room(database), Room(database)
        await there.wakes.hear()
        assert (there.found, there.owed) == (1, 1), "whoever begins to listen looks at everything"

        for _ in range(3):
            here.wakes.ring("found")
        await here.wakes.tell()
        await there.wakes.hear()

        assert (here.found, here.posts) == (3, 3)
        assert (there.found, there.owed) == (2, 1)
        await there.wakes.close()

    async def test_a_lost_line_is_made_anew_and_everything_looked_at(self, database: Database) -> None:
        there = Room(database)
        await there.wakes.hear()
        async with database.transaction() as tx:
            ours = "query = 'LISTEN loa' AND datname = current_database()"
            await tx.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}"))

        with pytest.raises(DatabaseUnavailable):
            await there.wakes.hear()
        await there.wakes.hear()

        assert (there.found, there.owed) == (2, 2)
        await there.wakes.close()
