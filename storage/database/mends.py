"""What a database's driver says, in one line, and what helps."""

_OURS = "the file and its folder must be ours to write"
RESTORE = "restore the newest copy that `loa backup` made, or name another database in LOA_DATABASE_URL"
# What SQLite says (sqlite.org/rescode.html), and what helps.
_MENDS = {
    "malformed": RESTORE,
    "not a database": RESTORE,
    "no such table": RESTORE,
    "readonly": _OURS,
    "unable to open": _OURS,
    "is full": "make room on the disk",
}


def plain(error: BaseException | None) -> str:
    """What a driver says, in one line without parameters, with the mend where there is one."""
    said = next(iter(str(error).splitlines()), type(error).__name__)[:200]
    mend = next((mend for words, mend in _MENDS.items() if words in said), "")
    return f"{said}; {mend}" if mend else said
