"""What a turn decides must be remembered. Every effect is absolute: remembering it twice is harmless."""

from dataclasses import dataclass
from datetime import datetime

from bot.actions import Why
from storage.records import AnnouncementId, ArticleId, CommentId, Tally


@dataclass(frozen=True, slots=True)
class Subscribe:
    """They agreed; `topics` are for newcomers, who was here before keeps their own."""

    topics: tuple[str, ...]
    consent_version: str
    language: str


@dataclass(frozen=True, slots=True)
class SetThread:
    """Where in a forum they are told."""

    thread: str


@dataclass(frozen=True, slots=True)
class SetTopic:
    topic: str
    on: bool


@dataclass(frozen=True, slots=True)
class SetRhythm:
    """As `bot.rhythm.Rhythm` writes it; «» for the office's own."""

    rhythm: str


@dataclass(frozen=True, slots=True)
class SetPause:
    """None ends a pause."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class SetWord:
    """Follow (True), ignore (False) or forget (None) a word; `word` is folded, `typed` as they wrote it."""

    word: str
    typed: str
    follow: bool | None


@dataclass(frozen=True, slots=True)
class SetLanguage:
    language: str


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
class SetWhy:
    article: ArticleId
    why: Why | None


@dataclass(frozen=True, slots=True)
class Await:
    """Until then the next text is a remark, on an article or (None) on anything; `until` None: no more."""

    until: datetime | None
    article: ArticleId | None = None


@dataclass(frozen=True, slots=True)
class KeepRemark:
    """`text` is masked already. The office is told."""

    text: str
    article: ArticleId | None


@dataclass(frozen=True, slots=True)
class AnswerRemark:
    comment: CommentId
    text: str


@dataclass(frozen=True, slots=True)
class CatchUp:
    """They are back: what changed of the messages they hold is drawn anew, and the urgent ones still in force are told.

    Each only if it did not reach them before.
    """


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


Effect = (
    Subscribe
    | SetThread
    | SetTopic
    | SetRhythm
    | SetPause
    | SetWord
    | SetLanguage
    | Unsubscribe
    | EraseCitizen
    | SetMark
    | SetWhy
    | Await
    | KeepRemark
    | AnswerRemark
    | CatchUp
    | SetBlocked
    | SettleHold
    | WakeAll
)
