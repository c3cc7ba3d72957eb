"""Claiming: a courier takes deliveries that are due under a lease. Recovery is the next claim."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select, tuple_, update

from storage.database import Transaction
from storage.database.asking import Ask, Statement, written
from storage.database.batching import Batch
from storage.outbox import lanes
from storage.outbox.lanes import Lane
from storage.outbox.owed import Announcement, DeliveryState, Due, Kind, Manner, redrawn
from storage.records import Address, ArticleId, CitizenId, Messenger
from storage.tables import BEARS, OPEN, announcements, deliveries
from storage.tables.utc import stored

# Written out: it runs for every delivery, and says which index it reads.
_HEAD = """
SELECT deliveries.citizen_id, deliveries.state, silent, attempts, deliveries.expires_at, lease_until, chat, language,
thread
FROM deliveries JOIN citizens ON citizens.id = deliveries.citizen_id
WHERE deliveries.messenger = :messenger AND deliveries.announcement_id = :announcement
AND deliveries.state IN ('owed', 'unknown') AND not_before IS NOT NULL AND not_before <= :due
AND (lease_until IS NULL OR lease_until <= :now)
{after}{apart}ORDER BY not_before LIMIT :room
"""
# What is told of a message never overtakes the message itself.
_AFTER = """AND NOT EXISTS (
    SELECT 1 FROM deliveries AS first JOIN announcements ON announcements.id = first.announcement_id
    WHERE first.citizen_id = deliveries.citizen_id AND first.state IN ('owed', 'unknown')
    AND first.not_before IS NOT NULL
    AND (announcements.id = :redrawn OR (announcements.article_id = :subject AND announcements.manner = 'send'))
)
"""
_APART = {
    True: "AND deliveries.citizen_id NOT IN (SELECT value FROM json_each(:engaged))\n",
    False: "AND deliveries.citizen_id <> ALL(CAST(:engaged AS bigint[]))\n",
}
_SHAPE = {"announcement": "bigint", "citizen": "bigint"}
_WHICH = "WHERE (announcement_id, citizen_id) IN (SELECT announcement, citizen FROM given)"
_LEASE = Batch(f"WITH {{given}} UPDATE deliveries SET lease_until = {{moment}} {_WHICH}", _SHAPE)  # noqa: S608
_REPEAT = Batch(f"WITH {{given}} UPDATE deliveries SET state = 'unknown' {_WHICH}", _SHAPE)  # noqa: S608


class _Taken(NamedTuple):
    """A row of `_HEAD` and its lane."""

    lane: Lane
    citizen: CitizenId
    state: str
    silent: bool
    attempts: int
    expires_at: Any
    lease_until: Any
    chat: bytes
    language: str
    thread: str


async def claim(
    tx: Transaction,
    messenger: Messenger,
    *,
    now: datetime,
    lease: timedelta,
    limit: int,
    turn: int = 0,
    above: Kind | None = None,
    engaged: Collection[CitizenId] | None = None,
) -> list[Due]:
    """Take up to `limit` deliveries that are due: urgent kinds first, equals in equal parts, the longest waiting first.

    They are ours until the lease ends; one that was not settled by then is claimed again and marked a repeat.
    `turn` counts the claims, so that among many equals each is first in its turn. With `above` only what is more
    urgent than that kind is taken; with `engaged` nobody twice, and none of those. Nothing is due while the messenger
    asked for a pause.
    """
    taken = await tx.work(
        partial(
            _taken,
            messenger,
            now=now,
            until=now + lease,
            limit=limit,
            turn=turn,
            above=above,
            engaged=engaged,
        )
    )
    targets = await _targets(tx, taken)
    return [_owed(tx, messenger, one, targets.get((one.lane.announcement.id, one.citizen))) for one in taken]


def _owed(tx: Transaction, messenger: Messenger, one: _Taken, target: str | None) -> Due:
    return Due(
        announcement=one.lane.announcement,
        citizen=one.citizen,
        address=Address(messenger, tx.keys.open(one.chat)),
        language=one.language,
        attempts=one.attempts,
        repeat=one.state == DeliveryState.UNKNOWN or one.lease_until is not None,
        expires_at=stored(one.expires_at),
        silent=bool(one.silent),
        thread=one.thread,
        target=target,
        version=one.lane.newest,
    )


def _taken(
    messenger: Messenger,
    ask: Ask,
    *,
    now: datetime,
    until: datetime,
    limit: int,
    turn: int,
    above: Kind | None,
    engaged: Collection[CitizenId] | None,
) -> list[_Taken]:
    taken: list[_Taken] = []
    apart = None if engaged is None else {*engaged}
    for lane, most in lanes.turns(lanes.due(ask, messenger, now=now, above=above), turn):
        if room := limit - len(taken):
            found = _head(ask, messenger, lane, now=now, room=most(room), apart=apart)
            taken += found
            if apart is not None:
                apart |= {one.citizen for one in found}
    # Apart from what was leased before no state is written: it would move rows in every index of states.
    mine = [(one.lane.announcement.id, one.citizen) for one in taken]
    _LEASE.asked(ask, mine, written(until, zone=not ask.is_sqlite))
    _REPEAT.asked(ask, [which for which, one in zip(mine, taken, strict=True) if one.lease_until is not None])
    return taken


def _head(
    ask: Ask,
    messenger: Messenger,
    lane: Lane,
    *,
    now: datetime,
    room: int,
    apart: Collection[CitizenId] | None,
) -> list[_Taken]:
    told = lane.announcement
    values: dict[str, Any] = {
        "messenger": messenger,
        "announcement": told.id,
        "now": now,
        "due": max(now, told.created_at),
        "room": room,
    }
    if follows := told.manner != Manner.SEND:
        values |= {"subject": _subject(told), "redrawn": redrawn(told.about)}
    if apart:
        values["engaged"] = json.dumps([*apart]) if ask.is_sqlite else [*apart]
    rows = ask(_head_query(follows=follows, apart=bool(apart)), values)
    return [_Taken._make((lane, *row)) for row in rows]


@cache
def _head_query(*, follows: bool, apart: bool) -> Statement:
    here, there = (
        _HEAD.format(after=_AFTER if follows else "", apart=_APART[sqlite] if apart else "")
        for sqlite in (True, False)
    )
    return Statement(here, postgresql=f"{there} FOR UPDATE OF deliveries SKIP LOCKED")


async def recover(tx: Transaction, messenger: Messenger, *, now: datetime) -> int:
    """End the leases a killed sender left behind; returns how many. Only for whoever is the one sender.

    What was claimed stays marked as such: it may have been sent, so its next try says that it is a repeat. What a
    sender that was cut off still holds in its last transaction waits for the end of its lease, and for nothing else.
    """
    key = tuple_(deliveries.c.announcement_id, deliveries.c.citizen_id)
    left = and_(OPEN, deliveries.c.messenger == messenger, deliveries.c.lease_until > now)
    free = select(*key).where(left).with_for_update(skip_locked=True)
    return (await tx.execute(update(deliveries).where(key.in_(free)).values(lease_until=now))).rowcount


async def _targets(tx: Transaction, taken: Sequence[_Taken]) -> dict[tuple[int, int], str]:
    """The message that each is about, by (announcement, citizen): the newest of the article, or the very one named."""
    follow = [
        (one.lane.announcement, one.citizen) for one in taken if one.lane.announcement.manner != Manner.SEND
    ]
    if not follow:
        return {}
    subjects = {_subject(told) for told, _ in follow} - {None}
    named = {redrawn(told.about) for told, _ in follow} - {None}
    query = (
        select(
            announcements.c.id, announcements.c.article_id, deliveries.c.citizen_id, deliveries.c.message_ref
        )
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(or_(and_(announcements.c.article_id.in_(subjects), BEARS), announcements.c.id.in_(named)))
        .where(deliveries.c.citizen_id.in_({citizen for _, citizen in follow}))
        .where(deliveries.c.message_ref.is_not(None))
        .order_by(deliveries.c.announcement_id)
    )
    bearing: dict[tuple[str, int | None, int], str] = {}
    for one in await tx.execute(query):
        if one.id in named:
            bearing["announcement", one.id, one.citizen_id] = one.message_ref
        else:
            bearing["article", one.article_id, one.citizen_id] = one.message_ref
    found = {(told.id, citizen): bearing.get((*_key(told), citizen)) for told, citizen in follow}
    return {which: ref for which, ref in found.items() if ref is not None}


def _key(told: Announcement) -> tuple[str, int | None]:
    """What an announcement redraws or answers: a message of its own name, or that of an article."""
    which = redrawn(told.about)
    return ("article", _subject(told)) if which is None else ("announcement", which)


def _subject(told: Announcement) -> ArticleId | None:
    """The article whose message is to be answered or redrawn."""
    return told.article if told.refers_to is None else told.refers_to
