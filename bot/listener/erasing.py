"""Erasing a citizen for good: also what staff were told of their remarks, where the messenger can change it."""

from datetime import datetime, timedelta

from storage import citizens, comments
from storage.database import Transaction
from storage.outbox import announcements
from storage.outbox.owed import Draft, Kind, Manner, Slot, StaffChats, of
from storage.records import Address

PATIENCE = timedelta(days=7)  # how long a messenger out of order is tried for the notice to be redrawn


async def erase(tx: Transaction, address: Address, *, now: datetime) -> bool:
    """Everything about one citizen gone; False where nothing was stored. Follow it with `Database.scrub`.

    The notices of their remarks in the chats of [staff] are owed other words. Where the messenger cannot change what
    was sent (Zalo), staff are asked by a message without the remark's words to delete the notice themselves.
    """
    notices = await comments.notices(tx, address)
    known = await citizens.erase(tx, address)
    slot = Slot(due_at=now, expires_at=now + PATIENCE, silent=True)
    for notice in notices:
        for manner, key in ((Manner.EDIT, f"erased:{notice}"), (Manner.AMEND, f"erased:{notice}:asked")):
            draft = Draft(
                key=key, kind=Kind.NOTICE, audience=StaffChats(), manner=manner, about=of(notice), slot=slot
            )
            await announcements.announce(tx, draft, now=now)
    return known
