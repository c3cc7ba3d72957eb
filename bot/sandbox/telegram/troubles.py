"""What goes wrong on purpose: floods, refusals, answers that get lost."""

import math
from datetime import datetime, timedelta

from bot.sandbox.telegram.answers import Refusal, known, retry_after

SENDING = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup"})
_NEVER_FLOODED = frozenset({"getUpdates", "getMe", "getWebhookInfo"})


class Troubles:
    """Ordered beforehand, used up by the requests that meet them."""

    def __init__(self) -> None:
        self._flooded_until: datetime | None = None
        self._refusals: list[tuple[str | None, Refusal]] = []
        self._lost_answers = 0

    def flood(self, until: datetime) -> None:
        self._flooded_until = until

    def refuse(self, refusal_id: str, method: str | None = None) -> None:
        """The next call of `method`; None: the next sending. Raises KeyError for no such refusal."""
        self._refusals.append((method, known(refusal_id)))

    def lose_answers(self, count: int) -> None:
        self._lost_answers = count

    def hindrance(self, method: str, now: datetime) -> Refusal | None:
        """What stands in the way of a request; a refusal ordered for it is used up."""
        if method not in _NEVER_FLOODED and self._flooded_until:
            left = math.ceil((self._flooded_until - now) / timedelta(seconds=1))
            if left > 0:
                return retry_after(left)
        for ordered, refusal in self._refusals:
            if method == ordered or (ordered is None and method in SENDING):
                self._refusals.remove((ordered, refusal))
                return refusal
        return None

    def loses_answer(self, method: str) -> bool:
        """Whether the answer to a sending that was taken is lost; counts down."""
        if method not in SENDING or not self._lost_answers:
            return False
        self._lost_answers -= 1
        return True
