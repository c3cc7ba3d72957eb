"""An office whose processes are killed at the worst moments, and what became of its messages."""

import asyncio
import os
import random
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import literal, select

from bot.wording import CONSENT_VERSION
from storage import citizens, tables
from storage.database import Database
from storage.keys import Keys
from storage.migrate import migrate
from storage.records import Address, Messenger
from tests.fakes.counting import Call, CountingTelegram
from tests.fakes.portal import FakePortal
from tests.wire.conftest import Service

SECRET = "a secret of the crash tests, long enough"
IN_FLIGHT = 10  # sends under way at once: the promise is at most one repeat per kill and send in flight
PEOPLE = range(1001, 1041)
FAST = "\n[telegram]\nper_second = 100\n"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a scenario came to."""

    kills: int = 0
    deliveries: int = 0
    lost: int = 0
    repeats: int = 0
    after_answer: int = 0  # kills between an answer and its settling

    def __add__(self, other: "Figures") -> "Figures":
        names = self.__dataclass_fields__
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in names})


def subscribed(url: str, chats: Sequence[int], *, readers: int | None = None) -> None:
    """A migrated database with these citizens; the first `readers` of them, or all, follow its one topic.

    The first one subscribes, the others are like them.
    """

    async def fill() -> None:
        database, now = Database(url, Keys(SECRET.encode())), datetime.now(UTC)
        await migrate(database)
        async with database.transaction() as tx:
            first = Address(Messenger.TELEGRAM, str(chats[0]))
            agreed = {"consent_version": CONSENT_VERSION, "language": "vi"}
            await citizens.subscribe(tx, first, ["tin"], **agreed, now=now)
            [row] = (await tx.execute(select(tables.citizens))).mappings()
            for some in batched(chats[1:]):
                await tx.execute(tables.citizens.insert(), [_like(tx.keys, row, chat) for chat in some])
            others = select(tables.citizens.c.id, literal("tin")).where(
                tables.citizens.c.id != row["id"], tables.citizens.c.id < row["id"] + (readers or len(chats))
            )
            await tx.execute(tables.subscriptions.insert().from_select(["citizen_id", "topic"], others))
        await database.close()

    asyncio.run(fill())


def batched(chats: Sequence[int], many: int = 5000) -> Iterator[Sequence[int]]:
    return (chats[start : start + many] for start in range(0, len(chats), many))


def _like(keys: Keys, row: Mapping[Any, Any], chat: int) -> dict[str, Any]:
    """Another citizen who chose the same."""
    address = Address(Messenger.TELEGRAM, str(chat))
    own = {"chat": keys.seal(address.chat), "address_hash": keys.address_hash(address)}
    return {key: value for key, value in row.items() if key != "id"} | own


class Scenario:
    """Some services on one `subscribed` database; one of them is killed at each news."""

    def __init__(self, folder: Path, url: str, portal: FakePortal, telegram: CountingTelegram) -> None:
        self.portal = portal
        self.telegram = telegram
        self.people = PEOPLE
        self.services: list[Service] = []
        self._folder = folder
        self._environ = {"LOA_DATABASE_URL": url, "LOA_SECRET_KEY": SECRET}
        self._chance = random.Random(url)
        self._armed: tuple[int, int] | None = None  # the announcement, and how many answers to wait for
        self._victim = ""
        self._published = 0
        self.figures = Figures()
        telegram.after = self._answered

    def add(self, more: str = FAST, *, kind: type[Service] = Service, **environ: str) -> Service:
        """One more process, started."""
        name = f"loa{len(self.services)}"
        (self._folder / name).mkdir()
        telegram = self.telegram.url(name)
        service = kind(self._folder / name, self.portal.url, telegram, more=more, **self._environ | environ)
        self.services.append(service)
        service.start()
        return service

    def add_beside(self, more: str) -> None:
        """One more process, and it is up."""
        service = self.add(more)
        assert self.telegram.wait_for(lambda: "running" in service.log.read_text(encoding="utf-8"))

    def publish(self) -> int:
        """One more news; its number."""
        self._published += 1
        self.portal.publish(self._published, f"Thông báo số {self._published}.", lead="Nội dung.")
        return self._published

    def baseline(self) -> None:
        """The first look is the backlog: nobody is told of it."""
        self.portal.publish(0, "Tin cũ")
        assert self.telegram.wait_for(lambda: self.portal.asked.count("/rss/") >= 2)

    def settled(self, name: str) -> None:
        """Wait until a service holds its seats and has told one news to everybody."""
        number = self.publish()
        assert self.telegram.wait_for(lambda: self.telegram.sent(number) == len(self.people))
        assert {who for who, _ in self.telegram.calls} == {name}

    def kill(self) -> None:
        """Publish, and kill the sender: right after an answer, before anybody can have settled it, or whenever."""
        number = self.publish()
        exact = self._chance.random() < 0.6
        if exact:
            self._armed = number, self._chance.randrange(len(self.people))
        assert self.telegram.wait_for(lambda: self.telegram.sent(number) > 0), "nothing was sent at all"
        if exact and self.telegram.wait_for(lambda: self._armed is None, 20):
            sender = self._by_name(self._victim)
            sender.died()
        else:
            self._armed, exact = None, False
            self.telegram.wait_for(lambda: False, self._chance.uniform(0, 0.3))
            sender = self._by_name(self.telegram.calls[-1][0])
            sender.kill(signal.SIGKILL)
        self.figures = replace(
            self.figures, kills=self.figures.kills + 1, after_answer=self.figures.after_answer + exact
        )
        sender.start()

    def finish(self) -> Figures:
        """Wait until everybody has everything, then count."""
        wanted = range(1, self._published + 1)
        everybody = len(self.people)
        self.telegram.wait_for(lambda: all(self.telegram.sent(n) == everybody for n in wanted), 120)
        taken = self.telegram.taken
        counts = [taken[chat, number] for chat in self.people for number in wanted]
        old = sum(times for (_, number), times in taken.items() if number == -1)
        assert old == 0, "the backlog was told"
        return replace(
            self.figures,
            deliveries=len(counts),
            lost=counts.count(0),
            repeats=sum(times - 1 for times in counts if times),
        )

    def close(self) -> None:
        for service in self.services:
            service.close()

    def _by_name(self, name: str) -> Service:
        return next(one for one in self.services if one.folder.name == name)

    def _answered(self, call: Call) -> None:
        """In the thread of the Telegram: the answer was just written, the sender has not read it."""
        if self._armed is None or self._armed[0] != call.number:
            return
        number, left = self._armed
        if left:
            self._armed = number, left - 1
            return
        self._victim = call.service
        os.kill(self._by_name(call.service).pid, signal.SIGKILL)
        self._armed = None
