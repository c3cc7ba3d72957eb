"""A database file that is moved away or replaced while we run: nothing is written where it would be lost."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database, DatabaseUnavailable
from storage.keys import Keys


async def written(database: Database, number: int) -> None:
    async with database.transaction() as tx:
        await tx.execute(text("INSERT INTO notes VALUES (:number)"), {"number": number})


async def test_a_file_moved_away_takes_nothing_until_it_is_back(tmp_path: Path) -> None:
    file, away = tmp_path / "loa.db", tmp_path / "away"
    database = Database(f"sqlite+aiosqlite:///{file}", Keys(b"k" * 32))
    async with database.transaction() as tx:
        await tx.execute(text("CREATE TABLE notes (number INTEGER)"))
    file.rename(away)

    for _ in range(2):
        with pytest.raises(DatabaseUnavailable, match="not there any more; put it back"):
            await written(database, 1)
    assert "put it back" in database.trouble
    assert not file.exists()

    away.rename(file)
    await written(database, 2)
    assert database.trouble == ""
    await database.close()


async def test_another_file_in_its_place_takes_nothing(tmp_path: Path) -> None:
    file, copy = tmp_path / "loa.db", tmp_path / "copy"
    database = Database(f"sqlite+aiosqlite:///{file}", Keys(b"k" * 32))
    async with database.transaction() as tx:
        await tx.execute(text("CREATE TABLE notes (number INTEGER)"))
    shutil.copy(file, copy)
    copy.replace(file)

    with pytest.raises(DatabaseUnavailable, match="another file lies in its place"):
        async with database.reading() as tx:
            await tx.execute(text("SELECT 1"))
    await database.close()
