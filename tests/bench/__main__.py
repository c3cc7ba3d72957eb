"""`make bench`: one JSON object a line. `ratio` is ours over the stated baseline, medians of `n` runs in turn."""

import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import (
    gap,
    million,
    outbox,
    pace,
    pages,
    postgres,
    presses,
    reading,
    sending,
    summaries,
    urgent,
    watching,
)
from tests.bench.timing import rate

RUNS = 7


def compare(
    bench: str, ours: Callable[[], float], theirs: Callable[[], float], baseline: str, unit: str
) -> None:
    """Run both in turn, so that a noisy neighbour disturbs them alike, and print one line."""
    tell(bench, [(ours(), theirs()) for _ in range(RUNS)], baseline, unit)


def tell(bench: str, pairs: Sequence[tuple[float, float]], baseline: str, unit: str) -> None:
    """Print the line of what was measured in turn, (ours, theirs) a run."""
    value = statistics.median(mine for mine, _ in pairs)
    ratio = statistics.median(mine / other for mine, other in pairs)
    line = {
        "bench": bench,
        "value": round(value, 3 if value < 10 else 1),
        "unit": unit,
        "baseline": baseline,
        "ratio": round(ratio, 3),
        "n": len(pairs),
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main() -> None:
    """All benchmarks."""
    feed = reading.feed(30)
    compare(
        "parse a feed of 30",
        lambda: rate(30, lambda: reading.ours(feed)),
        lambda: rate(30, lambda: reading.theirs(feed)),
        "feedparser.parse alone",
        "items/s",
    )
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        office = runner.run(outbox.prepared(Path(folder), 20_000))
        compare(
            "owe an announcement to 20,000",
            lambda: rate(20_000, lambda: runner.run(office.owe())),
            lambda: rate(20_000, office.owe_bare),
            "the same INSERT … SELECT through sqlite3",
            "deliveries/s",
        )
        compare(
            "claim and settle 2,000 in batches of 100",
            lambda: rate(2_000, lambda: runner.run(office.send(2_000, 100))),
            lambda: rate(2_000, lambda: office.send_bare(2_000, 100)),
            "the same statements through sqlite3",
            "deliveries/s",
        )
        runner.run(office.close())
    for bench in (million, postgres, pace, urgent, sending, presses, summaries, pages, gap, watching):
        for measured in bench.compared():
            tell(*measured)


if __name__ == "__main__":
    main()
