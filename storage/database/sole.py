"""One process at a time does a part of the work on an SQLite file; the kernel ends the claims of one that died."""

import fcntl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

from storage.database import DatabaseUnavailable

_PARTS = ("watch", "announce", "send", "listen", "web")  # the place is the byte of the lock file: only append


@contextmanager
def alone(file: Path, parts: Collection[str]) -> Iterator[None]:
    """Claim `parts` of the work on the database at `file`. Raises DatabaseUnavailable where another process has one.

    The claims are record locks on `<file>.lock`, one byte a part: no process id to go stale, nothing to clean up.
    """
    with _opened(file) as lock:
        for part in parts:
            if not _claim(lock, part):
                raise DatabaseUnavailable(
                    f"another `loa run` is already at «{part}» on {file}; stop it first, "
                    "or set LOA_DATABASE_URL to a PostgreSQL, where any number may run"
                )
        yield


def running(file: Path) -> bool:
    """Whether a service is at work on the database at `file`."""
    if not file.with_name(f"{file.name}.lock").exists():
        return False
    with _opened(file) as lock:
        return not all(_claim(lock, part) for part in _PARTS)


def _opened(file: Path) -> BufferedWriter:
    path = file.with_name(f"{file.name}.lock")
    try:
        return path.open("wb")
    except OSError as fault:
        raise DatabaseUnavailable(
            f"{path} cannot be written: {fault.strerror}; the folder must be ours"
        ) from None


def _claim(lock: BufferedWriter, part: str) -> bool:
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _PARTS.index(part))
    except OSError:
        return False
    return True
