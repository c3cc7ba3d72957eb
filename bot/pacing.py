"""How fast one bot may send: sliding windows over the times of sending. Pure; the clock is passed in.

Telegram counts what arrives, and jitter on the way bunches what was paced, so a window is a little longer than
the messenger's own (measured: 80 ms of guard gives 29.2/s of 30 without a refusal, 20 ms gives refusals).
Limits per chat are Telegram's: about one a second in a chat, 20 a minute in a group.
"""

from collections import OrderedDict, deque

GUARD = 0.08
GROUP_PER_MINUTE = 20
_CHATS_REMEMBERED = 10_000


class Pacer:
    """Says how long the next message must wait, and remembers what was sent. Times are monotonic seconds."""

    def __init__(self, per_second: int, *, guard: float = GUARD) -> None:
        self._span = 1.0 + guard
        self._sent: deque[float] = deque(maxlen=per_second)
        self._chats: OrderedDict[str, deque[float]] = OrderedDict()
        self._held: dict[str, float] = {}
        self._stopped_until = 0.0

    def wait(self, chat: str, now: float) -> float:
        """Seconds until a message to `chat` may leave; 0 means now."""
        ready = max(self._stopped_until, self._held.get(chat, 0.0))
        if len(self._sent) == self._sent.maxlen:
            ready = max(ready, self._sent[0] + self._span)
        if recent := self._chats.get(chat):
            ready = max(ready, recent[-1] + self._span)
            if _is_group(chat) and len(recent) == GROUP_PER_MINUTE:
                ready = max(ready, recent[0] + 60 + self._span)
        return max(0.0, ready - now)

    def sent(self, chat: str, now: float) -> None:
        """A message to `chat` left at `now`."""
        self._sent.append(now)
        self._chats.setdefault(chat, deque(maxlen=GROUP_PER_MINUTE)).append(now)
        self._chats.move_to_end(chat)
        if len(self._chats) > _CHATS_REMEMBERED:
            self._chats.popitem(last=False)

    def stop(self, seconds: float, now: float, *, chat: str | None = None) -> None:
        """The messenger asked to wait: one chat, or (None) everybody."""
        if chat is None:
            self._stopped_until = max(self._stopped_until, now + seconds)
            return
        self._held = {known: until for known, until in self._held.items() if until > now}
        self._held[chat] = max(self._held.get(chat, 0.0), now + seconds)

    def crowded(self, chat: str, now: float) -> bool:
        """Whether this chat's own messages explain a refusal for speed, rather than the whole bot's."""
        recent = self._chats.get(chat, ())
        last_seconds = sum(at > now - 3 for at in recent)
        return last_seconds > 1 or (
            _is_group(chat) and sum(at > now - 60 for at in recent) >= GROUP_PER_MINUTE - 2
        )


def _is_group(chat: str) -> bool:
    return chat.startswith("-")  # Telegram's groups and channels have negative ids
