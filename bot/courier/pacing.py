"""How fast one bot may send: a sliding window over what the messenger may have counted. Pure; the clock is passed in.

A messenger counts what arrives, we know only when we sent and when the answer came, and jitter on the way bunches what
was paced. A message arrived at latest when its answer left, and none travels faster than the quickest answer says: so
its place in the window is free a second after its answer, less that quickest way (`docs/decisions/0024-…`). Where an
answer took unusually long, so may the way there: a connection was made first, or somebody's machine stood still.
Limits per chat are Telegram's: about one a second in a chat, 20 a minute in a group.
"""

import math
from bisect import bisect_left, bisect_right, insort
from collections import OrderedDict, deque

GUARD = 0.08  # seconds after which a message surely arrived, answered or not
GROUP_PER_MINUTE = 20
_MARGIN = 0.003
_SURELY = 0.8  # of the quickest answer seen: the quickest there could be was hardly among them
_CHATS_REMEMBERED = 10_000
_TALK = 10.0  # seconds in which people who were answered make room for the next ones
_RECURS = 60.0  # a second refusal for speed within so many seconds is no accident
_WARY = 600.0  # seconds after a refusal in which nothing is presumed of the way
_RECOVERS = 20.0  # seconds without a refusal that win a twentieth back


class Pacer:
    """Says how long the next message must wait, and remembers what was sent. Times are monotonic seconds.

    What answers a person (`person`) goes before what is broadcast, and counts like it.
    """

    def __init__(self, per_second: int, *, guard: float = GUARD) -> None:
        self._allowed = per_second
        self._span = 1.0 + guard
        self._gap = 1 / (20 * per_second)
        self._lately: deque[float] = deque(maxlen=per_second // 2 + 1)
        self._window: list[float] = []  # when each place that is taken is free again, ascending
        self._way = _Way(enough=min(20, per_second))
        self._last = -math.inf
        self._people: deque[float] = deque(maxlen=per_second * 10)
        self._chats: OrderedDict[str, deque[float]] = OrderedDict()
        self._held: dict[str, float] = {}
        self._stopped_until = -math.inf
        self._refused_at = self._wary_until = -math.inf
        self._learned = 1.0

    def wait(self, chat: str, now: float, *, person: bool = False) -> float:
        """Seconds until a message to `chat` may leave; 0 means now. A person's own chat does not hold its answer up."""
        rest = max(0.0, self._held.get(chat, now) - now) if person else self.rest(chat, now)
        return max(self.wait_all(now, person=person), rest)

    def rest(self, chat: str, now: float) -> float:
        """Seconds until a chat takes one more, whatever the others do."""
        ready = max(now, self._held.get(chat, now))
        if recent := self._chats.get(chat):
            ready = max(ready, recent[-1] + self._span)
            if _is_group(chat) and len(recent) == GROUP_PER_MINUTE:
                ready = max(ready, recent[0] + 60 + self._span)
        return ready - now

    def wait_all(self, now: float, *, person: bool = False) -> float:
        """Seconds until a message to any chat may leave."""
        del self._window[: bisect_right(self._window, now)]
        room = self._room(now, person)
        ready = max(self._stopped_until, now)
        if (taken := len(self._window)) >= room:
            ready = max(ready, self._window[taken - room])
        if not person:
            ready = max(ready, self._last + self._gap)
            if len(self._lately) == self._lately.maxlen:
                ready = max(ready, self._lately[0] + 0.5)
        return ready - now

    def sent(self, chat: str, now: float, *, person: bool = False) -> float:
        """A message to `chat` leaves at `now`; returns its place, for `answered`."""
        place = now + self._span
        insort(self._window, place)
        if person:
            self._people.append(now)
        else:
            self._last = now
            self._lately.append(now)
        self._chats.setdefault(chat, deque(maxlen=GROUP_PER_MINUTE)).append(now)
        self._chats.move_to_end(chat)
        if len(self._chats) > _CHATS_REMEMBERED:
            self._chats.popitem(last=False)
        return place

    def answered(self, place: float, now: float) -> None:
        """The answer came at `now` and says when the place is free: later than it was only if it took very long."""
        left = place - self._span
        late = self._way.unusual(now - left)
        quickest = _SURELY * self._way.quickest if late or now >= self._wary_until else 0.0
        self._way.took(now - left)
        free = max(left, now - quickest) + 1.0 + _MARGIN
        found = bisect_left(self._window, place)
        if (free < place or late) and found < len(self._window) and self._window[found] == place:
            del self._window[found]
            insort(self._window, free)

    def stop(self, seconds: float, now: float, *, chat: str | None = None) -> None:
        """The messenger asked to wait: one chat, or (None) everybody. When it recurs, everybody goes slower."""
        if chat is not None:
            self._held = {known: until for known, until in self._held.items() if until > now}
            self._held[chat] = max(self._held.get(chat, now), now + seconds)
            return
        if (
            now >= self._stopped_until
        ):  # what was under way is refused with the first, and teaches nothing more
            if now - self._refused_at < _RECURS:
                self._learned = max(0.2, self._share(now) * 0.8)
            else:
                self._learned = self._share(now)
            self._refused_at = now
            self._wary_until = now + _WARY
        self._stopped_until = max(self._stopped_until, now + seconds)

    def crowded(self, chat: str, now: float) -> bool:
        """Whether this chat's own messages explain a refusal for speed, rather than the whole bot's."""
        recent = self._chats.get(chat, ())
        last_seconds = sum(at > now - 3 for at in recent)
        return last_seconds > 1 or (
            _is_group(chat) and sum(at > now - 60 for at in recent) >= GROUP_PER_MINUTE - 2
        )

    def _room(self, now: float, person: bool) -> int:
        """How many may leave in a second: less after refusals, and for a broadcast less while people talk."""
        room = max(1, round(self._allowed * self._share(now)))
        if person:
            return room
        while self._people and self._people[0] <= now - _TALK:
            self._people.popleft()
        reserved = 1 + math.ceil(1.5 * len(self._people) / _TALK) if self._people else 0
        return max(1, room - min(reserved, room // 2))

    def _share(self, now: float) -> float:
        won_back = max(0.0, now - self._refused_at) // _RECOVERS / 20
        return min(1.0, self._learned + won_back) if self._learned < 1.0 else 1.0


class _Way:
    """How long answers take: the quickest of the last one or two hundred, 0 until enough were seen to believe it."""

    def __init__(self, *, enough: int) -> None:
        self._enough = enough
        self._seen = 0
        self._lately, self._before = math.inf, math.inf
        self._usual = 0.0

    def unusual(self, seconds: float) -> bool:
        """Whether an answer took more than twice as long as they do."""
        return self._seen < self._enough or seconds > 2 * self._usual

    def took(self, seconds: float) -> None:
        self._seen += 1
        self._usual += (seconds - self._usual) / min(self._seen, 50)
        self._lately = min(self._lately, max(0.0, seconds))
        if self._seen % 100 == 0:
            self._before, self._lately = self._lately, math.inf

    @property
    def quickest(self) -> float:
        return min(self._lately, self._before) if self._seen >= self._enough else 0.0


def _is_group(chat: str) -> bool:
    return chat.startswith("-")  # Telegram's groups and channels have negative ids
