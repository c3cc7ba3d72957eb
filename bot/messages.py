"""The words between conversation and messengers; no messenger's own vocabulary stands here.

Adapters translate these into their API and back; they degrade (no buttons: numbered lines) but never decide.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.actions import Action
from storage.records import Address, Person

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
    `reply_to` is the reference of the message that it answers, `thread` the topic of a forum that it belongs to,
    `language` that of the words an adapter adds."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()
    rows: tuple[tuple[Choice | Link, ...], ...] = ()
    preview: str | None = None
    silent: bool = False
    reply_to: str | None = None
    thread: str = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """An article put up for all who follow an account, because they cannot be written to one by one.

    `cover` is the https address of a picture; `paragraphs` are plain words.
    """

    title: str
    author: str
    lead: str
    cover: str
    paragraphs: tuple[str, ...]


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
    of the message they answered. `addressed`: in a group, the messenger itself says that they spoke to us.

    `admin` says whether they lead this group or channel, where that is known; `thread` is the topic they wrote in.
    """

    address: Address
    person: Person
    text: str
    ref: str
    at: datetime
    reply_to: str | None = None
    private: bool = True
    addressed: bool = False
    admin: bool | None = None
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chose:
    """A person pressed a button. `code` is untrusted; `press` is what the messenger wants answered, `at` when it was,
    where that is known.

    `admin` and `thread` as in `Said`.
    """

    address: Address
    person: Person
    code: str
    press: str
    ref: str | None
    at: datetime | None = None
    private: bool = True
    admin: bool | None = None
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The chat blocked us or threw us out. `ref` names the event where a messenger may tell it again; `at` is when it
    happened by the messenger's clock, where that is told: events come late and out of order."""

    address: Address
    ref: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The chat can be reached again. `broadcast`: it is a channel, where nobody but its leaders can write.

    `ref` and `at` as in `Left`.
    """

    address: Address
    broadcast: bool = False
    ref: str = ""
    at: datetime | None = None


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
class UsedUp:
    """Not taken: what our plan gives is used up, says the messenger, which may mean speed; not before `seconds`."""

    seconds: float
    reason: str


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


Outcome = Sent | Throttled | UsedUp | Gone | Moved | Refused | Unknown | Failed | Deferred | Unreached
