"""Between the pure dialogue and storage: gather what a request needs to know, remember what a turn decided."""

from datetime import datetime
from typing import assert_never

from bot.messages import Agree, Dismiss, Incoming, Latest, Rate, Release, Unrate
from bot.turns import (
    PAGE,
    Begin,
    Effect,
    EraseCitizen,
    House,
    Rated,
    Request,
    SetBlocked,
    SetMark,
    SettleHold,
    SetTopic,
    Situation,
    Subscribe,
    Unsubscribe,
    WakeAll,
)
from storage import articles, citizens, deliveries, feedback
from storage.database import Transaction
from storage.records import ArticleId, Citizen, CitizenState, Messenger, Person, Story


async def gather(
    tx: Transaction, request: Request, incoming: Incoming, house: House, *, now: datetime
) -> Situation:
    """Everything `respond` may look at for this request, and no more."""
    citizen = await citizens.find(tx, incoming.address)
    person = getattr(incoming, "person", None)
    rated = None
    if isinstance(request, Rate | Unrate) and citizen and person:
        rated = await _rated(tx, citizen, person, request.article)
    latest: tuple[Story, ...] = ()
    if isinstance(request, Latest):
        latest = tuple(await articles.latest(tx, limit=PAGE + 1, offset=(request.page or 0) * PAGE))
    held = 0
    if isinstance(request, Release | Dismiss):
        held = sum(hold.count for hold in await articles.held(tx) if hold.source == request.source)
    return Situation(
        house=house,
        messenger=incoming.address.messenger,
        now=now,
        private=getattr(incoming, "private", True),
        citizen=citizen,
        staff=citizen is not None and citizen.state is CitizenState.STAFF,
        rated=rated,
        latest=latest,
        held=held,
        full=isinstance(request, Begin | Agree)
        and await _full(tx, incoming.address.messenger, citizen, house),
    )


async def _full(tx: Transaction, messenger: Messenger, citizen: Citizen | None, house: House) -> bool:
    """Whether a newcomer finds no room in the messenger's plan."""
    seats = house.seats.get(messenger)
    told = citizen is not None and citizen.state is CitizenState.ACTIVE
    return seats is not None and not told and await citizens.count(tx, messenger) >= seats


async def _rated(tx: Transaction, citizen: Citizen, person: Person, article: ArticleId) -> Rated | None:
    story = await articles.story(tx, article)
    kind = await deliveries.delivered(tx, article, citizen.id)
    if story is None or kind is None:
        return None
    return Rated(
        story=story,
        kind=kind,
        mark=await feedback.mark_of(tx, person, article),
        tally=await feedback.tally(tx, article),
        shown=await feedback.shown(tx, article),
    )


async def remember(
    tx: Transaction, effect: Effect, incoming: Incoming, seen: Situation, *, now: datetime
) -> None:
    """Make one effect true. Every effect is absolute, so remembering it twice is harmless."""
    citizen = seen.citizen
    match effect:
        case Subscribe(topics, consent_version):
            await citizens.subscribe(
                tx,
                incoming.address,
                topics,
                consent_version=consent_version,
                language=seen.house.portal.language,
                now=now,
            )
        case EraseCitizen():
            await citizens.erase(tx, incoming.address)
        case SettleHold(source, release):
            settle = articles.release if release else articles.dismiss
            await settle(tx, source, now=now)
        case WakeAll(announcement):
            await deliveries.wake(tx, announcement, now=now)
        case SetTopic() | Unsubscribe() | SetMark() | SetBlocked():
            if citizen is not None:
                await _of_citizen(tx, effect, citizen, getattr(incoming, "person", None), now=now)
        case _:
            assert_never(effect)


async def _of_citizen(
    tx: Transaction,
    effect: SetTopic | Unsubscribe | SetMark | SetBlocked,
    citizen: Citizen,
    person: Person | None,
    *,
    now: datetime,
) -> None:
    match effect:
        case SetTopic(topic, on):
            await citizens.follow(tx, citizen.id, topic, on)
        case Unsubscribe():
            await citizens.leave(tx, citizen.id, now=now)
        case SetBlocked(True):
            await citizens.block(tx, citizen.id, now=now, reason="the chat blocked the bot")
        case SetBlocked():
            await citizens.unblock(tx, citizen.id, now=now)
        case SetMark(article, mark, shown) if person is not None:
            if mark is None:
                await feedback.unrate(tx, person, article)
            else:
                await feedback.rate(tx, person, article, mark, now=now)
            await feedback.show(tx, article, shown)
        case SetMark():
            return
        case _:
            assert_never(effect)
