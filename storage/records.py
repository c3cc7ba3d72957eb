"""Plain frozen values that go in and out of storage. Rows never leave the package; these do."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from feeds.article import Article

ArticleId = NewType("ArticleId", int)
VersionId = NewType("VersionId", int)
AnnouncementId = NewType("AnnouncementId", int)
CitizenId = NewType("CitizenId", int)
CommentId = NewType("CommentId", int)


class Messenger(StrEnum):
    """A messenger a citizen can be reached on."""

    TELEGRAM = "telegram"
    ZALO_BOT = "zalo_bot"
    ZALO_OA = "zalo_oa"


# Telegram's groups and channels are negative; Zalo's bots know letters and digits, groups as zgr-…
_CHATS = {
    Messenger.TELEGRAM: re.compile(r"-?[0-9]{1,20}"),
    Messenger.ZALO_BOT: re.compile(r"[A-Za-z0-9_-]{1,64}"),
    Messenger.ZALO_OA: re.compile(r"[0-9]{1,32}"),
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a citizen is: one chat of one messenger. Written `telegram:123`."""

    messenger: Messenger
    chat: str

    def __str__(self) -> str:
        return f"{self.messenger}:{self.chat}"

    @property
    def is_group(self) -> bool:
        """Whether many people read there: Telegram's groups and channels have negative ids, Zalo's begin with zgr-."""
        return self.chat.startswith(("-", "zgr-"))

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read `telegram:123`. Raises ValueError with the mend."""
        name, _, chat = text.strip().partition(":")
        if name not in set(Messenger) or not _CHATS[Messenger(name)].fullmatch(chat):
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


@dataclass(frozen=True, slots=True)
class Menu:
    """A numbered list that is open: (button code, words) of each line, since when and until when numbers answer it."""

    choices: tuple[tuple[str, str], ...]
    shown_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """One chat that agreed to be told, or a chat of staff."""

    id: CitizenId
    address: Address
    state: CitizenState
    topics: frozenset[str] = frozenset()
    language: str = "vi"
    rhythm: str = ""  # when they want to hear; empty: as the office proposes
    paused_until: datetime | None = None
    consent_version: str = ""
    consented_at: datetime | None = None
    created_at: datetime | None = None
    thread: str = ""  # the topic of a forum they are told in
    remark_until: datetime | None = None  # until then the next text is a remark
    remark_on: ArticleId | None = None
    menu: Menu | None = None  # where there are no buttons
    turned_at: datetime | None = None  # when, by the messenger's clock, it last turned away or back


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that brings articles (`follow`) or keeps them away; `word` is folded, `typed` as they wrote it."""

    word: str
    typed: str
    follow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a citizen wrote, masked; without the citizen."""

    id: CommentId
    text: str
    at: datetime
    article: ArticleId | None = None
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """An article as remembered: its newest version, with the ids others refer to."""

    id: ArticleId
    version_id: VersionId
    article: Article
    first_seen: datetime
    withdrawn: bool = False


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
    looked_at: datetime | None
    good_at: datetime | None
    due: datetime | None
    failures: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Everything that is stored about somebody beside the citizen: what `/dulieu` shows them.

    `marks` are (title, mark, why, when); `remarks` come with the answers to each; `sent` are (title, kind,
    when), newest first, without a title where it was about no article; `earlier` counts those before them.
    `heard_at` is when they last wrote, where that is kept, `changed_at` when they came into the state they are in.
    """

    marks: tuple[tuple[str, int, str, datetime], ...] = ()
    remarks: tuple[tuple[Comment, tuple[str, ...]], ...] = ()
    sent: tuple[tuple[str, str, datetime], ...] = ()
    earlier: int = 0
    heard_at: datetime | None = None
    changed_at: datetime | None = None
