"""What a portal publishes, cleaned: NFC text, absolute links, aware times.

The words are those of `docs/architecture.md`. Everything here is a frozen value;
nothing here reads a network, a clock or a database.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import cached_property

from feeds.dates import LOCAL
from feeds.letters import one_spelling


class Urgency(StrEnum):
    """How soon a citizen must know. `feeds` proposes it; `bot` decides what it may wake."""

    KHAN = "khan"  # danger, or an order whose moment is still ahead
    TRONG_NGAY = "trong_ngay"  # daily life at a known time: a boat, the power, the water
    THUONG = "thuong"  # everything else


class Nature(StrEnum):
    """What kind of word an article is, where that changes how it is told."""

    ORDINARY = "ordinary"
    ALL_CLEAR = "all_clear"  # an earlier warning or stop is over
    CORRECTION = "correction"
    EXTENSION = "extension"  # an earlier deadline or order is prolonged
    CONDOLENCE = "condolence"  # told without emoji and without a rating
    REPORT = "report"  # after-action reports, drills: never urgent


class FactKind(StrEnum):
    """The slots of a key fact; the first eight are those of `loa summarise --jsonl`."""

    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    WHAT = "what"
    DO = "do"
    DEADLINE = "deadline"
    PHONE = "phone"
    DOCNO = "docno"
    EMAIL = "email"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Fact:
    """One key fact exactly as the source writes it; `start` is its offset in the body (-1: in title or lead)."""

    kind: FactKind
    text: str
    start: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file the article carries. `size` is in bytes where the portal tells it."""

    name: str
    url: str
    media_type: str = ""
    size: int | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One article as a feed, a listing or a sitemap tells of it, before its page is read.

    `exact` is False where the minute of `published` cannot be trusted: NukeViet up to 4.5
    writes the month in its place (source: NukeViet's `gmdate('D, j M Y H:m:s')`).
    """

    external_id: str
    link: str
    title: str
    lead: str = ""
    published: datetime | None = None
    exact: bool = True
    image: str | None = None

    @property
    def latest(self) -> datetime | None:
        """The last moment at which it may have been published: a bare day means all of it, a wrong minute any."""
        if self.published is None or self.exact:
            return self.published
        bare = self.published.astimezone(LOCAL).time() == time()
        return self.published + (timedelta(days=1) if bare else timedelta(hours=1))

    @cached_property
    def told(self) -> str:
        """Fingerprint of what the source itself says; a difference means the page is worth reading again.

        The address is no part of it: a moved category or host is no news.
        """
        return _digest(self.title, self.lead)


@dataclass(frozen=True, kw_only=True)
class Version:
    """What an article said at a time. Equal fingerprints mean equal news; counters never enter it."""

    title: str
    lead: str = ""
    body: str = ""
    attachments: tuple[Attachment, ...] = ()
    image: str | None = None

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over title, lead and body; neither white space nor the spelling of tones enters it."""
        return _digest(self.title, self.lead, self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What a citizen needs of one version, computed once per version and never per citizen.

    `summary` holds at most 400 characters, one idea a line; `origin` says where it came from:
    «lead» (the editor's own words), «extract» (ours, from the body), «ai» (labelled as the law asks)
    or «none» (no text: only title and attachments).
    `moment` is the next moment named by the announcement (start of an order, departure, deadline).
    `hazard` names what an urgent is about, for linking updates and all-clears («bão số 3/2026»).
    `titled` says that the title itself names the hazard.
    """

    summary: str = ""
    origin: str = "none"
    facts: tuple[Fact, ...] = ()
    urgency: Urgency = Urgency.THUONG
    reasons: tuple[str, ...] = ()
    nature: Nature = Nature.ORDINARY
    moment: datetime | None = None
    hazard: str | None = None
    titled: bool = False


@dataclass(frozen=True, kw_only=True)
class Article:
    """A portal's article with its newest version. Identity is (portal, external_id), kept for ever."""

    portal: str
    external_id: str
    link: str
    topic: str
    published: datetime | None
    version: Version
    gist: Gist = field(default_factory=Gist)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(map(one_spelling, parts)).encode()).hexdigest()
