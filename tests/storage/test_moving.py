"""An office moves to another database: whole, compared, and numbered on."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from storage import citizens, feedback
from storage.database import Database
from storage.keys import Keys
from storage.migrate import migrate
from storage.moving import CannotMove, move
from storage.office import vouch
from storage.records import Messenger, Person
from storage.tables import announcements, articles, deliveries, metadata, office
from storage.tables import citizens as people
from tests.conftest import Clock
from tests.storage.values import address, announced, draft, finding, published, subscriber


@pytest.fixture
async def old(tmp_path: Path, keys: Keys, clock: Clock) -> AsyncIterator[Database]:
    """An office at work on SQLite: news told, marks given, somebody erased."""
    opened = Database(f"sqlite+aiosqlite:///{tmp_path}/old.db", keys)
    await migrate(opened)
    await vouch(opened)
    [story, *_] = await published(opened, finding(1), finding(2), now=clock())
    for chat in range(1, 30):
        await subscriber(opened, chat, now=clock())
    await announced(opened, draft(story, now=clock()), now=clock())
    async with opened.transaction() as tx:
        await feedback.rate(tx, Person(Messenger.TELEGRAM, "7"), story.id, 4, now=clock())
        await citizens.erase(tx, address(29))
    yield opened
    await opened.close()


async def counted(database: Database) -> dict[str, int]:
    async with database.reading() as tx:
        return {
            table.name: int(await tx.connection.scalar(select(func.count()).select_from(table)) or 0)
            for table in metadata.sorted_tables
            if table is not office
        }


async def test_everything_arrives_and_is_compared(old: Database, database: Database) -> None:
    await vouch(database)
    told: list[tuple[str, int, int]] = []

    moved = await move(old, database, progress=lambda *said: told.append(said))

    assert {one.table: one.rows for one in moved} == await counted(database) == await counted(old)
    assert ("citizens", 28, 28) in told
    async with database.reading() as tx:
        lan = await citizens.find(tx, address(1))
    assert lan
    assert lan.topics == {"tau_bien"}


async def test_what_only_sqlite_keeps_stops_no_move(old: Database, database: Database) -> None:
    """NUL, halves of a pair, and the first and the last day of the calendar."""
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    async with old.transaction() as tx:
        odd = {"reason": "nửa\x00 đường ắ", "menu": [["\ud800a", "\x00b"]], "paused_until": last}
        await tx.execute(update(people).where(people.c.id == 1).values(**odd, changed_at=first))

    await move(old, database)

    async with database.reading() as tx:
        row = (await tx.execute(select(people).where(people.c.id == 1))).one()
    assert (row.paused_until, row.changed_at) == (last, first)
    assert {"reason": row.reason, "menu": row.menu} == {"reason": "nửa đường ắ", "menu": [["a", "b"]]}


async def test_numbers_once_given_are_not_given_again(
    old: Database, database: Database, clock: Clock
) -> None:
    await move(old, database)

    newcomer = await subscriber(database, 99, now=clock())
    [story, *_] = await published(database, finding(3), now=clock())

    assert newcomer == 30, "29 was erased, and messages of theirs may still be about"
    assert story.id == 3
    assert await announced(database, draft(story, now=clock()), now=clock())


async def test_a_database_in_use_and_another_key_are_refused_and_left_alone(
    old: Database, database: Database, clock: Clock
) -> None:
    await subscriber(database, 5, now=clock())
    with pytest.raises(CannotMove, match="citizens already"):
        await move(old, database)

    async with database.transaction() as tx:
        await citizens.erase(tx, address(5))
    await published(database, finding(9), now=clock())
    with pytest.raises(CannotMove, match="in use"):
        await move(old, database)

    async with old.transaction() as tx:
        await tx.execute(update(office).values(key_check=b"another"))
    with pytest.raises(CannotMove, match="another secret key"):
        await move(old, database)


async def test_what_is_interrupted_leaves_nothing_behind(old: Database, database: Database) -> None:
    def interrupted(table: str, *_: int) -> None:
        if table == deliveries.name:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await move(old, database, progress=interrupted)

    left = await counted(database)
    assert (left[people.name], left[articles.name], left[announcements.name]) == (0, 0, 0)
    await move(old, database)
