"""Repeats a step until told to stop. The only place that survives a surprise.

A step does one round and says how much it did: something → again at once; nothing → wait for `every`,
for the bell, or for the stop. Tests call the step, never the loop.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.channels import Unreachable
from storage.database import DatabaseUnavailable

log = logging.getLogger(__name__)

T = TypeVar("T")
Step = Callable[[], Awaitable[int]]
LONGEST_PAUSE = 60.0


class Bell:
    """Wakes a loop before its time: what one room writes another reads at once."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def heard(self, seconds: float) -> None:
        """Wait for the bell, at most `seconds`."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._rung.clear()


async def repeat(
    name: str,
    step: Step,
    *,
    every: float,
    until: asyncio.Event,
    bell: Bell | None = None,
    then: Callable[[], None] = lambda: None,
) -> None:
    """Run `step` until `until` is set; after a round that did something call `then`.

    A failing step is logged and tried again after `every`, doubling up to a minute; it never ends the loop. The same
    trouble is one line, however often it is met, and one more when the loop goes on.
    """
    bell = bell or Bell()
    stop = asyncio.create_task(_ring_at(until, bell))
    failures = 0
    met: set[str] = set()
    try:
        while not until.is_set():
            done = await attempt(name, step, met)
            failures = failures + 1 if done is None else 0
            if met and not failures:
                log.info("%s: goes on", name)
                met.clear()
            if done:
                then()
            if not done:
                await bell.heard(min(every * 2**failures, LONGEST_PAUSE) if failures else every)
    finally:
        stop.cancel()


async def attempt(name: str, step: Callable[[], Awaitable[T]], met: set[str] | None = None) -> T | None:
    """One round; None where it failed. Expected troubles are one line, surprises come with their traceback.

    A trouble that is in `met` is not worth another line; one that is not joins it.
    """
    try:
        return await step()
    except (Unreachable, DatabaseUnavailable) as trouble:
        known = str(trouble) in (met or ())
        log.log(logging.DEBUG if known else logging.WARNING, "%s: %s", name, trouble)
        if met is not None:
            met.add(str(trouble))
    except Exception:  # the one place: whatever breaks in a round, the next round is the repair
        log.exception("%s: this round failed, the next one is tried", name)
    return None


async def attempt_within(name: str, step: Callable[[], Awaitable[T]]) -> T | None:
    """`attempt` inside a transaction. Raises DatabaseUnavailable: what was done before it is lost then as well."""
    troubles: list[DatabaseUnavailable] = []

    async def told() -> T | None:
        try:
            return await step()
        except DatabaseUnavailable as trouble:
            troubles.append(trouble)
            return None

    done = await attempt(name, told)
    if troubles:
        raise troubles[0]
    return done


async def _ring_at(until: asyncio.Event, bell: Bell) -> None:
    await until.wait()
    bell.ring()
