"""Is this never-seen entry an article we know by another id? Pure.

A portal that moves gives all its articles new ids, addresses and even dates; an office that reissues a notice gives
it the title of the last one. The first must send nothing again, the second must be told. So a title alone never
decides: the time must agree, or the text, and whatever contradicts wins. `docs/decisions/0021` has the table.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from urllib.parse import unquote, urlsplit

from feeds.article import Entry, Version
from feeds.dates import LOCAL
from feeds.fold import fold
from feeds.visits import Known, Remembered

SAME_MOMENT = timedelta(minutes=1)
WHOLE_WINDOW = 0.8  # share of a window whose ids are all new
FEWEST = 3  # articles that make a move
_TELLING = 60  # letters that two leads share where one of them was cut

_NUMBER = re.compile(r"_(\d+)$")
_WORDS = re.compile(r"\W+")


class _Likeness(Enum):
    SAME = auto()
    UNSURE = auto()  # the page decides
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class _Move:
    """`moved`: all ids are new; `restamped`: and so are the dates."""

    moved: bool = False
    restamped: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """Articles known by another id, by the id of the entry; `doubtful` entries need their page read first."""

    articles: Mapping[str, Known]
    doubtful: frozenset[str]


def likeness_key(title: str) -> str:
    """The key under which articles with the same title are found: accents, case and punctuation do not count."""
    return hashlib.sha256(_letters(title).encode()).hexdigest()[:32]


def recognise(
    entries: Sequence[Entry],
    known: Mapping[str, Known],
    alike: Mapping[str, Sequence[Remembered]],
    pages: Mapping[str, Version | None],
) -> Recognised:
    """Which of the entries that are not `known` are articles we know all the same.

    `alike` holds the known articles by `likeness_key`, `pages` what has been read already: None where a page
    cannot be had. An article that is listed under its own id beside the entry is another one.
    """
    unknown = [entry for entry in entries if entry.external_id not in known]
    if not alike or not unknown:
        return Recognised({}, frozenset())
    taken = {one.external_id for one in known.values()}
    found: dict[str, Known] = {}
    doubtful: set[str] = set()
    # What agrees in every respect is taken first: a notice issued again must not stand in for the earlier one.
    for move in (_Move(), _move(entries, unknown, alike)):
        for entry in unknown:
            if entry.external_id in found:
                continue
            likely = alike.get(likeness_key(entry.title), ())
            judged = [
                (one.known, _judge(entry, one, pages, move))
                for one in likely
                if one.known.external_id not in taken
            ]
            same = next((article for article, likeness in judged if likeness is _Likeness.SAME), None)
            if same is not None:
                found[entry.external_id] = same
                taken.add(same.external_id)
            elif any(likeness is _Likeness.UNSURE for _, likeness in judged):
                doubtful.add(entry.external_id)
    return Recognised(found, frozenset(doubtful - set(found)))


def _move(
    entries: Sequence[Entry], unknown: Sequence[Entry], alike: Mapping[str, Sequence[Remembered]]
) -> _Move:
    """Whether the whole window changed its ids: nearly all of it is new, and most of that has known titles."""
    likely = {entry.external_id: alike.get(likeness_key(entry.title), ()) for entry in unknown}
    titled = sum(bool(others) for others in likely.values())
    dated = sum(
        any(same_moment(entry, other.known.published) for other in likely[entry.external_id])
        for entry in unknown
    )
    whole = len(unknown) >= max(FEWEST, WHOLE_WINDOW * len(entries))
    moved = whole and titled >= FEWEST and titled * 2 >= len(unknown)
    return _Move(moved=moved, restamped=moved and dated * 2 < titled)


def _judge(entry: Entry, other: Remembered, pages: Mapping[str, Version | None], move: _Move) -> _Likeness:
    """The titles are the same; do time, words and address agree?"""
    words = _same_words(entry.lead, other.version.lead)
    when = same_moment(entry, other.known.published)
    place = _same_place(entry, other.known)
    loosely = move.moved if when is None else move.restamped
    if words is False:
        return _Likeness.OTHER
    if (when and (words or place or move.moved)) or (words and (place or loosely)):
        return _Likeness.SAME
    if when is False and not loosely:
        return _Likeness.OTHER
    if entry.external_id not in pages:
        return _Likeness.UNSURE
    page = pages[entry.external_id]
    body = _same_words(page.body, other.version.body) if page else None
    if body is None:
        # Nothing more to compare: title and time, or title and the whole window's move, are all there is.
        return _Likeness.SAME if when or (when is None and loosely) else _Likeness.OTHER
    return _Likeness.SAME if body else _Likeness.OTHER


def same_moment(entry: Entry, published: datetime | None) -> bool | None:
    """Whether both were published at the same time, as exactly as either tells it; None where one does not say.

    NukeViet up to 4.5 writes the month for the minute, and a listing may name the bare day.
    """
    if entry.published is None or published is None:
        return None
    mine, other = entry.published.astimezone(LOCAL), published.astimezone(LOCAL)
    if abs(mine - other) <= SAME_MOMENT:
        return True
    if _bare_day(mine) or _bare_day(other):
        return mine.date() == other.date()
    if not entry.exact or other.minute == other.month:
        return (mine.date(), mine.hour) == (other.date(), other.hour)
    return False


def _bare_day(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def _same_words(mine: str, other: str) -> bool | None:
    """Whether two texts say the same, one of them perhaps cut short; None where one is empty."""
    mine, other = _letters(mine), _letters(other)
    if not (mine and other):
        return None
    short, long = sorted((mine, other), key=len)
    return short == long or (len(short) >= _TELLING and long.startswith(short))


def _same_place(entry: Entry, other: Known) -> bool:
    """Whether number or path are the same: a module was renamed, or only the host changed."""
    mine, theirs = _NUMBER.search(entry.external_id), _NUMBER.search(other.external_id)
    if mine and theirs:
        return mine[1] == theirs[1]
    return _path(entry.link) == _path(other.link) != ""


def _path(link: str) -> str:
    parts = urlsplit(link)
    return unquote(parts.path).strip("/") + (f"?{parts.query}" if parts.query else "")


def _letters(text: str) -> str:
    return _WORDS.sub("", fold(text))
