"""Plain frozen values that go in and out of storage. Rows never leave the package; these do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from feeds.article import Article

ArticleId = NewType("ArticleId", int)
VersionId = NewType("VersionId", int)
AnnouncementId = NewType("AnnouncementId", int)
CitizenId = NewType("CitizenId", int)


class Messenger(StrEnum):
    """A messenger a citizen can be reached on."""

    TELEGRAM = "telegram"
    ZALO_BOT = "zalo_bot"
    ZALO_OA = "zalo_oa"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a citizen is: one chat of one messenger. Written `telegram:123`."""

    messenger: Messenger
    chat: str

    def __str__(self) -> str:
        return f"{self.messenger}:{self.chat}"

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read `telegram:123`. Raises ValueError with the mend."""
        name, _, chat = text.strip().partition(":")
        if name not in set(Messenger) or not chat:
            message = f"{text!r} is not an address: write telegram:123, zalo_bot:abc or zalo_oa:123"
            raise ValueError(message)
        return cls(Messenger(name), chat)


@dataclass(frozen=True, slots=True)
class Person:
    """The human behind a press or a sentence, as the messenger names them; storage keeps only a keyed HMAC."""

    messenger: Messenger
    user: str


class CitizenState(StrEnum):
    """Whether a citizen is told anything."""

    ACTIVE = "active"
    LEFT = "left"  # unsubscribed; choices kept until they come back or erase
    BLOCKED = "blocked"  # the messenger says so; choices kept, erased by retention
    STAFF = "staff"  # a chat of [staff]: told of holds and outages, follows no topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """One chat that agreed to be told, or a chat of staff."""

    id: CitizenId
    address: Address
    state: CitizenState
    topics: frozenset[str] = frozenset()
    language: str = "vi"
    consent_version: str = ""
    consented_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Story:
    """An article as remembered: its newest version, with the ids others refer to."""

    id: ArticleId
    version_id: VersionId
    article: Article
    first_seen: datetime


class Kind(StrEnum):
    """What an announcement is. The order of `PRIORITY` is the order of sending."""

    URGENT = "urgent"
    ALL_CLEAR = "all_clear"
    NOTICE = "notice"  # for the chats of [staff] only
    UPDATE = "update"
    WITHDRAWN = "withdrawn"
    BULLETIN = "bulletin"
    NEWS = "news"
    DIGEST = "digest"


class DeliveryState(StrEnum):
    """Where a delivery stands. Everything but `owed` and `unknown` is final."""

    OWED = "owed"  # to be sent when `not_before` has come
    UNKNOWN = "unknown"  # written to the wire, never answered: sent once more
    SENT = "sent"
    REFUSED = "refused"  # the messenger will never take this message
    GONE = "gone"  # the chat blocked us or is no more
    EXPIRED = "expired"  # stale news dies in silence
    MERGED = "merged"  # told, or to be told, inside a digest
    CANCELLED = "cancelled"  # the citizen left, or staff dismissed it


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An announcement about to be owed.

    `key` makes repeating the decision harmless: the same key is never announced twice.
    It goes to the active followers of `topic`; to every active citizen where `everyone` is set; a NOTICE to staff.
    `digest` puts followers into the next digest instead of owing it at `due_at`. `about` says what a NOTICE is
    about, for its buttons («hold:<source>», «wake:<announcement>»). `silent` rings nobody's phone.
    `expires_at` is counted from the first moment it was due.
    """

    key: str
    kind: Kind
    topic: str = ""
    everyone: bool = False
    about: str = ""
    article: ArticleId | None = None
    version: VersionId | None = None
    text: str = ""
    due_at: datetime
    expires_at: datetime
    silent: bool = False
    digest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """An announcement as remembered."""

    id: AnnouncementId
    kind: Kind
    article: ArticleId | None
    version: VersionId | None
    text: str
    about: str = ""
    created_at: datetime
    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One delivery claimed under a lease: send it, then settle it.

    `attempts` counts failed tries before this one; `repeat` says that an earlier try may have arrived.
    """

    announcement: Announcement
    citizen: CitizenId
    address: Address
    language: str
    attempts: int
    repeat: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of one claimed delivery. `not_before` is set where it is to be tried again."""

    announcement: AnnouncementId
    citizen: CitizenId
    state: DeliveryState
    attempts: int
    not_before: datetime | None = None
    message_ref: str | None = None
    reason: str = ""
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The marks of one article: `spread[i]` voters gave i + 1."""

    spread: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)

    @property
    def count(self) -> int:
        return sum(self.spread)

    @property
    def total(self) -> int:
        return sum(mark * votes for mark, votes in enumerate(self.spread, start=1))

    @property
    def mean(self) -> float | None:
        return self.total / self.count if self.count else None

    def moved(self, old: int | None, new: int | None) -> "Tally":
        """The tally after one voter's mark went from `old` to `new` (None: no mark)."""
        votes = list(self.spread)
        if old is not None:
            votes[old - 1] -= 1
        if new is not None:
            votes[new - 1] += 1
        return Tally((votes[0], votes[1], votes[2], votes[3], votes[4]))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One article in `loa report`, before numbers below k are hidden."""

    id: str
    title: str
    link: str
    tally: Tally
    comments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How one source fares, for /healthz, `loa look` and staff."""

    source: str
    good_at: datetime | None
    due: datetime | None
    failures: int
    reason: str
