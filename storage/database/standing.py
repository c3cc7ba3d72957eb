"""An SQLite file that is moved away or replaced under a running process: what is written there is lost at its end."""

from pathlib import Path

_GONE = (
    "its file is not there any more; put it back, or stop the service, restore the newest copy and start it"
)
_OTHER = "another file lies in its place; stop the service and start it again"


class Place:
    """Where a database's file lies. `file` is None where there is none to watch."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._opened: tuple[int, int] | None = None

    def opened(self) -> None:
        """From now on the file that lies there is the one."""
        self._opened = self._opened or self._there()

    def amiss(self) -> str:
        """What is wrong with the place, in one line; «» where nothing is."""
        if self._opened is None:
            return ""
        there = self._there()
        if there is None:
            return _GONE
        return "" if there == self._opened else _OTHER

    def _there(self) -> tuple[int, int] | None:
        """As SQLite itself tells whether a file has moved: by device and inode."""
        try:
            found = self._file.stat() if self._file else None
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if found else None
