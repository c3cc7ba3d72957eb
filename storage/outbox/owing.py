"""An announcement's deliveries come to be in one statement, each in the slot of its citizen's rhythm."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, String, case, literal, select
from sqlalchemy.types import TypeEngine

from storage.database import Transaction
from storage.outbox.owed import DeliveryState, Draft, Slot
from storage.records import AnnouncementId
from storage.tables import citizens, deliveries
from storage.tables.utc import UTCDateTime

UNTOLD = (DeliveryState.CANCELLED, DeliveryState.GONE, DeliveryState.EXPIRED)


async def owe(
    tx: Transaction,
    announcement: AnnouncementId,
    draft: Draft,
    audience: Select[Any],
    *,
    again: bool = False,
) -> None:
    """One INSERT … SELECT, whatever the number of citizens. The primary key makes a repeat harmless.

    `audience` has the `id`, `messenger` and `rhythm` of citizens. `again`: also those of it whom it did not reach.
    """
    owed = _owed(announcement, draft, audience)
    # SQLite cannot tell ON CONFLICT from a join's ON without a WHERE.
    rows = select(*owed.values()).where(literal(True))
    insert = tx.insert(deliveries).from_select(list(owed), rows)
    if not again:
        await tx.execute(insert.on_conflict_do_nothing())
        return
    renewed = {
        name: insert.excluded[name] for name in ("state", "silent", "not_before", "attempts", "expires_at")
    }
    await tx.execute(
        insert.on_conflict_do_update(
            index_elements=["announcement_id", "citizen_id"],
            set_={**renewed, "settled_at": None, "lease_until": None, "reason": ""},
            where=deliveries.c.state.in_(UNTOLD),
        )
    )


def _owed(
    announcement: AnnouncementId, draft: Draft, audience: Select[Any]
) -> Mapping[str, ColumnElement[Any]]:
    """What each column of a delivery becomes, told from the citizen's rhythm."""
    own = _shared(draft)
    whom = audience.add_columns(_number(own).label("number")).subquery()

    def by_rhythm(value: Callable[[Slot], Any], kind: TypeEngine[Any]) -> ColumnElement[Any]:
        usual = literal(value(draft.slot), kind)
        theirs = {number: literal(value(slot), kind) for number, slot in enumerate(own)}
        return case(theirs, value=whom.c.number, else_=usual) if theirs else usual

    def state(slot: Slot) -> str:
        return DeliveryState.MERGED if slot.digest else DeliveryState.OWED

    return {
        "announcement_id": literal(announcement),
        "citizen_id": whom.c.id,
        "messenger": whom.c.messenger,
        "state": by_rhythm(state, String()),
        "silent": by_rhythm(lambda slot: slot.silent, Boolean()),
        "not_before": by_rhythm(lambda slot: slot.due_at, UTCDateTime()),
        "attempts": literal(0),
        "expires_at": by_rhythm(lambda slot: slot.expires_at, UTCDateTime()),
        "reason": literal(""),
    }


def _shared(draft: Draft) -> dict[Slot, list[str]]:
    """The slots that differ from the usual one, with the rhythms that share each: many rhythms, few slots."""
    shared: dict[Slot, list[str]] = {}
    for rhythm, slot in draft.slots.items():
        if slot != draft.slot:
            shared.setdefault(slot, []).append(rhythm)
    return shared


def _number(own: Mapping[Slot, Sequence[str]]) -> ColumnElement[int]:
    """Which of these slots a citizen's rhythm has, by its number; -1 for the usual one."""
    numbers = [
        (citizens.c.rhythm.in_(rhythms), literal(number)) for number, rhythms in enumerate(own.values())
    ]
    return case(*numbers, else_=literal(-1)) if numbers else literal(-1)
