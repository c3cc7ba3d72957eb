"""Puts urgent announcements up for the quiet followers of an account: decide, write down, call, write down what came.

One runs at a time (a seat of its own). Only the last step rings phones: «calling» is committed before it, with the
month's count, and whoever finds «calling» later tells staff and never calls again.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.announcer.announcing import notice
from bot.channels import Publishes, Unreachable
from bot.config import Config
from bot.courier.broadcasting import Go, Over, Spent, Verdict, later, settled, weigh
from bot.messages import Deferred, Failed, Message, Outcome, Refused, Sent, Throttled, Unknown, UsedUp
from bot.quota import month
from bot.returning import in_force
from bot.wording import office
from bot.wording.posters import poster
from storage.database import Database, Transaction
from storage.outbox import announcements, broadcasts, quotas, urgent
from storage.outbox.broadcasts import Broadcast, BroadcastState, Candidate
from storage.outbox.owed import Announcement
from storage.records import Messenger

log = logging.getLogger(__name__)

Words = Callable[[Announcement], Awaitable[Message | None]]
_TELL_AFTER = 3  # tries that nothing came of before staff hear of it


@dataclass(frozen=True, slots=True)
class _Answered:
    """What came of a call, counted in `period`. `none_left`: the account's quota is used up, says Zalo."""

    told: Candidate
    known: Broadcast
    period: str
    none_left: bool


class Broadcaster:
    """The broadcasts of one account. `words` is an announcement's message, `may_send` is asked before each call."""

    def __init__(
        self,
        database: Database,
        channel: Publishes,
        config: Config,
        words: Words,
        *,
        clock: Callable[[], datetime],
        may_send: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._channel = channel
        self._config = config
        self._words = words
        self._clock = clock
        self._may_send = may_send
        self._name = counted(channel.messenger)
        self._limit = config.zalo_oa.broadcasts_per_month
        self._answered: _Answered | None = None

    async def round(self) -> int:
        """One step of one broadcast; 0 where nothing is to be done now."""
        await self._write_down()
        if not self._may_send():
            return 0
        now = self._clock()
        async with self._database.transaction() as tx:
            found = await self._found(tx, now)
            verdicts = await self._weighed(tx, found, now)
            for verdict in verdicts:
                await self._end(tx, verdict, now)
        told = next((one.told for one in verdicts if isinstance(one, Go)), None)
        return await self._step(told) if told else 0

    async def _found(self, tx: Transaction, now: datetime) -> list[Candidate]:
        since = now - self._config.delivery.expire
        return await broadcasts.candidates(tx, self._channel.messenger, since=since, now=now)

    async def _weighed(self, tx: Transaction, found: list[Candidate], now: datetime) -> list[Verdict]:
        alarms = await urgent.alarms(tx, since=now - self._config.delivery.expire)
        orphan = next((one for one in found if _calling(one)), None)
        if orphan and orphan.broadcast:
            died = Unknown("stopped in the middle")
            await self._keep(tx, orphan, settled(died, orphan.broadcast, until=orphan.expires_at, now=now))
        left = self._limit - await quotas.used(tx, self._name, month(now))
        return weigh(found, frozenset(one.announcement for one in in_force(alarms)), left=left, now=now)

    async def _end(self, tx: Transaction, verdict: Verdict, now: datetime) -> None:
        """What will not be broadcast; staff hear of it where there was a need."""
        if not isinstance(verdict, Over | Spent):
            return
        told, spent = verdict.told, isinstance(verdict, Spent)
        known = told.broadcast or Broadcast(
            announcement=told.announcement, state=BroadcastState.MAKING, at=now
        )
        reason = "none left this month" if spent else "over before it could go"
        await broadcasts.keep(
            tx, replace(known, state=BroadcastState.REFUSED, at=now, not_before=None, reason=reason)
        )
        if spent:
            text = office.broadcasts_spent(_title(told), told.unreached, self._limit)
            await self._tell(tx, f"{told.announcement}:spent", text, now)

    async def _step(self, told: Candidate) -> int:
        """The next of three: make the article, ask whether it is ready, call."""
        known = told.broadcast or Broadcast(
            announcement=told.announcement, state=BroadcastState.MAKING, at=self._clock()
        )
        if known.article:
            return await self._call(told, known)
        done = await self._prepared(told, known)
        now = self._clock()
        match done:
            case Sent(ref):
                draft, article = (known.draft, ref) if known.draft else (ref, "")
                clean = replace(known, at=now, attempts=0, not_before=None, reason="")
                known = replace(clean, draft=draft, article=article)
            case Throttled() | UsedUp() | Failed() | Deferred():
                known = later(done, known, until=told.expires_at, now=now)
            case Unknown(reason):  # an article too many rings nobody's phone
                known = later(Failed(reason), known, until=told.expires_at, now=now)
            case _:
                known = settled(done, known, until=told.expires_at, now=now)
        async with self._database.transaction() as tx:
            await self._keep(tx, told, known)
        return 1

    async def _prepared(self, told: Candidate, known: Broadcast) -> Outcome:
        try:
            if known.draft:
                return await self._channel.articles.ready(known.draft)
            message = await self._words(_announced(told))
            if message is None:
                return Refused("nothing is left to tell")
            page = poster(
                told.kind,
                told.story,
                message,
                portal=self._config.portal,
                cover=self._config.zalo_oa.broadcast_cover,
            )
            return await self._channel.articles.make(page)
        except Unreachable as fault:
            return Failed(str(fault))

    async def _call(self, told: Candidate, known: Broadcast) -> int:
        """Write down that it is called and count it; call; write down the answer, given back where nothing went."""
        now = self._clock()
        period = month(now)
        known = replace(known, state=BroadcastState.CALLING, at=now, not_before=None)
        async with self._database.transaction() as tx:
            if await quotas.take(tx, self._name, period, 1, limit=self._limit) is None:
                return 0
            await broadcasts.keep(tx, known)
        if self._may_send():
            try:
                done = await self._channel.articles.broadcast(known.article)
            except Unreachable as fault:
                done = Failed(str(fault))
        else:
            done = Failed("another process sends")
        known = settled(done, known, until=told.expires_at, now=self._clock())
        self._answered = _Answered(told, known, period, none_left=isinstance(done, UsedUp))
        return await self._write_down()

    async def _write_down(self) -> int:
        """What came of the last call. Where the database is away, the next round tries again."""
        if self._answered:
            one = self._answered
            async with self._database.transaction() as tx:
                if one.known.state not in (BroadcastState.SENT, BroadcastState.UNKNOWN):
                    await quotas.give_back(tx, self._name, one.period, 1)
                await self._keep(tx, one.told, one.known)
                if one.none_left:
                    await self._none_left(tx, one)
            self._answered = None
        return 1

    async def _keep(self, tx: Transaction, told: Candidate, known: Broadcast) -> None:
        """Where it stands, and what staff must know of it."""
        await broadcasts.keep(tx, known)
        used = await quotas.used(tx, self._name, month(known.at))
        title, key, text = _title(told), f"{told.announcement}:{known.state}", ""
        match known.state:
            case BroadcastState.SENT:
                text = office.broadcast_sent(title, told.unreached, used, self._limit)
            case BroadcastState.UNKNOWN:
                text = office.broadcast_unknown(title, used, self._limit)
            case BroadcastState.REFUSED:
                text = office.broadcast_refused(title, told.unreached, known.reason)
            case BroadcastState.MAKING if known.not_before and known.attempts >= _TELL_AFTER:
                text = office.broadcast_waits(title, known.reason, known.not_before)
            case _:
                return
        level = logging.INFO if known.state is BroadcastState.SENT else logging.WARNING
        log.log(level, "broadcast %s: %s", key, known.reason or known.ref)
        await self._tell(tx, key, text, known.at)

    async def _none_left(self, tx: Transaction, one: _Answered) -> None:
        """Zalo's count ended before ours: staff hear of it at once, while it is tried on in case they can mend it."""
        used = await quotas.used(tx, self._name, one.period)
        text = office.broadcasts_withheld(_title(one.told), one.told.unreached, used, self._limit)
        await self._tell(tx, f"{one.told.announcement}:withheld", text, one.known.at)

    async def _tell(self, tx: Transaction, key: str, text: str, now: datetime) -> None:
        await announcements.announce(tx, notice(f"broadcast:{key}", text, self._config, now=now), now=now)


def counted(messenger: Messenger) -> str:
    """The name of the month's count."""
    return f"{messenger}.broadcasts"


def _announced(told: Candidate) -> Announcement:
    return Announcement(
        id=told.announcement,
        kind=told.kind,
        article=told.story.id,
        version=told.story.version_id,
        text="",
        about=told.about,
        created_at=told.created_at,
        refers_to=told.refers_to,
    )


def _calling(told: Candidate) -> bool:
    return told.broadcast is not None and told.broadcast.state is BroadcastState.CALLING


def _title(told: Candidate) -> str:
    return told.story.article.version.title
