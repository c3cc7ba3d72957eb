"""`loa report`: ratings per article, with everything below k votes hidden. Pure."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from storage.records import ReportLine

COLUMNS = ("id", "title", "link", "count", "total", "mean", "spread", "satisfied", "comments")


def row(line: ReportLine, *, k: int) -> dict[str, Any]:
    """One article as the contract names it; what a single vote could be read off is null below k."""
    tally = line.tally
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {"id": line.id, "title": line.title, "link": line.link, "count": tally.count}
    if tally.count >= k:
        row |= {
            "total": tally.total,
            "mean": round(tally.mean or 0, 4),
            "spread": list(tally.spread),
            "satisfied": round(sum(tally.spread[3:]) / tally.count, 4),
            "comments": line.comments,
        }
    return row


def as_csv(lines: Sequence[ReportLine], *, k: int) -> str:
    """The same as CSV; the spread is five numbers apart by spaces."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for line in lines:
        shown = row(line, k=k)
        spread = " ".join(map(str, shown["spread"])) if shown["spread"] else None
        writer.writerow({key: _safe(value) for key, value in (shown | {"spread": spread}).items()})
    return out.getvalue()


def _safe(value: object) -> object:
    """A title that begins like a formula must not become one in a spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
