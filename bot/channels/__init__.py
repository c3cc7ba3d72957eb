"""One adapter per messenger. An adapter translates and degrades; it never decides."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from bot.clocks import TheirClock
from bot.messages import Incoming, Message, Outcome, Poster
from storage.records import Messenger


class Channel(Protocol):
    """What the courier and the listener need of a messenger.

    `send`, `edit` and `toast` never raise for what a messenger may answer: the outcome says what to do next.
    """

    @property
    def messenger(self) -> Messenger: ...

    @property
    def their(self) -> TheirClock:
        """What time it is there."""
        ...

    @property
    def edits(self) -> bool:
        """Whether a message sent before can be redrawn."""
        ...

    @property
    def buttons(self) -> bool:
        """Whether choices can be pressed; else they are numbered lines, answered with a typed digit."""
        ...

    @property
    def replays(self) -> bool:
        """Whether the same words may be told to us twice, so that it must be remembered what was heard."""
        ...

    @property
    def pushed(self) -> bool:
        """Whether the messenger pushes what people say to `/hooks/<name>`; else it is asked for it with `hear`."""
        ...

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a pushed body comes from the messenger. Compares in constant time; never raises."""
        ...

    def read(self, body: dict[str, Any]) -> Incoming | None:
        """One pushed update; None for what we do not listen to. Raises ValueError for nonsense."""
        ...

    async def open(self) -> None:
        """Check the token and set the command menu. Raises Unreachable."""
        ...

    async def examine(self) -> str:
        """Whether sending and hearing would work now, in a few words for `loa doctor`. Raises Unreachable."""
        ...

    async def send(self, chat: str, message: Message) -> Outcome:
        """Send one message."""
        ...

    async def edit(self, chat: str, ref: str, message: Message) -> Outcome:
        """Redraw a message sent before. Refused where the messenger cannot, or no longer will."""
        ...

    async def toast(self, press: str, text: str) -> Outcome:
        """Acknowledge a press with a few words."""
        ...

    async def attend(self, chat: str) -> None:
        """Show that an answer is on its way, where the messenger can and answers take long enough to need it."""
        ...

    async def leads(self, chat: str, user: str) -> bool:
        """Whether somebody administers a group or channel. Raises Unreachable where it cannot be told."""
        ...

    async def hear(self) -> Sequence[Incoming]:
        """Wait for what people say; nothing comes this way where it is pushed. Raises Unreachable.

        What it returned is told again, here or to another process, until `remembered` was called and after that
        `hear` or `close`, which confirm it to the messenger.
        """
        ...

    def remembered(self) -> None:
        """The effects of what was heard last are committed: it need not be told again."""
        ...

    async def close(self) -> None:
        """Confirm what was heard and let go of connections."""
        ...


class Broadcasts(Protocol):
    """What a messenger's account can put up for all its followers. Nothing raises but Unreachable, before a call."""

    async def make(self, poster: Poster) -> Outcome:
        """Begin an article, which rings nobody's phone; `Sent.ref` is what to ask for it by."""
        ...

    async def ready(self, draft: str) -> Outcome:
        """Whether it is made: `Sent.ref` is its name then."""
        ...

    async def broadcast(self, article: str) -> Outcome:
        """Send it to every follower."""
        ...


@runtime_checkable
class Publishes(Protocol):
    """A channel that has followers to put something up for, besides chats to write to."""

    @property
    def messenger(self) -> Messenger: ...

    @property
    def articles(self) -> Broadcasts: ...


class Unreachable(Exception):
    """The messenger cannot be reached or answers nonsense; the message says why, without secrets."""


def same(given: str, secret: str) -> bool:
    """Whether a stranger knows our secret, compared in constant time; nobody knows the empty one."""
    return bool(secret) and hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
