"""Who leads a group or channel: asked of the messenger, believed for a minute, so that a flood of taps asks once."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.channels import Channel, Unreachable
from bot.conversation import needs_leader
from bot.messages import Chose, Incoming, Said

BELIEVED = 60.0  # seconds
_REMEMBERED = 1000


class Leaders:
    """Fills in `admin` where the answer depends on it. `monotonic` tells seconds."""

    def __init__(self, channel: Channel, monotonic: Callable[[], float]) -> None:
        self._channel = channel
        self._monotonic = monotonic
        self._known: OrderedDict[tuple[str, str], tuple[float, bool]] = OrderedDict()

    async def named(self, heard: Sequence[Incoming]) -> list[Incoming]:
        """What was heard, with `admin` where it matters; whoever cannot be asked about leads nothing."""
        return list(await asyncio.gather(*map(self._named, heard)))

    async def _named(self, incoming: Incoming) -> Incoming:
        if not isinstance(incoming, Said | Chose) or not needs_leader(incoming):
            return incoming
        return replace(incoming, admin=await self._leads(incoming.address.chat, incoming.person.user))

    async def _leads(self, chat: str, user: str) -> bool:
        until, leads = self._known.get((chat, user), (0.0, False))
        if until > self._monotonic():
            return leads
        try:
            leads = await self._channel.leads(chat, user)
        except Unreachable:
            return False
        self._known[chat, user] = (self._monotonic() + BELIEVED, leads)
        self._known.move_to_end((chat, user))
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return leads
