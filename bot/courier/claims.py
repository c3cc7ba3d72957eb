"""What a courier takes next: as much as there is room for, and what is more urgent even where there is none."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.courier.retry import LONGEST_WAIT
from bot.courier.sending import Sender
from bot.courier.setback import Setback
from storage.database import Transaction
from storage.outbox import claiming, deliveries
from storage.outbox.owed import Due
from storage.records import Messenger

LEASE = timedelta(seconds=60)
HAND_OVER = timedelta(seconds=5)  # the sender before us, if it lives, gets as long to settle what it had sent


class Claims:
    """The claims of one messenger's courier; `batch` is how many deliveries are to stand in its line.

    `more`: whether the last claim found as much as it had room for.
    """

    def __init__(
        self,
        messenger: Messenger,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        batch: int,
    ) -> None:
        self._messenger = messenger
        self._clock = clock
        self._monotonic = monotonic
        self._batch = batch
        self._setback = Setback()
        self._turn = 0
        self._recovered = False  # there is one sender, so leases found at its start are orphans
        self.more = False

    async def take(self, tx: Transaction, sender: Sender) -> list[Due]:
        """What joins the line. Once it is committed call `taken`.

        What would wait for its own chat takes no room from others: it is claimed after them, and only so much of it.
        """
        now = self._clock()
        if not self._recovered:
            await claiming.recover(tx, self._messenger, now=now if tx.is_sqlite else now + HAND_OVER)
            self._recovered = True
        self._setback.look(now, self._monotonic())
        if self._setback.by:
            until = now + self._setback.by + LONGEST_WAIT
            await deliveries.hurry(tx, self._messenger, now=now, until=until)
        self._turn += 1
        claim = partial(claiming.claim, tx, self._messenger, now=now, lease=LEASE, turn=self._turn)
        waiting, engaged = sender.waiting, sender.engaged()
        room = self._batch - len(sender.line) + waiting
        if room <= 0:
            self.more = False
            return await claim(limit=self._batch, above=sender.line.last)
        claimed = await claim(limit=room, engaged=engaged)
        self.more = len(claimed) == room
        if engaged and (rest := min(room - len(claimed), self._batch - waiting)) > 0:
            claimed += await claim(limit=rest)
        return claimed

    def taken(self) -> None:
        """What `take` did is committed."""
        self._setback.mended()
