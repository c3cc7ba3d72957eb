"""What is remembered of looking, and what a look found: the values between watcher and storage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feeds.article import Article, Attachment, Urgency, Version
from feeds.formats.counters import Counters


class Verdict(StrEnum):
    """What `sift` says of one entry."""

    NEWS = "news"  # never seen, and fresh: announce it
    BACKLOG = "backlog"  # never seen, but from before we watched, or old: store it, wake nobody
    CHANGE = "change"  # seen before, says something else now
    WITHDRAWN = "withdrawn"  # the portal took it down; its version repeats what it last said
    RESTORED = "restored"  # taken down before, there again
    HELD = "held"  # new in a flood, or gone with many others: staff decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The memory of one source's last looks, written in the same transaction as what they found.

    `baselined_at` is the flag of the first good look: until it is set everything is backlog.
    `due` is when to look again, `failures` how many looks in a row went wrong and `reason` why, in plain words;
    without failures `reason` is what is odd about a good look.
    """

    source: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    address: str | None = None
    baselined_at: datetime | None = None
    looked_at: datetime | None = None
    good_at: datetime | None = None
    full_at: datetime | None = None  # the last unconditional GET: once a day nothing is taken on trust
    found_at: datetime | None = None  # the last look that found something new
    due: datetime | None = None
    failures: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A source that was claimed; `recheck`: pages of its articles are due to be read again."""

    visit: Visit
    recheck: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What storage remembers of an article, as far as a decision needs it.

    `external_id` is the one it was first known by, whatever it goes by today.
    `verdict` is the last one recorded; for what staff have not decided yet, the one it would get.
    """

    external_id: str
    told: str
    fingerprint: str
    link: str
    first_seen: datetime
    published: datetime | None
    source: str = ""  # the one that told of it first; only its words count as a change
    verdict: Verdict = Verdict.NEWS
    held: bool = False  # staff have not decided about it yet
    baseline: bool = False  # stored at a first look, and no other source has told of it as news
    read: bool = False  # its page has been read, or never will be
    gone_at: datetime | None = None  # when its page was first found missing; None while it is there
    check_at: datetime | None = None  # when its page is worth another reading; None: never
    edits: int = 0  # versions of the last days, see `feeds.sift.FLIPPING`
    urgent: bool = False
    moment: datetime | None = None
    counters: Counters | None = None  # what this look read of them, never of a version


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A known article with its newest words, where they are worth fetching."""

    known: Known
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What a look's entries call to mind, by the ids that were asked for.

    `window` are the ids the source listed when it last changed, `lost` the articles of it that the entries do not
    name, `alike` the articles like the entries that are not `known`, by likeness, the youngest first.
    """

    known: Mapping[str, Known]
    window: frozenset[str]
    lost: Mapping[str, Known]
    alike: Mapping[str, Sequence[Remembered]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """The page of a known article, read again; `version` is None where it is gone (404 or 410).

    `published` is what the page says, or what was known.
    """

    known: Known
    version: Version | None
    published: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One article of a look with its verdict, ready to be recorded.

    `held_as` is what a held one becomes when staff release it. A `silent` one is stored and nobody is told.
    """

    verdict: Verdict
    article: Article
    told: str
    held_as: Verdict = Verdict.NEWS
    silent: bool = False
    baseline: bool = False
    read: bool = False
    gone_at: datetime | None = None
    check_at: datetime | None = None
    counters: Counters | None = None

    def known(self, source: str, first_seen: datetime) -> Known:
        """The article as it will be remembered."""
        article = self.article
        return Known(
            external_id=article.external_id,
            told=self.told,
            fingerprint=article.version.fingerprint,
            link=article.link,
            first_seen=first_seen,
            published=article.published,
            source=source,
            verdict=self.held_as if self.verdict is Verdict.HELD else self.verdict,
            baseline=self.baseline,
            read=self.read,
            gone_at=self.gone_at,
            urgent=article.gist.urgency is Urgency.KHAN,
            moment=article.gist.moment,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A known article that says nothing new, as it is to be remembered; `alias` is a further id it goes by.

    `files` are those its page has now, where it was read and they are other ones: they make no version.
    """

    known: Known
    alias: str = ""
    files: tuple[Attachment, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a look found; `window` holds the ids listed now, None where they are as before."""

    findings: Sequence[Finding] = ()
    sightings: Sequence[Sighting] = ()
    window: frozenset[str] | None = None

    def raises_doubt(self, now: datetime) -> bool:
        """Whether pages of known articles are to be read again at once: they left the list, or stand elsewhere."""
        checks = (one.known.check_at for one in self.sightings)
        return any(check_at is not None and check_at <= now for check_at in checks)
