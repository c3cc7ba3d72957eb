"""The true minute of a feed's newest article, which NukeViet's header tells and its feed does not: pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from feeds.article import Entry
from feeds.dates import read_date


def stamped(entries: Sequence[Entry], last_modified: str | None) -> list[Entry]:
    """The entries, the one that `last_modified` speaks of with its time, where its own minute cannot be trusted.

    Up to 4.5 NukeViet writes the month for the minute in all its items, and sends the newest one's time with the right
    minute as Last-Modified. Day, hour and second are right in both; where two share them nobody knows whose it is.
    """
    moment = read_date(last_modified or "")
    if moment is None:
        return list(entries)
    meant = [one for one in entries if not one.exact and _no_minute(one.published) == _no_minute(moment)]
    if len(meant) != 1:
        return list(entries)
    return [replace(one, published=moment, exact=True) if one is meant[0] else one for one in entries]


def _no_minute(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(minute=0)
