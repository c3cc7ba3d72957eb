"""Who may: each seat (a messenger's one sender, its one reader) is held by one process at a time.

On PostgreSQL a seat is an advisory lock of one session per process. Three clocks keep two holders apart, whatever
happens to one of them (killed, stopped, cut off, its database gone):
the holder believes itself for `TRUST` seconds after it *asked* a question that was answered, no longer;
the server ends a session that has asked nothing for `IDLE` seconds, which frees its locks;
and who gets a lock waits `TRUST` and a little before it believes itself, so that the one before has stopped.
On SQLite there is one process, and it holds every seat.
"""

import asyncio
import logging
import time
import zlib
from collections.abc import Callable

from storage.database import Database, DatabaseUnavailable
from storage.database.session import Session, connect

log = logging.getLogger(__name__)

BEAT = 0.5  # seconds between two questions
TRUST = 2.5
IDLE = 4.0
MARGIN = 0.3  # for clocks that do not run equally fast
_SPACE = 0x10A  # the first half of every lock of ours; seats are told apart by the second

Clocks = Callable[[], tuple[float, float]]


def clocks() -> tuple[float, float]:
    """Seconds on two clocks: one counts the time a machine sleeps, the other notices that a paused one was woken."""
    return time.clock_gettime(time.CLOCK_BOOTTIME), time.time()


class Seat:
    """One seat, as one process sees it."""

    def __init__(self, name: str, clocks: Clocks) -> None:
        self.name = name
        self._clocks = clocks
        self._asked: tuple[float, float] | None = None
        self._from = 0.0
        self.changed = asyncio.Event()

    @property
    def held(self) -> bool:
        """Whether we hold it at this very moment: ask right before acting on it, without awaiting in between."""
        if self._asked is None:
            return False
        now = self._clocks()
        age = max(now[0] - self._asked[0], now[1] - self._asked[1])
        return age < TRUST and now[0] >= self._from

    @property
    def locked(self) -> bool:
        """Whether the lock is ours, held already or about to be."""
        return self._asked is not None

    def renew(self, asked: tuple[float, float], answered: tuple[float, float]) -> None:
        """The lock was ours when a question asked at `asked` was answered."""
        if self._asked is None:
            self._from = answered[0] + TRUST + MARGIN
        self._asked = asked

    def lose(self) -> None:
        """The lock is gone, or we cannot know."""
        self._asked = None


class Own(Seat):
    """The seat of a process that is alone by construction."""

    @property
    def held(self) -> bool:
        return True


class Election:
    """This process' seats. `turn` is called every `BEAT` seconds for as long as it wants to hold any."""

    def __init__(self, database: Database, *, clocks: Clocks = clocks) -> None:
        self._database = database
        self._clocks = clocks
        self._seats: dict[str, Seat] = {}
        self._session: Session | None = None
        self._trouble = ""

    def seat(self, name: str) -> Seat:
        """Stand for a seat, the same one for the same name."""
        kind = Own if self._database.is_sqlite else Seat
        return self._seats.setdefault(name, kind(name, self._clocks))

    async def turn(self) -> int:
        """Ask for what we do not hold and renew what we do. A database that is not to be had loses every seat."""
        if self._database.is_sqlite or not self._seats:
            return 0
        try:
            self._session = self._session or await connect(self._database, idle_seconds=IDLE)
            await self._ask(self._session)
        except DatabaseUnavailable as trouble:
            await self.resign()
            if str(trouble) != self._trouble:
                log.warning("election: %s; nothing is sent from here until it is back", trouble)
            self._trouble = str(trouble)
        else:
            self._trouble = ""
        return 0

    async def resign(self) -> None:
        """Give every seat back. Whoever is next may begin `TRUST` seconds from now."""
        session, self._session = self._session, None
        for seat in self._seats.values():
            if seat.locked:
                log.info("%s: this process is no longer the one", seat.name)
            seat.lose()
        if session:
            await session.close()

    async def _ask(self, session: Session) -> None:
        wanted = [seat for seat in self._seats.values() if not seat.locked]
        mine = [seat for seat in self._seats.values() if seat.locked]
        asks = "".join(f", pg_try_advisory_lock({_SPACE}, {_number(seat.name)})" for seat in wanted)
        asked = self._clocks()
        _, *won = await session.row(f"SELECT true{asks}", within=TRUST)  # numbers of ours
        answered = self._clocks()
        for seat in mine:
            seat.renew(asked, answered)
        for seat, yes in zip(wanted, won, strict=True):
            if yes:
                log.info("%s: this process is the one", seat.name)
                seat.renew(asked, answered)


def _number(name: str) -> int:
    """A signed 32-bit number for a seat's name."""
    return zlib.crc32(name.encode()) - 2**31
