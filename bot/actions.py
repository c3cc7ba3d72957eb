"""What a citizen, or staff, can do by a button: absolute, so a repeated press and last week's button are harmless."""

from dataclasses import dataclass
from enum import StrEnum

from storage.records import AnnouncementId, ArticleId


class View(StrEnum):
    """A page of the settings; each is drawn over the one before it."""

    SETTINGS = "settings"
    TOPICS = "topics"
    WORDS = "words"
    CADENCE = "cadence"
    HOUR = "hour"
    QUIET = "quiet"
    PAUSE = "pause"


class Why(StrEnum):
    """Why somebody gave a low mark."""

    HARD = "hard"  # hard to understand
    SHORT = "short"  # something is missing
    LATE = "late"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Agree:
    """Subscribe to the default topics, with consent to the text just read: its version and its language."""

    version: str
    language: str


@dataclass(frozen=True, slots=True)
class Decline:
    """No, thank you: nothing is stored."""


@dataclass(frozen=True, slots=True)
class Show:
    """Draw a page of the settings."""

    view: View


EVERY_TOPIC = "*"


@dataclass(frozen=True, slots=True)
class Follow:
    """Follow a topic, or EVERY_TOPIC, or stop following it."""

    topic: str
    on: bool


@dataclass(frozen=True, slots=True)
class Tune:
    """Change one part of the rhythm; `part` is written as `bot.rhythm.Rhythm` writes it («h1800»)."""

    part: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Hear nothing for so many days; 0 ends a pause."""

    days: int


@dataclass(frozen=True, slots=True)
class DropWord:
    """Neither follow nor ignore a word any more; `word` is folded."""

    word: str


@dataclass(frozen=True, slots=True)
class Speak:
    """Be spoken to in a language."""

    language: str


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest articles, of one topic or of all: a fresh list (None), or a page turned in place, counted from 0."""

    page: int | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Sections:
    """Offer the topics whose newest articles can be read."""


@dataclass(frozen=True, slots=True)
class Search:
    """Articles that hold all these words: a fresh list (None), or a page turned in place, counted from 0.

    `words` are folded and hold nothing but letters, digits and single spaces.
    """

    words: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """Give an article 1 to 5."""

    article: ArticleId
    mark: int


@dataclass(frozen=True, slots=True)
class Unrate:
    """Take the mark back."""

    article: ArticleId


@dataclass(frozen=True, slots=True)
class Because:
    """Why the mark was low; None: they would rather not say."""

    article: ArticleId
    why: Why | None


@dataclass(frozen=True, slots=True)
class Write:
    """The next text is a remark, on an article or (None) on anything."""

    article: ArticleId | None = None


@dataclass(frozen=True, slots=True)
class Unwrite:
    """The next text is no remark after all."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Unsubscribe; choices and marks stay."""


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase everything about this citizen, after the question was asked."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Do not erase after all."""


@dataclass(frozen=True, slots=True)
class Help:
    """Show what can be said."""


@dataclass(frozen=True, slots=True)
class Release:
    """Staff: announce what a flood of a source held back."""

    source: str


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Staff: never announce what a flood of a source held back."""

    source: str


@dataclass(frozen=True, slots=True)
class Wake:
    """Staff: let an urgent announcement pass quiet hours."""

    announcement: AnnouncementId


Action = (
    Agree
    | Decline
    | Show
    | Follow
    | Tune
    | Pause
    | DropWord
    | Speak
    | Latest
    | Sections
    | Search
    | Rate
    | Unrate
    | Because
    | Write
    | Unwrite
    | Stop
    | Erase
    | Keep
    | Help
    | Release
    | Dismiss
    | Wake
)
