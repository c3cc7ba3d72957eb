"""A source given another name and another address at once is recognised at its first look by what it lists."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from feeds.article import Entry
from feeds.likeness import likeness_key
from feeds.portals import Source
from feeds.renaming import predecessor
from feeds.visits import Recalled, Visit

log = logging.getLogger(__name__)


class Succession(Protocol):
    """What is asked of the memory for it."""

    async def recall(self, source: str, titles: Mapping[str, str], since: datetime) -> Recalled:
        """What entries call to mind, given by id with their title."""
        ...

    async def forgotten(self) -> Collection[str]:
        """The sources that were watched and are configured no more."""
        ...

    async def inherit(self, old: str, new: str) -> Visit:
        """Give what a forgotten source left to a new one; returns its visit, by the new name."""
        ...


async def succeeding(
    memory: Succession, source: Source, visit: Visit, entries: Sequence[Entry], *, now: datetime
) -> Visit:
    """The visit that this look goes on from: that of the source it stands for now, else its own."""
    if visit.baselined_at is not None or not entries or not (gone := await memory.forgotten()):
        return visit
    titles = {entry.external_id: entry.title for entry in entries}
    recalled = await memory.recall(source.name, titles, now)
    alike = {asked: recalled.alike.get(likeness_key(title), ()) for asked, title in titles.items()}
    told_by = [
        known.source
        for asked in titles
        if (known := recalled.known.get(asked) or next((one.known for one in alike[asked]), None))
    ]
    old = predecessor(told_by, gone, listed=len(titles))
    if old is None:
        return visit
    log.info("source %s goes on as %s: it lists the same articles", old, source.name)
    return await memory.inherit(old, source.name)
