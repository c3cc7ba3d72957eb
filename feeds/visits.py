"""What is remembered of looking, and what a look found: the values between watcher and storage."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feeds.article import Article


class Verdict(StrEnum):
    """What `sift` says of one entry."""

    NEWS = "news"  # never seen, and fresh: announce it
    BACKLOG = "backlog"  # never seen, but from before we watched, or old: store it, wake nobody
    CHANGE = "change"  # seen before, says something else now
    WITHDRAWN = "withdrawn"  # the portal took it down; its version repeats what it last said
    RESTORED = "restored"  # taken down before, there again
    HELD = "held"  # new, but part of a flood: staff decide


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
class Known:
    """What storage remembers of an article, as far as a decision needs it."""

    external_id: str
    told: str
    fingerprint: str
    link: str
    first_seen: datetime
    published: datetime | None
    source: str = ""  # the one that told of it first; only its words count as a change


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One article of a look with its verdict, ready to be recorded."""

    verdict: Verdict
    article: Article
    told: str
