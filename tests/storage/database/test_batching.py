"""One statement for many rows, whatever the planner believes."""

import pytest
from sqlalchemy import text

from storage import article_rows
from storage.database import Database
from storage.database.batching import Batch
from storage.outbox import claiming, deliveries

LIES = """
INSERT INTO sqlite_stat1 VALUES
('deliveries', 'ix_deliveries_citizen_id', '1 1 1'), ('deliveries', 'deliveries', '1 1 1'),
('articles', 'ix_articles_likeness', '1 1'), ('articles', NULL, '1')
"""


@pytest.mark.parametrize(
    ("table", "batch", "values"),
    [
        ("deliveries", deliveries._SETTLE, ("then",)),
        ("deliveries", claiming._LEASE, ("then",)),
        ("deliveries", claiming._REPEAT, ()),
        ("articles", article_rows.SEE, ("conco",)),
    ],
)
@pytest.mark.parametrize("lies", [False, True], ids=["nothing known", "believed to be empty"])
async def test_no_batch_reads_the_whole_table(
    database: Database, table: str, batch: Batch, values: tuple[str, ...], *, lies: bool
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL counts for itself")
    async with database.transaction() as tx:
        if lies:
            for statement in ("ANALYZE", LIES, "ANALYZE sqlite_schema"):
                await tx.execute(text(statement))
        asked = f"EXPLAIN QUERY PLAN {batch._sqlite}"
        rows = await tx.connection.exec_driver_sql(asked, ("[]", *values))
        steps = [row.detail for row in rows if table in row.detail]

    assert steps
    assert all(step.startswith("SEARCH") for step in steps), steps
