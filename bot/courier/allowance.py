"""What may go out on a messenger, asked before each sending and counted after it: the port of the courier.

Most messengers allow whatever their pace allows; Zalo's plans count messages, and its Official Accounts may write
only to people who wrote to them of late.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from bot.messages import Outcome, Sent, Unknown
from storage.database import Transaction
from storage.outbox.owed import Due
from storage.records import Address


class Allowance(Protocol):
    """What the courier and the listener ask."""

    async def admit(self, due: Due) -> Outcome | None:
        """Why a delivery may not go now; None where it may, and is counted."""
        ...

    async def spare(self, due: Due) -> None:
        """A delivery that was admitted did not go after all."""
        ...

    async def answered(self) -> None:
        """An answer to somebody who wrote to us went out; such answers always may."""
        ...

    async def heard(self, tx: Transaction, address: Address, *, now: datetime) -> None:
        """Somebody wrote to us or pressed a button."""
        ...


class Unlimited:
    """Everything may go."""

    async def admit(self, due: Due) -> Outcome | None:
        return None

    async def spare(self, due: Due) -> None:
        """Nothing was counted."""

    async def answered(self) -> None:
        """Nothing is counted."""

    async def heard(self, tx: Transaction, address: Address, *, now: datetime) -> None:
        """Nothing depends on it."""


async def within(allowance: Allowance, due: Due, send: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """Send a delivery if it may go. What may have arrived counts as sent."""
    refused = await allowance.admit(due)
    if refused is not None:
        return refused
    outcome = await send()
    if not isinstance(outcome, Sent | Unknown):
        await allowance.spare(due)
    return outcome
