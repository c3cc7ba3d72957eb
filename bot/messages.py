"""The words between conversation and messengers; no messenger's own vocabulary stands here.

Adapters translate these into their API and back; they degrade (no buttons: numbered lines) but never decide.
"""

from dataclasses import dataclass
from datetime import datetime

from storage.records import Address, AnnouncementId, ArticleId, Person

# ── what a citizen can do by a button ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Agree:
    """Subscribe to the default topics, with consent to the text just read."""


@dataclass(frozen=True, slots=True)
class Decline:
    """No, thank you: nothing is stored."""


@dataclass(frozen=True, slots=True)
class ShowTopics:
    """Draw the topics as toggles."""


@dataclass(frozen=True, slots=True)
class Follow:
    """Follow a topic or stop following it; absolute, so a repeated press is harmless."""

    topic: str
    on: bool


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest articles: a fresh list (None), or a page of a list turned in place, counted from 0."""

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
    | ShowTopics
    | Follow
    | Latest
    | Rate
    | Unrate
    | Stop
    | Erase
    | Keep
    | Help
    | Release
    | Dismiss
    | Wake
)

# ── what is said to a citizen ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Choice:
    """A button, or a numbered line where a messenger has none."""

    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address, or the bare address in the text."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `bold` are (start, end) offsets in code points of `text`; `preview` is the link shown as a card;
    `reply_to` is the reference of the message that it answers."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()
    rows: tuple[tuple[Choice | Link, ...], ...] = ()
    preview: str | None = None
    silent: bool = False
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How one incoming is answered: a short toast for a press, the pressed message redrawn, new messages."""

    toast: str | None = None
    redraw: Message | None = None
    say: tuple[Message, ...] = ()


# ── what is heard ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A person wrote something; without words where it was a picture, a voice or the like. `reply_to` is the reference
    of the message they answered. `addressed`: in a group, the messenger itself says that they spoke to us."""

    address: Address
    person: Person
    text: str
    ref: str
    at: datetime
    reply_to: str | None = None
    private: bool = True
    addressed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chose:
    """A person pressed a button. `code` is untrusted; `press` is what the messenger wants answered."""

    address: Address
    person: Person
    code: str
    press: str
    ref: str | None
    private: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The chat blocked us or threw us out."""

    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The chat can be reached again."""

    address: Address


Incoming = Said | Chose | Left | Returned

# ── what becomes of a sending: sorted by what we do next ──────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sent:
    """Arrived. `ref` names the message for edits and replies."""

    ref: str


@dataclass(frozen=True, slots=True)
class Throttled:
    """Not taken; wait `seconds`. `everyone`: the whole bot waits, else this chat alone."""

    seconds: float
    everyone: bool = True


@dataclass(frozen=True, slots=True)
class Gone:
    """This chat cannot be reached until it comes back by itself."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat lives at another id now; send there."""

    chat: str


@dataclass(frozen=True, slots=True)
class Refused:
    """This message will never be taken. A bug or foreign content: loud in the log."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request was written, the answer never came: it may have arrived."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Surely not taken; try again later."""

    reason: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now: the messenger's rules, or what may be spent, let it go `until` then. `digest`: inside the digest of
    that hour, to spare messages."""

    until: datetime
    reason: str
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Unreached:
    """This chat takes nothing from us for now, and only its own people can change that by writing to us."""

    reason: str


Outcome = Sent | Throttled | Gone | Moved | Refused | Unknown | Failed | Deferred | Unreached
