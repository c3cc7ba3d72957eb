"""A database that cannot be led on is left as it is, and one line says what to do."""

import pytest
from sqlalchemy import text

from storage.database import Database, DatabaseUnavailable
from storage.migrate import migrate


@pytest.mark.parametrize(
    ("done", "line"),
    [
        (
            ["UPDATE alembic_version SET version_num = '9999'"],
            "of a newer Loa \\(schema 9999\\): run that one",
        ),
        (["DROP TABLE ratings", "DELETE FROM alembic_version"], "half made: .* restore the newest copy"),
        (["DROP TABLE ratings"], "damaged: ratings missing; restore the newest copy"),
    ],
)
async def test_a_schema_that_is_not_ours_is_not_touched(
    done: list[str], line: str, database: Database
) -> None:
    async with database.transaction() as tx:
        for statement in done:
            await tx.execute(text(statement))

    with pytest.raises(DatabaseUnavailable, match=line) as fault:
        await migrate(database)

    assert "\n" not in str(fault.value)


async def test_a_whole_database_has_no_damage(database: Database) -> None:
    assert await database.damage() == ""
