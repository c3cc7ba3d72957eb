"""What may go out on a messenger, asked before each sending and counted after it: the port of the courier.

Most messengers allow whatever their pace allows; Zalo's plans count messages, and its Official Accounts may write
only to people who wrote to them of late.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from bot.messages import Outcome, Throttled, UsedUp
from storage.database import DatabaseUnavailable, Transaction
from storage.outbox.owed import Due
from storage.records import Address

log = logging.getLogger(__name__)


class Allowance(Protocol):
    """What the courier and the listener ask."""

    async def admit(self, due: Due) -> Outcome | None:
        """Why a delivery may not go now; None where it may, and is counted."""
        ...

    async def came(self, due: Due, outcome: Outcome) -> Outcome:
        """What came of a delivery that was admitted, and what to make of it: it is counted only if it may have gone."""
        ...

    async def answered(self, outcome: Outcome) -> Outcome:
        """What came of an answer to somebody who wrote to us, and what to make of it; such answers always may go."""
        ...

    async def heard(self, tx: Transaction, address: Address, *, now: datetime) -> None:
        """Somebody wrote to us or pressed a button."""
        ...


class Unlimited:
    """Everything may go."""

    async def admit(self, due: Due) -> Outcome | None:
        return None

    async def came(self, due: Due, outcome: Outcome) -> Outcome:
        return of_speed(outcome)

    async def answered(self, outcome: Outcome) -> Outcome:
        return of_speed(outcome)

    async def heard(self, tx: Transaction, address: Address, *, now: datetime) -> None:
        """Nothing depends on it."""


async def within(allowance: Allowance, due: Due, send: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """Send a delivery if it may go."""
    refused = await allowance.admit(due)
    if refused is not None:
        return refused
    outcome = await send()
    return await surely(allowance.came(due, outcome), outcome)


async def surely(judged: Awaitable[Outcome], outcome: Outcome) -> Outcome:
    """What to make of an outcome. Where the database is away it stands as it is: what went must not look lost."""
    try:
        return await judged
    except DatabaseUnavailable as fault:
        log.warning("a message could not be counted: %s", fault)
        return of_speed(outcome)


def of_speed(outcome: Outcome) -> Outcome:
    """The same, a refusal for the plan's quota taken to be one for speed."""
    return Throttled(outcome.seconds) if isinstance(outcome, UsedUp) else outcome
