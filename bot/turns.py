"""What a conversation needs to know and what it decides: the values round `respond()`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.messages import Action, Answer
from feeds.portals import Portal, Topic
from storage.owed import Kind
from storage.records import AnnouncementId, ArticleId, Citizen, Messenger, Story, Tally

PAGE = 5

# ── what was asked ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Begin:
    """They said hello."""


@dataclass(frozen=True, slots=True)
class AskErase:
    """They want everything of theirs erased; ask first."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The messenger says that the chat blocked us."""


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The messenger says that the chat can be reached again."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words nobody understands, a picture or a voice without any, or a button nobody of ours made."""

    pressed: bool
    wordless: bool = False


Request = Action | Begin | AskErase | Blocked | Unblocked | Unclear

# ── what must be remembered ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Subscribe:
    topics: tuple[str, ...]
    consent_version: str


@dataclass(frozen=True, slots=True)
class SetTopic:
    topic: str
    on: bool


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    pass


@dataclass(frozen=True, slots=True)
class EraseCitizen:
    pass


@dataclass(frozen=True, slots=True)
class SetMark:
    """None takes the mark back; `shown` is what the public may see from now on."""

    article: ArticleId
    mark: int | None
    shown: Tally | None


@dataclass(frozen=True, slots=True)
class SetBlocked:
    blocked: bool


@dataclass(frozen=True, slots=True)
class SettleHold:
    source: str
    release: bool


@dataclass(frozen=True, slots=True)
class WakeAll:
    announcement: AnnouncementId


Effect = Subscribe | SetTopic | Unsubscribe | EraseCitizen | SetMark | SetBlocked | SettleHold | WakeAll


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the dialogue: what to remember, then what to answer."""

    effects: tuple[Effect, ...] = ()
    answer: Answer = field(default_factory=Answer)


# ── what is known ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What never changes between two turns: whose portal this is and its rules.

    `seats`: how many citizens a messenger's plan has room for, where it counts them.
    """

    portal: Portal
    topics: tuple[Topic, ...]
    k: int
    kept_when_blocked_days: int = 28
    seats: Mapping[Messenger, int] = field(default_factory=dict)

    def topic(self, topic_id: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.id == topic_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """An article that was delivered to this citizen, as somebody rates it there."""

    story: Story
    kind: Kind
    mark: int | None
    tally: Tally
    shown: Tally | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything one turn may look at; only what the request needs is filled."""

    house: House
    messenger: Messenger
    now: datetime
    private: bool = True
    citizen: Citizen | None = None
    staff: bool = False
    rated: Rated | None = None
    latest: tuple[Story, ...] = ()
    held: int = 0
    full: bool = False
