"""Doubt about a messenger that says of many chats at once that they are gone: nobody is struck off, staff are told."""

from collections.abc import Callable
from datetime import datetime

from bot.announcer.announcing import notice
from bot.config import Config
from bot.courier.breaker import AGAIN, HOUR, Breaker
from bot.messages import Deferred, Gone, Outcome, Sent
from bot.wording import office
from storage.database import Transaction
from storage.outbox import announcements, outages
from storage.outbox.owed import Due
from storage.records import Messenger


class Doubt:
    """The breaker of one messenger, and what it means for the rows."""

    def __init__(self, messenger: Messenger, config: Config, *, clock: Callable[[], datetime]) -> None:
        self._messenger = messenger
        self._config = config
        self._clock = clock
        self._breaker = Breaker()
        self._since: datetime | None = None

    def judge(self, due: Due, outcome: Outcome) -> Outcome:
        """What to make of an outcome: who seems gone while many do is asked once more later."""
        now = self._clock()
        match outcome:
            case Sent():
                self._breaker.got(due.citizen, now)
            case Gone() if not self._breaker.believes(due.citizen, now):
                return Deferred(now + AGAIN, "many chats at once seem to be gone")
        return outcome

    async def keep(self, tx: Transaction) -> None:
        """Where doubt began or ended: take back what was believed within the hour, and tell staff, once each."""
        now, opened = self._clock(), self._breaker.open
        if opened is (self._since is not None):
            return
        since = self._since or now
        key = f"gone:{self._messenger}:{since:%Y-%m-%dT%H:%M}"
        if opened:
            suspects = frozenset(self._breaker.suspects)
            await outages.take_back(tx, suspects, since=now - HOUR, at=now + AGAIN)
            text = office.many_gone(self._messenger, len(suspects))
        else:
            key, text = f"over:{key}", office.many_back(self._messenger)
        await announcements.announce(tx, notice(key, text, self._config, now=now), now=now)

    def kept(self) -> None:
        """What `keep` wrote is committed."""
        if self._breaker.open:
            self._since = self._since or self._clock()
        else:
            self._since = None
