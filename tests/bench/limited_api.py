"""A Bot API that takes so many messages in any second and refuses the rest, in a process of its own.

`python -m tests.bench.limited_api PER_SECOND` prints its port. Every message takes 20 to 100 ms: 10 to 50 before it is
counted, which is the jitter of the way here, and as long for the way back. `getMyCommands` says how it went.
"""

import asyncio
import random
import sys
from collections import deque

from tests.bench.bot_api import Line, message


class Turnstile:
    """Counts what arrives in any second."""

    def __init__(self, allowed: int) -> None:
        self.taken: list[float] = []
        self.most = 0
        self.refused = 0
        self._allowed = allowed
        self._lately: deque[float] = deque()

    def admits(self, now: float) -> bool:
        while self._lately and self._lately[0] <= now - 1.0:
            self._lately.popleft()
        if len(self._lately) >= self._allowed:
            self.refused += 1
            return False
        self._lately.append(now)
        self.taken.append(now)
        self.most = max(self.most, len(self._lately))
        return True

    def report(self) -> dict[str, object]:
        told = {"taken": self.taken, "most": self.most, "refused": self.refused}
        self.__init__(self._allowed)  # type: ignore[misc]  # the next run begins from nothing
        return told


class LimitedLine(Line):
    """One connection to it."""

    def __init__(self, turnstile: Turnstile, chance: random.Random) -> None:
        super().__init__(0.0)
        self._turnstile = turnstile
        self._chance = chance

    def asked(self, method: str) -> None:
        if method == "getmycommands":
            self.answer(self._turnstile.report())
        elif method != "sendmessage":
            super().asked(method)
        else:
            way, back = (self._chance.uniform(0.01, 0.05) for _ in range(2))
            self._loop.call_later(way, self._count, back)

    def _count(self, rest: float) -> None:
        if self._turnstile.admits(self._loop.time()):
            self._loop.call_later(rest, self.answer, message())
        else:
            refusal = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"}
            self._loop.call_later(rest, lambda: self.answer(None, **refusal, parameters={"retry_after": 1}))


async def main() -> None:
    turnstile, chance = Turnstile(int(sys.argv[1])), random.Random(2026)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: LimitedLine(turnstile, chance), "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
