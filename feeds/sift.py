"""The watcher's one decision, pure: which entries are news, change, backlog or part of a flood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.article import Entry
from feeds.visits import Known, Verdict

RECENT = timedelta(days=7)
SMALLEST_WINDOW = 10
FLOOD_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Sifted:
    """An entry that means something, and what."""

    entry: Entry
    verdict: Verdict


def sift(
    entries: Sequence[Entry],
    known: Mapping[str, Known],
    *,
    source: str,
    baselined: bool,
    now: datetime,
    hold_new: int,
) -> list[Sifted]:
    """What is worth acting on, in the order given; entries that say nothing new are left out.

    Before a source is baselined everything is backlog: nobody is woken by a deployment. More than `hold_new` new
    ones at once that are also more than 30 % of a window of at least ten are a flood and are held.
    """
    sifted = [
        Sifted(entry, verdict)
        for entry in entries
        if (verdict := _verdict(entry, known.get(entry.external_id), source, baselined, now))
    ]
    news = sum(one.verdict is Verdict.NEWS for one in sifted)
    flood = news > hold_new and len(entries) >= SMALLEST_WINDOW and news > FLOOD_SHARE * len(entries)
    if not flood:
        return sifted
    return [Sifted(one.entry, Verdict.HELD) if one.verdict is Verdict.NEWS else one for one in sifted]


def is_old(published: datetime | None, now: datetime) -> bool:
    """Whether a never-seen article is from before anybody would want to be told."""
    return published is not None and now - published > RECENT


def _verdict(
    entry: Entry, known: Known | None, source: str, baselined: bool, now: datetime
) -> Verdict | None:
    if known is None:
        return Verdict.NEWS if baselined and not is_old(entry.published, now) else Verdict.BACKLOG
    # What another source says of the same article differs in form, not in news.
    return Verdict.CHANGE if known.source == source and known.told != entry.told else None
