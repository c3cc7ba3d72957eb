"""What understanding an article costs: the slowest in twenty beside Lead, the import beside a bare interpreter."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from feeds.article import Version
from feeds.gist import understand
from feeds.letters import tidy, units16

RUNS = 5
NOW = datetime(2026, 9, 18, 1, tzinfo=UTC)
_SET = Path(__file__).parent.parent / "feeds" / "gist" / "announcements.jsonl"
_RESIDENT = (
    "print(next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmRSS')))"  # of Linux
)

Line = tuple[str, list[tuple[float, float]], str, str]


def compared() -> Iterator[Line]:
    """The lines of the summary: milliseconds an article, milliseconds and megabytes of the import."""
    items = [json.loads(line) for line in _SET.read_text(encoding="utf-8").splitlines()]
    articles = [Version(title=item["title"], body=item["text"]) for item in items]
    articles += [Version(title=one.title, body=f"{one.body}\n" * 4) for one in articles]  # the long ones
    yield (
        "p95 of a summary with facts and urgency",
        [(_p95(articles, ours), _p95(articles, lead)) for _ in range(RUNS)],
        "Lead: the first 400 characters",
        "ms",
    )
    yield (
        "import what makes summaries",
        [(_started("import feeds.gist"), _started("pass")) for _ in range(RUNS)],
        "an empty interpreter",
        "ms",
    )
    yield (
        "memory of what makes summaries",
        [(_resident("import feeds.gist; "), _resident("")) for _ in range(RUNS)],
        "an empty interpreter",
        "MB",
    )


def ours(article: Version) -> object:
    return understand(article, published=NOW, now=NOW)


def lead(article: Version) -> object:
    text = tidy(article.body)[:400]
    return text.rpartition(" ")[0] if units16(text) > 400 else text


def _p95(articles: list[Version], summarise: Callable[[Version], object]) -> float:
    took = []
    for article in articles:
        begun = time.perf_counter()
        summarise(article)
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(took, n=20)[-1]


def _started(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return (time.perf_counter() - begun) * 1000


def _resident(code: str) -> float:
    said = subprocess.run(
        [sys.executable, "-c", code + _RESIDENT], check=True, capture_output=True, text=True
    )
    return int(said.stdout) / 1024
