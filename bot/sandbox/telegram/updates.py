"""The queue a bot reads its updates from, with getUpdates' rules."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.sandbox.telegram.answers import OTHER_POLLER, WEBHOOK_SET, Refusal

FIRST_ID = 100_000_001
LONGEST_POLL = 50  # seconds; Telegram's own ceiling
_ON_DEMAND = {"chat_member", "message_reaction", "message_reaction_count"}


class Updates:
    """Updates not yet confirmed. `allowed` is remembered from the last request that named it."""

    def __init__(self) -> None:
        self.pending: list[dict[str, Any]] = []
        self.allowed: tuple[str, ...] = ()
        self._next_id = FIRST_ID
        self._poll: asyncio.Future[Refusal | None] | None = None

    def add(self, kind: str, body: dict[str, Any]) -> None:
        """Queue one, unless the bot does not listen to its kind, and wake the poll that waits."""
        if kind not in self.allowed and (self.allowed or kind in _ON_DEMAND):
            return
        self.pending.append({"update_id": self._next_id, kind: body})
        self._next_id += 1
        self._wake(None)

    def allow(self, kinds: Sequence[str] | None) -> None:
        """From now on only these; none named leaves it, an empty list means all the usual ones."""
        if kinds is not None:
            self.allowed = tuple(kinds)

    @property
    def idle(self) -> bool:
        """Whether no long poll waits."""
        return self._poll is None

    def end_poll_for_webhook(self) -> None:
        self._wake(WEBHOOK_SET)

    async def read(
        self, *, offset: int, limit: int, seconds: int, stopping: asyncio.Event
    ) -> list[dict[str, Any]] | Refusal:
        """What is pending from `offset` on; everything below it is confirmed and gone.

        A negative `offset` keeps only so many newest ones. Waits `seconds` for the first, less when `stopping`.
        An earlier poll still waiting is ended with a conflict.
        """
        self._wake(OTHER_POLLER)
        self._confirm(offset)
        limit = min(100, max(1, limit))
        if not self.pending and seconds > 0:
            refused = await self._wait(min(seconds, LONGEST_POLL), stopping)
            if refused:
                return refused
        return self.pending[:limit]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [one for one in self.pending if one["update_id"] >= offset]

    async def _wait(self, seconds: int, stopping: asyncio.Event) -> Refusal | None:
        poll: asyncio.Future[Refusal | None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        stop = asyncio.create_task(stopping.wait())
        try:
            waits: set[asyncio.Future[Any]] = {poll, stop}
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            return poll.result() if poll.done() else None
        finally:
            stop.cancel()
            if self._poll is poll:
                self._poll = None

    def _wake(self, why: Refusal | None) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(why)
