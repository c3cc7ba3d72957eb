"""`loa summarise --jsonl`: a set of announcements in, one line of JSON out for each."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TextIO

from feeds.summarise_set import summarise_line


def summarise_lines(
    lines: Iterable[str], out: TextIO, max_chars: int, now: datetime, complain: Callable[[str], None]
) -> int:
    """Writes one answer a line, in order; returns how many lines could not be read.

    Each of those is one sentence to `complain` that names its number; the others go on. Blank lines are none.
    """
    faults = 0
    for number, line in enumerate(lines, 1):
        bare = line.strip().removeprefix("\ufeff")
        if not bare:
            continue
        try:
            answer = summarise_line(_read(bare), max_chars=max_chars, now=now)
        except (ValueError, RecursionError) as error:
            faults += 1
            complain(f"line {number}: {_why(error)}")
            continue
        out.write(_written(answer))
    return faults


def _read(line: str) -> dict[str, object]:
    given = json.loads(line)
    if not isinstance(given, dict):
        raise ValueError("not a JSON object")
    return given


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON ({error.msg} at character {error.pos + 1})"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _written(answer: dict[str, object]) -> str:
    """UTF-8 without escapes; half a surrogate pair in an id becomes «?»."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8") + "\n"
