"""The outbox's values: what is told, to whom, how and when; what a courier claims and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from storage.records import Address, AnnouncementId, ArticleId, CitizenId, VersionId


class Kind(StrEnum):
    """What an announcement is. Their order here is the order of sending."""

    URGENT = "urgent"
    ALL_CLEAR = "all_clear"
    NOTICE = "notice"  # for the chats of [staff] only
    ANSWER = "answer"  # what staff answer to one citizen
    UPDATE = "update"
    WITHDRAWN = "withdrawn"
    BULLETIN = "bulletin"
    NEWS = "news"
    DIGEST = "digest"
    REFRESH = "refresh"  # a shown average moved


class Manner(StrEnum):
    """How it reaches somebody who may already have a message about the same article."""

    SEND = "send"  # a message of its own
    REPLY = "reply"  # a message of its own that answers the one they have
    EDIT = "edit"  # the one they have is redrawn; nothing where the messenger cannot
    AMEND = "amend"  # redrawn like EDIT; a short message that answers it, where that cannot be


class DeliveryState(StrEnum):
    """Where a delivery stands. Everything but `owed` and `unknown` is final."""

    OWED = "owed"  # to be sent when `not_before` has come
    UNKNOWN = "unknown"  # written to the wire, never answered: sent once more
    SENT = "sent"
    REFUSED = "refused"  # the messenger will never take this message
    GONE = "gone"  # the chat blocked us or is no more
    UNREACHED = (
        "unreached"  # the messenger's rules or quotas let nothing through; owed again once they write to us
    )
    EXPIRED = "expired"  # stale news dies in silence
    MERGED = "merged"  # told, or to be told, inside a digest
    CANCELLED = "cancelled"  # the citizen left, or staff dismissed it


@dataclass(frozen=True, slots=True)
class Followers:
    """The active followers of a topic, and of the words that the article holds, less who ignores one of them.

    Words are folded (`feeds.fold`); only those found in the article are named here.
    """

    topic: str
    words: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Everyone:
    """Every active citizen."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Those who were told of an article, alone and not inside a digest; to redraw it also who left or pauses since."""

    article: ArticleId


@dataclass(frozen=True, slots=True)
class InDigest:
    """Those who were told of an article inside a digest, also who left or pauses since: it is redrawn."""

    article: ArticleId
    digest: AnnouncementId


@dataclass(frozen=True, slots=True)
class StaffChats:
    """The chats of [staff]."""


@dataclass(frozen=True, slots=True)
class One:
    """One citizen, whatever they follow."""

    citizen: CitizenId


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Every active citizen who agreed to another text of the consent than this."""

    consent: str


Audience = Followers | Everyone | Recipients | InDigest | StaffChats | One | Lapsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When a delivery is due and until when it is worth sending; `expires_at` counts from the first moment it was due.

    `silent` rings nobody's phone; `digest` puts it into the citizen's next digest instead.
    """

    due_at: datetime
    expires_at: datetime
    silent: bool = False
    digest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An announcement about to be owed.

    `key` makes repeating the decision harmless: the same key is never announced twice. `slot` is when those hear of
    it who keep the office's own hours, `slots` when the others do, by their rhythm (`Citizen.rhythm`).
    `about` says what a NOTICE is about, for its buttons («hold:<source>», «wake:<announcement>»), or what an UPDATE
    changes (`RESTORED`: it was taken down and is there again); `of(…)` names the earlier announcement whose own message
    is redrawn instead of the article's.
    `refers_to` is the earlier article that this one updates or ends; it is answered where somebody has it.
    """

    key: str
    kind: Kind
    audience: Audience
    slot: Slot
    slots: Mapping[str, Slot] = field(default_factory=dict)
    manner: Manner = Manner.SEND
    about: str = ""
    article: ArticleId | None = None
    version: VersionId | None = None
    refers_to: ArticleId | None = None
    text: str = ""


RESTORED = "restored"
_OF = "of:"


def of(announcement: AnnouncementId) -> str:
    """How an announcement names the one whose message it redraws."""
    return f"{_OF}{announcement}"


def redrawn(about: str) -> AnnouncementId | None:
    """The announcement whose message is redrawn, where `about` names one."""
    which = about.removeprefix(_OF)
    return AnnouncementId(int(which)) if about.startswith(_OF) and which.isdecimal() else None


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
    manner: Manner = Manner.SEND
    refers_to: ArticleId | None = None


# Tuples, because one of each is made for every delivery: a frozen dataclass takes five times as long to make.


class Due(NamedTuple):
    """One delivery claimed under a lease: send it, then settle it.

    `attempts` counts failed tries before this one; `repeat` says that an earlier try may have arrived. `target` names
    the message about the same article that the citizen has, for every manner but SEND; None where there is none.
    `thread` is the topic of a forum that they are told in.
    """

    announcement: Announcement
    citizen: CitizenId
    address: Address
    language: str
    attempts: int
    repeat: bool
    expires_at: datetime
    silent: bool = False
    target: str | None = None
    version: VersionId | None = None
    thread: str = ""


class Settlement(NamedTuple):
    """What became of one claimed delivery. `not_before` is set where it is to be tried again.

    `chat_waits`: until then the chat takes nothing else either.
    """

    announcement: AnnouncementId
    citizen: CitizenId
    state: DeliveryState
    attempts: int
    not_before: datetime | None = None
    message_ref: str | None = None
    reason: str = ""
    moved_to: str | None = None
    chat_waits: bool = False
