"""`loa summarise`: one article shown to a person, or a set of them in and one line of JSON out for each."""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from rich.console import Group

from bot.commands import fetching, settings, telling
from bot.config import ConfigError, read_config
from bot.timing import utc_now
from feeds.gist.summarise_set import summarise_line
from feeds.gist.topics import BUILT_IN
from feeds.portals import Portal

_BOM = b"\xef\xbb\xbf"


async def summarise(what: str | None, max_chars: int) -> Group:
    """The article of a file, an address or stdin as a citizen would get it. Raises ConfigError, FeedsError.

    Without a `loa.toml` it is told as a portal without a name would, with the ten built-in topics.
    """
    path = settings().config
    config = read_config(path) if path.exists() else None
    portal = config.portal if config else Portal(id="none", name="", url=what or "")
    link = what if what and telling.is_address(what) else ""
    if what is None:
        page = telling.from_bytes(sys.stdin.buffer.read())
    elif link:
        async with fetching(portal) as fetcher:
            page = await telling.from_address(link, fetcher)
    else:
        page = telling.from_file(Path(what))
    topics = config.topics if config else BUILT_IN
    return telling.shown(
        telling.tell(page, link, portal=portal, topics=topics, max_chars=max_chars, now=utc_now())
    )


def summarise_set(file: str | None, max_chars: int, complain: Callable[[str], None]) -> int:
    """The announcements of stdin, or of a file, answered on stdout; how many could not be read. Raises ConfigError."""
    if file is None:
        return summarise_lines(sys.stdin.buffer, sys.stdout.buffer, max_chars, utc_now(), complain)
    try:
        with Path(file).open("rb") as lines:
            return summarise_lines(lines, sys.stdout.buffer, max_chars, utc_now(), complain)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}); name a file of JSON lines") from None


def summarise_lines(
    lines: Iterable[bytes], out: BinaryIO, max_chars: int, now: datetime, complain: Callable[[str], None]
) -> int:
    """Writes one answer a line, in order and at once; returns how many lines could not be read.

    Each of those is one sentence to `complain` that names its number; the others go on. Blank lines are none.
    """
    faults = 0
    for number, line in enumerate(lines, 1):
        bare = line.strip().removeprefix(_BOM)
        if not bare:
            continue
        try:
            answer = summarise_line(_read(bare), max_chars=max_chars, now=now)
        except (ValueError, RecursionError) as error:
            faults += 1
            complain(f"line {number}: {_why(error)}")
            continue
        out.write(_written(answer))
        out.flush()
    return faults


def _read(line: bytes) -> dict[str, object]:
    given = json.loads(line.decode("utf-8"))
    if not isinstance(given, dict):
        raise ValueError("not a JSON object")
    return given


def _why(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"not JSON ({error.msg} at character {error.pos + 1})"
        case UnicodeDecodeError():
            return f"not UTF-8 (byte {error.start + 1})"
        case RecursionError():
            return "nested too deeply"
        case _:
            return str(error)


def _written(answer: dict[str, object]) -> bytes:
    """UTF-8 without escapes; half a surrogate pair in an id becomes «?»."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
