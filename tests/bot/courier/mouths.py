"""A messenger whose answers a test decides, and what is owed through it."""

import asyncio
from collections import Counter
from collections.abc import Callable

from sqlalchemy import select

from bot.courier import Courier
from bot.messages import Message, Outcome, Sent, Unknown
from storage import citizens
from storage.database import Database
from storage.outbox.owed import Due, Kind
from storage.records import Messenger
from storage.tables import deliveries as rows
from tests.conftest import Clock
from tests.storage.values import address, announced, draft, finding, published, subscriber

Answer = Callable[[str, int], Outcome | None]


class Mouth:
    """A messenger: `answer(chat, nth)` says what becomes of the n-th message to a chat, None that it never answers."""

    edits = True
    buttons = True

    def __init__(
        self, messenger: Messenger = Messenger.TELEGRAM, answer: Answer = lambda *_: Sent("1")
    ) -> None:
        self.messenger = messenger
        self.answer = answer
        self.said: list[tuple[str, str]] = []
        self.never = asyncio.Event()
        self.late: Outcome = Unknown("never answered")

    @property
    def chats(self) -> Counter[str]:
        return Counter(chat for chat, _ in self.said)

    async def send(self, chat: str, message: Message) -> Outcome:
        self.said.append((chat, message.text))
        outcome = self.answer(chat, self.chats[chat])
        if outcome is None:
            await self.never.wait()
            return self.late
        return outcome


async def plain(due: Due, _: bool) -> Message:
    return Message(f"{due.announcement.kind}{' lần nữa' if due.repeat else ''}")


Make = Callable[..., Courier]


async def told(database: Database, clock: Clock, *people: int, kind: Kind = Kind.NEWS) -> None:
    """Something is owed to these chats, who subscribe where they have not."""
    for chat in people:
        async with database.reading() as tx:
            known = await citizens.find(tx, address(chat))
        if known is None:
            await subscriber(database, chat, now=clock())
    async with database.reading() as tx:
        number = len((await tx.execute(select(rows.c.announcement_id).distinct())).all())
    [story, *_] = await published(database, finding(number), now=clock())
    await announced(database, draft(story, now=clock(), kind=kind), now=clock())


async def states(database: Database) -> Counter[str]:
    async with database.reading() as tx:
        return Counter((await tx.execute(select(rows.c.state))).scalars())


async def rounds(courier: Courier, most: int = 20) -> None:
    """Until nothing goes on, or so many."""
    for _ in range(most):
        if not await courier.round():
            return
