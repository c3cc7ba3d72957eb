"""What could be broadcast: the urgent ones and their changes, with those whom they cannot reach one by one."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from storage.database import Database
from storage.outbox import broadcasts
from storage.outbox.broadcasts import Broadcast, BroadcastState
from storage.outbox.owed import DeliveryState, Kind, Manner
from storage.records import Messenger
from storage.tables import deliveries
from tests.conftest import NOW
from tests.storage.values import announced, draft, finding, published, subscriber


async def test_a_broadcast_is_kept_beside_its_announcement(database: Database) -> None:
    [story] = await published(database, finding(1), now=NOW)
    unreached, waits = [await subscriber(database, chat, now=NOW) for chat in (1, 2)]
    first = await announced(database, draft(story, now=NOW, kind=Kind.URGENT), now=NOW)
    await announced(database, draft(story, now=NOW, key="n"), now=NOW)
    redrawn = replace(draft(story, now=NOW, key="e", kind=Kind.UPDATE), manner=Manner.EDIT)
    await announced(database, redrawn, now=NOW)
    assert first is not None
    known = Broadcast(
        announcement=first, state=BroadcastState.CALLING, at=NOW, draft="d", article="a", reason="r"
    )
    async with database.transaction() as tx:
        change = update(deliveries).where(deliveries.c.citizen_id == unreached)
        await tx.execute(change.values(state=DeliveryState.UNREACHED, not_before=None))
        for one in (replace(known, state=BroadcastState.MAKING), known):
            await broadcasts.keep(tx, one)
        found = await broadcasts.candidates(tx, Messenger.TELEGRAM, since=NOW, now=NOW)
        elsewhere = await broadcasts.candidates(tx, Messenger.ZALO_OA, since=NOW, now=NOW)
        later = await broadcasts.candidates(tx, Messenger.TELEGRAM, since=NOW + timedelta(seconds=1), now=NOW)

    [told] = found
    assert (told.announcement, told.kind, told.story.id) == (first, Kind.URGENT, story.id)
    assert (told.unreached, told.under_way) == (1, 1)
    assert told.broadcast == known
    assert [(one.unreached, one.under_way) for one in elsewhere] == [(0, 0)]
    assert later == []
    assert waits
