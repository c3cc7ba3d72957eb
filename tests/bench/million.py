"""A million citizens: owing them all against the bare statement, and claiming while a million are owed."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from storage.keys import Keys
from storage.outbox import deliveries
from tests.bench.outbox import NOW, Office, prepared
from tests.bench.timing import rate

PEOPLE = 1_000_000
RUNS = 2
CLAIMED = 3_000
_LONGEST = (
    "SELECT min(not_before) FROM deliveries WHERE messenger = 'telegram' "
    "AND state IN ('owed', 'unknown') AND not_before IS NOT NULL"
)

Measured = tuple[str, list[tuple[float, float]], str, str]


def compared() -> Iterator[Measured]:
    """(bench, pairs of ours and theirs, baseline, unit)."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        office = runner.run(prepared(Path(folder), 1))
        runner.run(office.owe())  # what is loaded once is no part of what a million costs
        multiply(office, PEOPLE)
        owed, grown = [], 0.0
        for _ in range(RUNS):
            before = _peak_from_now()
            mine = rate(PEOPLE, lambda: runner.run(office.owe()))
            grown = max(grown, _peak() - before)
            owed.append((mine, rate(PEOPLE, office.owe_bare)))
        name = "owe an announcement to 1,000,000"
        yield name, owed, "the same INSERT … SELECT through sqlite3", "deliveries/s"
        yield f"{name}: memory", [(grown, 20.0)], "20 MB more than before", "MB"
        claimed = [
            (
                rate(CLAIMED, lambda: runner.run(office.send(CLAIMED, 100))),
                rate(CLAIMED, lambda: office.send_bare(CLAIMED, 100)),
            )
            for _ in range(RUNS + 1)
        ]
        owing = f"claim and settle {CLAIMED:,} in batches of 100 while 4,000,000 are owed"
        yield owing, claimed, "the same statements through sqlite3", "deliveries/s"
        asked = [(1000 / rate(1, lambda: runner.run(_asked(office))), _bare(office)) for _ in range(RUNS + 1)]
        yield (
            "what waits longest and what is stale, 4,000,000 owed",
            asked,
            "min() over the index of it",
            "ms",
        )
        runner.run(office.close())


async def _asked(office: Office) -> None:
    async with office.database.transaction() as tx:
        assert await deliveries.oldest_owed(tx, NOW) == NOW
        assert await deliveries.expire(tx, NOW) == 0


def _bare(office: Office) -> float:
    return 1000 / rate(1, lambda: office.bare.execute(_LONGEST).fetchone())


def multiply(office: Office, people: int, keys: Keys | None = None) -> None:
    """Copy the first citizen so many times, under addresses of no one; with `keys` each has a chat of their own."""
    columns = [row[1] for row in office.bare.execute("PRAGMA table_info(citizens)") if row[1] != "id"]
    values = ", ".join("randomblob(32)" if one == "address_hash" else one for one in columns)
    office.bare.execute("BEGIN IMMEDIATE")
    office.bare.execute(
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people - 1}) "
        f"INSERT INTO citizens ({', '.join(columns)}) SELECT {values} FROM citizens, n WHERE citizens.id = 1"
    )
    office.bare.execute("INSERT OR IGNORE INTO subscriptions SELECT id, 'tin' FROM citizens")
    if keys:
        numbers = [row[0] for row in office.bare.execute("SELECT id FROM citizens")]
        chats = ((keys.seal(str(number)), number) for number in numbers)
        office.bare.executemany("UPDATE citizens SET chat = ? WHERE id = ?", chats)
    office.bare.execute("COMMIT")
    office.bare.execute("PRAGMA optimize")


def _peak_from_now() -> float:
    """What this process holds, in MB; its peak is counted from here."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> float:
    """The most memory this process has held, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
