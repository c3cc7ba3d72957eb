"""A consistent copy of a running SQLite database, with its key beside it."""

import shutil
import sqlite3
from pathlib import Path

from storage.database import DatabaseUnavailable
from storage.database.mends import plain

_SQLITE = b"SQLite format 3\0"  # sqlite.org/fileformat.html, §1.3


def check_target(source: Path, target: Path) -> None:
    """Raises ValueError with the mend where a copy would destroy what is no earlier copy, or has no place."""
    if target.is_dir() or not target.parent.is_dir():
        raise ValueError(f"{target} is no place for a file; name one in a folder that is there")
    if not target.exists():
        return
    if target.samefile(source):
        raise ValueError(f"{target} is the database itself; name another file")
    if not target.is_file() or not _is_copy(target):
        raise ValueError(f"{target} is there already and is no earlier copy; name another file")


def _is_copy(file: Path) -> bool:
    with file.open("rb") as there:
        return there.read(len(_SQLITE)) in (_SQLITE, b"")


def copy(source: Path, target: Path, *, key: Path | None) -> list[Path]:
    """Copy through SQLite's online backup, while others write: all in one step, else every write would start it over.

    Returns the files written.

    Nothing is left half-written: the copy appears under its name when it is whole. Raises DatabaseUnavailable.
    """
    half = target.with_name(f"{target.name}.part")
    try:
        half.touch(mode=0o600)  # it holds what people wrote, and may lie anywhere
        with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as reader, sqlite3.connect(half) as writer:
            reader.backup(writer)
            writer.execute("PRAGMA journal_mode=DELETE")
        half.replace(target)
        written = [target]
        if key and key.exists():
            beside = target.with_name(f"{target.name}.key")
            shutil.copy(key, beside)
            beside.chmod(0o600)
            written.append(beside)
    except (sqlite3.Error, OSError) as error:
        half.unlink(missing_ok=True)
        raise DatabaseUnavailable(f"the copy could not be written: {plain(error)}") from None
    return written
