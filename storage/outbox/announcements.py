"""Owing: an announcement and its deliveries come to be in one transaction, the deliveries in one statement."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import (
    Select,
    and_,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    update,
)

from storage import shapes
from storage.articles import mark_announced, newest
from storage.database import Transaction
from storage.outbox import lanes
from storage.outbox.owed import (
    Announcement,
    DeliveryState,
    Draft,
    Everyone,
    Followers,
    InDigest,
    Kind,
    Lapsed,
    Manner,
    One,
    Recipients,
    StaffChats,
)
from storage.outbox.owing import owe
from storage.records import AnnouncementId, ArticleId, CitizenId, CitizenState, Story
from storage.tables import (
    BEARS,
    IN_NO_DIGEST_YET,
    UNDER_WAY,
    announcements,
    articles,
    citizens,
    deliveries,
    keywords,
    subscriptions,
)

_ARRIVED = (DeliveryState.SENT, DeliveryState.UNKNOWN)


async def announce(tx: Transaction, draft: Draft, *, now: datetime) -> AnnouncementId | None:
    """Owe a draft to its audience and mark its version announced; None where its key was announced before."""
    if draft.version is not None:
        await mark_announced(tx, draft.version, now=now)
    announcement = await _insert(tx, draft, now=now)
    if announcement is not None:
        await owe(tx, announcement, draft, chosen(draft, now=now))
    return announcement


async def owe_again(tx: Transaction, draft: Draft, *, since: datetime, now: datetime) -> None:
    """Owe a draft to its audience, also where others have it, or it came in vain; it counts as announced `since`."""
    announcement = await _insert(tx, draft, now=since)
    if announcement is None:
        known = select(announcements.c.id).where(announcements.c.key == draft.key)
        announcement = AnnouncementId((await tx.execute(known)).scalar_one())
    await owe(tx, announcement, draft, chosen(draft, now=now), again=True)


async def find(tx: Transaction, announcement: AnnouncementId) -> Announcement | None:
    """One, as it was announced."""
    query = select(*lanes.announced()).where(announcements.c.id == announcement)
    row = (await tx.execute(query)).first()
    return lanes.announcement(row) if row else None


async def digest_due(tx: Transaction, now: datetime) -> datetime | None:
    """The latest hour for which something waits whose digest should be out by now; None where nothing does."""
    waiting = and_(IN_NO_DIGEST_YET, deliveries.c.not_before <= now)
    hour: datetime | None = await tx.connection.scalar(
        select(func.max(deliveries.c.not_before)).where(waiting)
    )
    return hour


async def digest(tx: Transaction, draft: Draft, *, until: datetime, now: datetime) -> AnnouncementId | None:
    """Gather what waits for a digest since before `until` into one delivery a citizen; None where nothing does."""
    waiting = and_(IN_NO_DIGEST_YET, deliveries.c.not_before <= until)
    announcement = await _insert(tx, draft, now=now)
    if announcement is None:
        return None
    fresh = waiting & (deliveries.c.expires_at > now)
    readers = select(deliveries.c.citizen_id).where(fresh)
    await owe(tx, announcement, draft, _awake(now).where(citizens.c.id.in_(readers)))
    await tx.execute(update(deliveries).where(waiting).values(digest_id=announcement))
    return announcement


async def unanswered(tx: Transaction, kind: Kind, *, about: str, answer: str) -> dict[str, list[str]]:
    """Announcements about something that no other announcement answers: their keys, by what they are about.

    `about` is how that begins; the answer's key is the first one's key after `answer`.
    """
    later = announcements.alias()
    answered = exists().where(later.c.key == literal(answer).concat(announcements.c.key))
    query = select(announcements.c.about, announcements.c.key).where(
        announcements.c.kind == kind, announcements.c.about.startswith(about, autoescape=True), ~answered
    )
    found: dict[str, list[str]] = {}
    for row in await tx.execute(query):
        found.setdefault(row.about, []).append(row.key)
    return found


async def digest_stories(tx: Transaction, announcement: AnnouncementId, citizen: CitizenId) -> list[Story]:
    """What one citizen's digest was gathered from, oldest first, with what was taken down since."""
    told = (
        select(announcements.c.article_id)
        .join(deliveries, deliveries.c.announcement_id == announcements.c.id)
        .where(deliveries.c.digest_id == announcement, deliveries.c.citizen_id == citizen)
    )
    rows = await tx.execute(newest().where(articles.c.id.in_(told)).order_by(articles.c.id))
    return [shapes.story(row) for row in rows]


async def _insert(tx: Transaction, draft: Draft, *, now: datetime) -> AnnouncementId | None:
    values = {
        "key": draft.key,
        "kind": draft.kind,
        "article_id": draft.article,
        "version_id": draft.version,
        "text": draft.text,
        "about": draft.about,
        "manner": draft.manner,
        "refers_to": draft.refers_to,
        "created_at": now,
        "expires_at": min(slot.expires_at for slot in (draft.slot, *draft.slots.values())),
    }
    insert = tx.insert(announcements).values(values).on_conflict_do_nothing(index_elements=["key"])
    kept = (await tx.execute(insert.returning(announcements.c.id))).scalar()
    return AnnouncementId(kept) if kept is not None else None


def chosen(draft: Draft, *, now: datetime) -> Select[Any]:
    """Whom a draft is for: `id`, `messenger` and `rhythm` of citizens."""
    match draft.audience:
        case Everyone():
            return _awake(now)
        case Followers():
            return _followers(draft.audience, now)
        case Recipients(article):
            redraws = draft.manner in (Manner.EDIT, Manner.AMEND)
            return (_having() if redraws else _awake(now)).where(citizens.c.id.in_(_told(article)))
        case InDigest():
            return _having().where(citizens.c.id.in_(_read(draft.audience)))
        case StaffChats():
            return _citizens().where(citizens.c.state == CitizenState.STAFF)
        case One(citizen):
            return _citizens().where(citizens.c.id == citizen)
        case Lapsed(consent):
            return _awake(now).where(citizens.c.consent_version != consent)
        case _:
            assert_never(draft.audience)


def _citizens() -> Select[Any]:
    return select(citizens.c.id, citizens.c.messenger, citizens.c.rhythm)


def _active() -> Select[Any]:
    return _citizens().where(citizens.c.state == CitizenState.ACTIVE)


def _having() -> Select[Any]:
    """Whoever may have a message of ours: it is kept true in silence, also while they pause and once they left."""
    return _citizens().where(citizens.c.state.in_((CitizenState.ACTIVE, CitizenState.LEFT)))


def _awake(now: datetime) -> Select[Any]:
    """Active, and not pausing."""
    until = citizens.c.paused_until
    return _active().where(or_(until.is_(None), until <= now))


def _followers(whom: Followers, now: datetime) -> Select[Any]:
    """Who follows the topic or one of the words, less who ignores one of them: what is not wanted weighs more."""
    topic = select(subscriptions.c.citizen_id).where(subscriptions.c.topic == whom.topic)
    wanted = or_(citizens.c.id.in_(topic), citizens.c.id.in_(_minding(whom.words, follow=True)))
    unwanted = citizens.c.id.in_(_minding(whom.ignored, follow=False))
    return (
        _awake(now)
        .where(wanted if whom.words else citizens.c.id.in_(topic))
        .where(not_(unwanted) if whom.ignored else true())
    )


def _minding(words: Collection[str], *, follow: bool) -> Select[Any]:
    theirs = keywords.c.word.in_(words) & keywords.c.follow.is_(follow)
    return select(keywords.c.citizen_id).where(theirs)


def _told(article: ArticleId) -> Select[Any]:
    """Those to whom a message about an article went, or is on its way."""
    return (
        select(deliveries.c.citizen_id)
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(announcements.c.article_id == article, BEARS)
        .where(or_(deliveries.c.state.in_(_ARRIVED), UNDER_WAY))
    )


def _read(whom: InDigest) -> Select[Any]:
    return (
        select(deliveries.c.citizen_id)
        .join(announcements, announcements.c.id == deliveries.c.announcement_id)
        .where(announcements.c.article_id == whom.article, deliveries.c.digest_id == whom.digest)
    )
