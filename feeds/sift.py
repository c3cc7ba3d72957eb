"""The watcher's one decision, pure: what each entry of a look, and each page read again, means."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from feeds.article import Entry, Version
from feeds.likeness import recognise
from feeds.rereading import APART
from feeds.visits import Known, Remembered, Reread, Verdict

RECENT = timedelta(days=7)
SMALLEST_WINDOW = 10
FLOOD_SHARE = 0.3
MOST_GONE = 3  # more that vanish together are a fault of the portal until staff say otherwise
FLIPS = 24  # edits within FLIPPING; what changes more often is stored and no longer told
FLIPPING = timedelta(days=7)
_NUMBERED = re.compile(r"(.*_)(\d{1,18})")
VAGUE = timedelta(hours=1)  # by which NukeViet's dates may be wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry and what it means.

    `verdict` is None where nobody is told anything and only what is remembered changes. `known` is the article as
    remembered, under whatever id. `doubtful`: its page must be read before anything is decided.
    """

    entry: Entry
    verdict: Verdict | None
    known: Known | None = None
    silent: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A page that was read again and what it means; `held_as` is what a held verdict becomes on release."""

    reread: Reread
    verdict: Verdict | None
    held_as: Verdict = Verdict.NEWS
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered, as far as a look asks for it.

    `known` are articles by the ids the entries have, `alike` those with the title of an entry never seen, `pages`
    what was read of the doubtful ones. `baselined_at` is None at a source's first look; `strange_since` is its last
    good look, where it answers at an address it never had; `shrunk`: something it listed before is not listed now.
    """

    source: str
    known: Mapping[str, Known]
    baselined_at: datetime | None
    strange_since: datetime | None = None
    shrunk: bool = False
    alike: Mapping[str, Sequence[Remembered]] = field(default_factory=dict)
    pages: Mapping[str, Version | None] = field(default_factory=dict)


def sift(entries: Sequence[Entry], memory: Memory, *, now: datetime, hold_new: int) -> list[Told]:
    """What each entry means, in the order given, each article once; what says nothing new is left out.

    Before a source is baselined everything unknown is backlog: nobody is woken by a deployment, nor by a source
    whose address was changed to one that tells of other things. More than `hold_new` new ones at once that are
    also more than 30 % of a window of at least ten are a flood and are held.
    """
    told = _told(entries, memory, now)
    news = sum(one.verdict is Verdict.NEWS for one in told)
    if news > hold_new and len(entries) >= SMALLEST_WINDOW and news > FLOOD_SHARE * len(entries):
        return [replace(one, verdict=Verdict.HELD) if one.verdict is Verdict.NEWS else one for one in told]
    return told


def sift_again(
    rereads: Sequence[Reread], *, listed: Collection[str], missing: Collection[str], now: datetime
) -> list[Again]:
    """What each page read again means; the second half of the decision.

    An article is withdrawn when its page was gone twice, an hour apart, and its id is not `listed` by any source.
    More than three that vanish within a day (`missing` are those known to) are held.
    """
    gone = {one.known.external_id for one in rereads if one.version is None} | set(missing)
    many = len(gone) > MOST_GONE
    return [_again(one, listed, now, held=many) for one in rereads]


def is_old(published: datetime | None, now: datetime) -> bool:
    """Whether a never-seen article is from before anybody would want to be told."""
    return published is not None and now - published > RECENT


def dated(entry: Entry, published: datetime | None, memory: Memory, now: datetime) -> Verdict:
    """What news is once its page was read, which names the date where the source did not."""
    slid_in = memory.shrunk and _entered_early(entry, memory.known)
    before = memory.strange_since or (memory.baselined_at if slid_in else None)
    if entry.published is None and published and before and published < before - VAGUE:
        return Verdict.BACKLOG
    return Verdict.BACKLOG if is_old(published, now) else Verdict.NEWS


def _told(entries: Sequence[Entry], memory: Memory, now: datetime) -> list[Told]:
    recognised = recognise(entries, memory.known, memory.alike, memory.pages)
    familiar = len(recognised.articles) + sum(entry.external_id in memory.known for entry in entries)
    watched = memory.baselined_at is not None and not (memory.strange_since and familiar * 2 < len(entries))
    dates = [one.published for one in entries if one.published and one.external_id in memory.known]
    oldest = min(dates, default=None)
    places = [place for place, entry in enumerate(entries) if entry.external_id in memory.known]
    first: dict[str, Told] = {}
    for place, entry in enumerate(entries):
        known = memory.known.get(entry.external_id)
        if known is not None:
            told = _known(entry, known, memory, now)
        elif (known := recognised.articles.get(entry.external_id)) is not None:
            told = Told(entry=entry, verdict=None, known=known)
        else:
            doubtful = watched and entry.external_id in recognised.doubtful
            last_of_all = bool(places) and place > places[-1]
            slid_in = _slid_in(entry, oldest, memory, last_of_all=last_of_all)
            news = watched and not (is_old(entry.published, now) or slid_in or _was_there(entry, memory))
            told = Told(entry=entry, verdict=Verdict.NEWS if news else Verdict.BACKLOG, doubtful=doubtful)
        if told is not None:
            first.setdefault(known.external_id if known else entry.external_id, told)
    return list(first.values())


def _slid_in(entry: Entry, oldest: datetime | None, memory: Memory, *, last_of_all: bool) -> bool:
    """Whether a deletion let an item into the window that is older than our first look.

    Then it was entered before others that are listed; where no numbers tell, it is older than all or stands below them.
    """
    if not memory.shrunk or memory.baselined_at is None or entry.latest is None or oldest is None:
        return False
    early = _entered_early(entry, memory.known)
    below = last_of_all or entry.latest < oldest
    return (below if early is None else early) and entry.latest < memory.baselined_at - VAGUE


def _entered_early(entry: Entry, known: Collection[str]) -> bool | None:
    """Whether its number is lower than one that is listed; None where they cannot be compared."""
    mine = _NUMBERED.fullmatch(entry.external_id)
    others = [found for one in known if (found := _NUMBERED.fullmatch(one)) and mine and found[1] == mine[1]]
    return any(int(mine[2]) < int(one[2]) for one in others) if mine and others else None


def _was_there(entry: Entry, memory: Memory) -> bool:
    """Whether an address that the source never had may always have listed it: it is from before the last look."""
    since = memory.strange_since
    return since is not None and entry.latest is not None and entry.latest <= since - VAGUE


def _known(entry: Entry, known: Known, memory: Memory, now: datetime) -> Told | None:
    ours = known.source == memory.source
    if known.verdict is Verdict.WITHDRAWN:
        return Told(entry=entry, verdict=Verdict.RESTORED, known=known, silent=known.held)
    if not ours and _is_news_here(entry, known, memory.baselined_at, now):
        return Told(entry=entry, verdict=Verdict.NEWS, known=known)
    # What another source says of the same article differs in form, not in news.
    if ours and known.told != entry.told:
        return Told(entry=entry, verdict=Verdict.CHANGE, known=known, silent=_flips(known))
    if known.link != entry.link and (ours or known.gone_at is not None):
        return Told(entry=entry, verdict=None, known=known)
    return None


def _is_news_here(entry: Entry, known: Known, baselined_at: datetime | None, now: datetime) -> bool:
    """Whether only the first look of another source kept it from being news: this one was watched all along."""
    if not known.baseline or baselined_at is None or known.first_seen <= baselined_at:
        return False
    since = entry.latest is None or entry.latest > baselined_at - VAGUE
    return since and not is_old(entry.published, now)


def _again(reread: Reread, listed: Collection[str], now: datetime, *, held: bool) -> Again:
    known, version = reread.known, reread.version
    if version is None:
        twice = known.gone_at is not None and now - known.gone_at >= APART
        # What is held was told to nobody, so nobody is told that it went.
        if known.verdict is Verdict.WITHDRAWN or known.held or known.external_id in listed or not twice:
            return Again(reread=reread, verdict=None)
        verdict = Verdict.HELD if held else Verdict.WITHDRAWN
        return Again(reread=reread, verdict=verdict, held_as=Verdict.WITHDRAWN)
    if known.verdict is Verdict.WITHDRAWN:
        return Again(reread=reread, verdict=Verdict.RESTORED, silent=known.held)
    if version.fingerprint == known.fingerprint:
        return Again(reread=reread, verdict=None)
    if not known.read and known.verdict is Verdict.BACKLOG:
        return Again(reread=reread, verdict=Verdict.BACKLOG, silent=True)  # its first words, not other ones
    return Again(reread=reread, verdict=Verdict.CHANGE, silent=_flips(known))


def _flips(known: Known) -> bool:
    return known.edits > FLIPS
