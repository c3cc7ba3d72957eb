"""Citizens: who agreed to be told, what they chose, and how they leave without a trace."""

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, bindparam, delete, func, select, update

from storage import comments
from storage.database import Transaction
from storage.outbox.owed import DeliveryState
from storage.records import Address, ArticleId, Citizen, CitizenId, CitizenState, Menu, Messenger, Person
from storage.tables import (
    IN_NO_DIGEST_YET,
    OPEN,
    RINGS,
    citizens,
    deliveries,
    keywords,
    ratings,
    subscriptions,
)

# Written once: writing a question costs more than asking it, and every press asks these.
_WITH_TOPICS = select(citizens, subscriptions.c.topic).outerjoin(
    subscriptions, subscriptions.c.citizen_id == citizens.c.id
)
_AT = _WITH_TOPICS.where(citizens.c.address_hash == bindparam("hash"))
_NUMBERED = _WITH_TOPICS.where(citizens.c.id == bindparam("citizen"))


async def find(tx: Transaction, address: Address) -> Citizen | None:
    """The citizen at an address, with the topics they follow."""
    rows = (await tx.execute(_AT, {"hash": tx.keys.address_hash(address)})).all()
    return _citizen(rows, address) if rows else None


async def by_id(tx: Transaction, citizen: CitizenId) -> Citizen | None:
    """A citizen by the number of their row. Raises WrongKey."""
    rows = (await tx.execute(_NUMBERED, {"citizen": citizen})).all()
    if not rows:
        return None
    return _citizen(rows, Address(Messenger(rows[0].messenger), tx.keys.open(rows[0].chat)))


async def subscribe(
    tx: Transaction,
    address: Address,
    topics: Iterable[str],
    *,
    consent_version: str,
    language: str,
    now: datetime,
    thread: str = "",
) -> None:
    """Make an address a citizen who agreed. Who was here before keeps their choices; `topics` are for newcomers.

    A chat of staff stays one.
    """
    before = await find(tx, address)
    if before and before.state is CitizenState.STAFF:
        return
    agreed = {
        "state": CitizenState.ACTIVE,
        "consent_version": consent_version,
        "consented_at": now,
        "changed_at": now,
        "reason": "",
        "thread": thread,
        "paused_until": None,
    }
    if before:
        await _change(tx, before.id, **agreed)
        return
    citizen = await _create(tx, address, language=language, created_at=now, **agreed)
    for topic in topics:
        await follow(tx, citizen, topic, True)


async def follow(tx: Transaction, citizen: CitizenId, topic: str, on: bool) -> None:
    """Follow a topic, or stop following it."""
    if on:
        insert = tx.insert(subscriptions).values(citizen_id=citizen, topic=topic)
        await tx.execute(insert.on_conflict_do_nothing())
    else:
        mine = (subscriptions.c.citizen_id == citizen) & (subscriptions.c.topic == topic)
        await tx.execute(delete(subscriptions).where(mine))


async def leave(tx: Transaction, citizen: CitizenId, *, now: datetime) -> None:
    """Unsubscribe: choices stay, what is still owed is cancelled, alone or for a digest; not what only redraws."""
    gone = {"state": CitizenState.LEFT, "changed_at": now, "reason": "unsubscribed", "remark_until": None}
    await _change(tx, citizen, **gone)
    await _cancel(tx, citizen, and_(OPEN, RINGS), now=now, reason="unsubscribed")
    await _cancel(tx, citizen, IN_NO_DIGEST_YET, now=now, reason="unsubscribed")


async def block(tx: Transaction, citizen: CitizenId, *, now: datetime, reason: str) -> None:
    """The chat cannot be reached: choices stay until it comes back or retention erases them."""
    active = citizens.c.state == CitizenState.ACTIVE
    await _change(tx, citizen, active, state=CitizenState.BLOCKED, changed_at=now, reason=reason)
    await _cancel(tx, citizen, now=now, reason="blocked")


async def unblock(tx: Transaction, citizen: CitizenId, *, now: datetime) -> None:
    """The chat can be reached again; whoever unsubscribed before stays unsubscribed."""
    blocked = citizens.c.state == CitizenState.BLOCKED
    await _change(tx, citizen, blocked, state=CitizenState.ACTIVE, changed_at=now, reason="")


async def move(tx: Transaction, citizen: CitizenId, chat: str, *, now: datetime) -> None:
    """The chat lives at another id now. Who is there already takes over what is owed, and the old one is closed."""
    messenger = await tx.connection.scalar(select(citizens.c.messenger).where(citizens.c.id == citizen))
    if messenger is None:  # erased while the answer was under way
        return
    address = Address(Messenger(messenger), chat)
    there = await find(tx, address)
    if there and there.id == citizen:  # two messages to a chat that moves are told the same
        return
    if there:
        await _hand_over(tx, citizen, there.id)
        await _change(tx, citizen, state=CitizenState.LEFT, changed_at=now, reason="moved")
        await _cancel(tx, citizen, now=now, reason="moved")
        return
    await _change(tx, citizen, address_hash=tx.keys.address_hash(address), chat=tx.keys.seal(chat))


async def erase(tx: Transaction, address: Address) -> bool:
    """Everything about one citizen gone; False where nothing was stored. Follow it with `Database.scrub`.

    Marks stay as anonymous totals: their voter, which in a private chat has the chat's id, becomes random bytes.
    """
    voter = tx.keys.voter(Person(address.messenger, address.chat))
    articles = await tx.execute(select(ratings.c.article_id).where(ratings.c.voter == voter))
    for article in articles.scalars().all():
        mine = (ratings.c.voter == voter) & (ratings.c.article_id == article)
        await tx.execute(update(ratings).where(mine).values(voter=os.urandom(32)))
    found = await tx.execute(
        select(citizens.c.id).where(citizens.c.address_hash == tx.keys.address_hash(address))
    )
    ids = found.scalars().all()
    await _remove(tx, ids)
    return bool(ids)


async def long_blocked(tx: Transaction, *, before: datetime) -> list[Address]:
    """Who blocked us before then and did not come back: their consent promises that they are erased."""
    gone = (citizens.c.state == CitizenState.BLOCKED) & (citizens.c.changed_at < before)
    rows = (await tx.execute(select(citizens.c.messenger, citizens.c.chat).where(gone).limit(500))).all()
    return [Address(Messenger(row.messenger), tx.keys.open(row.chat)) for row in rows]


async def ensure_staff(tx: Transaction, addresses: Iterable[Address], *, now: datetime) -> None:
    """The chats of [staff] are told of holds and outages; a chat no longer named there is not."""
    hashes = []
    for address in addresses:
        known = await find(tx, address)
        citizen = known.id if known else await _create(tx, address, state=CitizenState.STAFF, created_at=now)
        await _change(tx, citizen, state=CitizenState.STAFF, changed_at=now)
        hashes.append(tx.keys.address_hash(address))
    former = (citizens.c.state == CitizenState.STAFF) & citizens.c.address_hash.not_in(hashes)
    await tx.execute(update(citizens).where(former).values(state=CitizenState.LEFT, changed_at=now))


async def count(tx: Transaction, messenger: Messenger | None = None) -> int:
    """How many citizens are told, on one messenger or on all."""
    query = select(func.count()).select_from(citizens).where(citizens.c.state == CitizenState.ACTIVE)
    if messenger is not None:
        query = query.where(citizens.c.messenger == messenger)
    return int((await tx.execute(query)).scalar_one())


def _citizen(rows: Sequence[Any], address: Address) -> Citizen:
    """One row a topic; one without where there is none."""
    row = rows[0]
    return Citizen(
        id=CitizenId(row.id),
        address=address,
        state=CitizenState(row.state),
        topics=frozenset(one.topic for one in rows if one.topic is not None),
        language=row.language,
        rhythm=row.rhythm,
        paused_until=row.paused_until,
        consent_version=row.consent_version,
        consented_at=row.consented_at,
        created_at=row.created_at,
        thread=row.thread,
        remark_until=row.remark_until,
        remark_on=ArticleId(row.remark_on) if row.remark_on is not None else None,
        menu=_menu(row),
        turned_at=row.turned_at,
    )


async def _create(tx: Transaction, address: Address, *, created_at: datetime, **values: Any) -> CitizenId:
    kept = {
        "address_hash": tx.keys.address_hash(address),
        "chat": tx.keys.seal(address.chat),
        "messenger": address.messenger,
        "created_at": created_at,
        "changed_at": created_at,
        "language": "vi",
        "rhythm": "",
        "thread": "",
        "consent_version": "",
        "reason": "",
    }
    return CitizenId(
        (await tx.execute(citizens.insert().values(kept | values).returning(citizens.c.id))).scalar_one()
    )


async def _change(tx: Transaction, citizen: CitizenId, *only: ColumnElement[bool], **values: Any) -> None:
    await tx.execute(update(citizens).where(citizens.c.id == citizen, *only).values(**values))


async def _cancel(
    tx: Transaction,
    citizen: CitizenId,
    which: ColumnElement[bool] | TextClause = OPEN,
    *,
    now: datetime,
    reason: str,
) -> None:
    open_ones = and_(which, deliveries.c.citizen_id == citizen)
    change = {"state": DeliveryState.CANCELLED, "not_before": None, "settled_at": now, "reason": reason}
    await tx.execute(update(deliveries).where(open_ones).values(**change))


async def _hand_over(tx: Transaction, old: CitizenId, new: CitizenId) -> None:
    """What is owed to one and not to the other becomes the other's, with no lease: at the old place nobody took it."""
    theirs = select(deliveries.c.announcement_id).where(deliveries.c.citizen_id == new)
    open_ones = and_(OPEN, deliveries.c.citizen_id == old, deliveries.c.announcement_id.not_in(theirs))
    await tx.execute(update(deliveries).where(open_ones).values(citizen_id=new, lease_until=None))


async def _remove(tx: Transaction, ids: Sequence[int]) -> None:
    for citizen in ids:
        await comments.erase(tx, CitizenId(citizen))
    for table in (deliveries, subscriptions, keywords):
        await tx.execute(delete(table).where(table.c.citizen_id.in_(ids)))
    await tx.execute(delete(citizens).where(citizens.c.id.in_(ids)))


def _menu(row: Any) -> Menu | None:
    if not row.menu or row.menu_at is None or row.menu_until is None:
        return None
    return Menu(tuple((code, label) for code, label in row.menu), row.menu_at, row.menu_until)
