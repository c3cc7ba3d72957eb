"""What a conversation is asked, what it needs to know, and the Turn that comes of it: the values round `respond()`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.actions import Action
from bot.conversation.effects import Effect
from bot.messages import Answer
from bot.timing import Quiet
from bot.wording import Words, speaking
from bot.wording.commands import BOAT, Command
from bot.wording.spans import Day
from feeds.fold import words
from feeds.portals import Portal, Topic
from storage.outbox.owed import Kind
from storage.records import ArticleId, Citizen, CommentId, Keyword, Messenger, Stored, Story, Tally

PAGE = 5
MOST_WORDS = 20  # keywords a citizen
MOST_REMARKS = 6  # an hour
LONGEST_REMARK = 1000

# ── what was asked, where it is no button's Action ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Begin:
    """They said hello."""


@dataclass(frozen=True, slots=True)
class AskErase:
    """They want everything of theirs erased; ask first."""


@dataclass(frozen=True, slots=True)
class AskData:
    """They want to see what is stored about them."""


@dataclass(frozen=True, slots=True)
class AskLanguage:
    """They want to choose a language."""


@dataclass(frozen=True, slots=True)
class AskMark:
    """They want to rate, and did not say what."""


@dataclass(frozen=True, slots=True)
class TypedMark:
    """A mark in words or figures: for the article whose code stands beside it, or for the one they were told last."""

    mark: int
    article: ArticleId | None = None


@dataclass(frozen=True, slots=True)
class Boats:
    """They want the newest notice about the boat."""


@dataclass(frozen=True, slots=True)
class PauseUntil:
    """Hear nothing until that day."""

    day: Day


@dataclass(frozen=True, slots=True)
class KeepWord:
    """Follow a word (True) or ignore it; as they wrote it."""

    typed: str
    follow: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """Words for the office."""

    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """Words that answer a message; whether it is one of ours, `Situation.replied` says."""

    text: str


@dataclass(frozen=True, slots=True)
class Misread:
    """A command we know with words after it that we do not."""

    command: Command


@dataclass(frozen=True, slots=True)
class Blocked:
    """The messenger says that the chat blocked us."""


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The messenger says that the chat can be reached again, or (`broadcast`) that a channel took us in."""

    broadcast: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words nobody understands, a picture or a voice without any, or a button nobody of ours made.

    `near` are the commands one slip of the finger away; `courteous`: it asked for nothing.
    """

    pressed: bool
    near: tuple[Command, ...] = ()
    wordless: bool = False
    courteous: bool = False


Request = (
    Action
    | Begin
    | AskErase
    | AskData
    | AskLanguage
    | AskMark
    | TypedMark
    | Boats
    | PauseUntil
    | KeepWord
    | Remark
    | Reply
    | Misread
    | Blocked
    | Unblocked
    | Unclear
)


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
    quiet: Quiet = (time(21, 30), time(6, 0))
    digest: time = time(7, 0)
    expire: timedelta = timedelta(hours=24)
    seats: Mapping[Messenger, int] = field(default_factory=dict)

    def topic(self, topic_id: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    @property
    def boats(self) -> Topic | None:
        """The topic that names boats the most; None where none does."""
        named = {topic: sum(BOAT in words(word).split() for word in topic.words) for topic in self.topics}
        most = max(named, key=lambda topic: named[topic], default=None)
        return most if most and named[most] else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """An article that was delivered to this citizen, as somebody rates it there."""

    story: Story
    kind: Kind
    mark: int | None
    tally: Tally
    shown: Tally | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """The message of ours that somebody answered: about an article, or (to staff and back) about a remark."""

    article: ArticleId | None = None
    title: str = ""
    comment: CommentId | None = None
    erased: bool = False  # the remark's writer had it erased since


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything one turn may look at; only what the request needs is filled.

    `admin`: whether they may change this chat's settings; in a private chat everybody may. `ref` is the message they
    pressed or wrote. `language` is one they asked for just now. `title` is that of the article a remark is awaited on.
    """

    house: House
    messenger: Messenger
    now: datetime
    private: bool = True
    admin: bool = True
    thread: str = ""
    ref: str | None = None
    language: str = ""
    citizen: Citizen | None = None
    staff: bool = False
    words: tuple[Keyword, ...] = ()
    rated: Rated | None = None
    replied: Replied | None = None
    title: str = ""
    recent_remarks: int = 0
    stories: tuple[Story, ...] = ()
    stored: Stored | None = None
    held: int = 0
    full: bool = False

    @property
    def speaks(self) -> str:
        """The language they are spoken to in."""
        return self.language or (self.citizen.language if self.citizen else self.house.portal.language)

    @property
    def say(self) -> Words:
        """The sentences of their language."""
        return speaking(self.speaks, slashes=self.slashes)

    @property
    def slashes(self) -> bool:
        """Whether only commands with «/» are heard here: a bot in a Telegram group is told of nothing else."""
        return self.messenger is Messenger.TELEGRAM and not self.private
