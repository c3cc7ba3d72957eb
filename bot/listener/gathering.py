"""Between storage and the pure dialogue: what a request needs to know, and no more."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import actions as a
from bot.conversation import turns as t
from bot.conversation.turns import PAGE, House, Rated, Replied, Request, Situation
from bot.listener.known import Known
from bot.listener.late import said_at, said_before
from bot.messages import Chose, Incoming, Said
from bot.returning import LONGEST_URGENT, in_force
from bot.wording.commands import BOAT
from feeds.fold import words
from storage import articles, choices, citizens, comments, feedback, holds, search
from storage.database import Transaction
from storage.outbox import deliveries, urgent
from storage.records import ArticleId, Citizen, CitizenState, Menu, Person, Story
from storage.stored import stored

TYPED_WITHIN = timedelta(days=7)  # how long a bare digit means what was told last
_WITH_WORDS = a.Show | a.Tune | a.DropWord | t.KeepWord | t.AskData


def awaits_remark(citizen: Citizen | None, now: datetime) -> bool:
    """Whether their next text is a remark."""
    return citizen is not None and citizen.remark_until is not None and citizen.remark_until > now


async def open_menu(tx: Transaction, citizen: Citizen, until: datetime | None = None) -> Menu | None:
    """The numbered list a citizen sees; None once news came after it (`until` then): a digit is a mark again."""
    menu = citizen.menu
    if menu is None:
        return None
    news = await deliveries.last_told(tx, citizen.id, since=menu.shown_at, until=until)
    return menu if news is None else None


async def gather(
    tx: Transaction,
    request: Request,
    incoming: Incoming,
    house: House,
    *,
    citizen: Citizen | None,
    known: Known,
    now: datetime,
) -> Situation:
    """Everything `respond` may look at for this request."""
    seen = Situation(
        house=house,
        messenger=incoming.address.messenger,
        now=now,
        citizen=citizen,
        staff=citizen is not None and citizen.state is CitizenState.STAFF,
    )
    if isinstance(incoming, Said | Chose):
        admin = incoming.private or incoming.admin is True
        seen = replace(seen, private=incoming.private, admin=admin, thread=incoming.thread, ref=incoming.ref)
    if isinstance(request, t.Begin | a.Agree):
        return replace(seen, full=await _full(tx, citizen, seen))
    if isinstance(request, a.Latest | a.Search | t.Boats):
        return replace(seen, stories=tuple(await _stories(tx, request, seen)))
    if isinstance(request, a.Release | a.Dismiss):
        held = sum(hold.count for hold in await holds.held(tx) if hold.source == request.source)
        return replace(seen, held=held)
    if isinstance(request, t.AskData | a.Erase):
        seen = replace(seen, stored=await stored(tx, incoming.address, citizen))
    if citizen is None or not isinstance(incoming, Said | Chose):
        return seen
    return await _of_citizen(tx, request, incoming, citizen, seen, known=known)


async def _full(tx: Transaction, citizen: Citizen | None, seen: Situation) -> bool:
    """Whether a newcomer finds no room in the messenger's plan."""
    seats = seen.house.seats.get(seen.messenger)
    told = citizen is not None and citizen.state is CitizenState.ACTIVE
    return seats is not None and not told and await citizens.count(tx, seen.messenger) >= seats


async def _of_citizen(
    tx: Transaction,
    request: Request,
    incoming: Said | Chose,
    citizen: Citizen,
    seen: Situation,
    *,
    known: Known,
) -> Situation:
    if isinstance(request, _WITH_WORDS):
        seen = replace(seen, words=await choices.words_of(tx, citizen.id))
    if isinstance(request, a.Rate | a.Unrate | a.Because):
        return replace(seen, rated=await _rated(tx, known, citizen, incoming.person, request.article))
    if isinstance(request, t.TypedMark):
        article = request.article or await deliveries.last_told(
            tx, citizen.id, since=seen.now - TYPED_WITHIN, until=said_before(incoming, seen.now)
        )
        return replace(
            seen, rated=await _rated(tx, known, citizen, incoming.person, article) if article else None
        )
    if isinstance(request, a.Write | t.Remark | t.Reply):
        return await _remark(tx, request, incoming, citizen, seen, known=known)
    return seen


async def _remark(
    tx: Transaction,
    request: a.Write | t.Remark | t.Reply,
    incoming: Said | Chose,
    citizen: Citizen,
    seen: Situation,
    *,
    known: Known,
) -> Situation:
    recent = await comments.recent(tx, citizen.id, since=seen.now - timedelta(hours=1))
    seen = replace(seen, recent_remarks=recent)
    if isinstance(request, t.Reply) and isinstance(incoming, Said) and incoming.reply_to:
        replied = await _replied(tx, citizen, incoming.reply_to)
        if replied and replied.article is not None:
            rated = await _rated(tx, known, citizen, incoming.person, replied.article)
            return replace(seen, replied=replied, rated=rated)
        if replied:
            return replace(seen, replied=replied)
    article = request.article if isinstance(request, a.Write) else citizen.remark_on
    return replace(seen, title=await _title(tx, article))


async def _stories(tx: Transaction, request: a.Latest | a.Search | t.Boats, seen: Situation) -> list[Story]:
    """One more than a page, so that it is known whether there are older ones."""
    match request:
        case a.Latest(page, topic):
            return await articles.latest(tx, limit=PAGE + 1, offset=(page or 0) * PAGE, topic=topic or None)
        case a.Search(sought, page):
            return await search.find(tx, sought, limit=PAGE + 1, offset=(page or 0) * PAGE)
        case t.Boats():
            return await _boat(tx, seen)


async def _boat(tx: Transaction, seen: Situation) -> list[Story]:
    """The newest of the boats' own notices and of the urgent orders in force that name boats: «cấm tàu ra khơi»."""
    topic = seen.house.boats.id if seen.house.boats else ""
    orders = [one.story for one in in_force(await urgent.alarms(tx, since=seen.now - LONGEST_URGENT))]
    found = await search.find(tx, BOAT, limit=1, topic=topic)
    found += [one for one in orders if BOAT in _words(one)]
    return sorted(found, key=lambda one: one.article.published or one.first_seen)[-1:]


def _words(story: Story) -> list[str]:
    version = story.article.version
    return words("\n".join((version.title, version.lead, version.body))).split()


async def _rated(
    tx: Transaction, known: Known, citizen: Citizen, person: Person, article: ArticleId
) -> Rated | None:
    story = await known.story(tx, article)
    kind = await deliveries.delivered(tx, article, citizen.id)
    if story is None or kind is None:
        return None
    mark, stands = await feedback.mark_of(tx, person, article), await known.standing(tx, article)
    return Rated(story=story, kind=kind, mark=mark, tally=stands.tally, shown=stands.shown)


async def overtaken(tx: Transaction, request: Request, incoming: Incoming, seen: Situation) -> Request:
    """What is asked; a mark that its giver changed since, before this older word was heard, stays as it is."""
    said, rated = said_at(incoming, seen.now), seen.rated
    if said is None or rated is None or rated.mark is None or not isinstance(incoming, Said | Chose):
        return request
    at = await feedback.rated_at(tx, incoming.person, rated.story.id)
    if at is None or at <= said:
        return request
    match request:
        case t.TypedMark():
            return replace(request, mark=rated.mark)
        case a.Rate() | a.Unrate():
            return a.Rate(rated.story.id, rated.mark)
        case _:
            return request


async def _replied(tx: Transaction, citizen: Citizen, ref: str) -> Replied | None:
    """What the message was that they answered, where it was one of ours."""
    told = await deliveries.told(tx, citizen.id, ref)
    if told is None:
        return None
    comment = comments.named(told.about)
    if comment is None:
        return Replied(article=told.article, title=await _title(tx, told.article))
    remark = await comments.find(tx, comment)
    article = remark.article if remark else None
    title = await _title(tx, article)
    return Replied(article=article, title=title, comment=comment, erased=remark is None)


async def _title(tx: Transaction, article: ArticleId | None) -> str:
    story = await articles.story(tx, article) if article is not None else None
    return story.article.version.title if story else ""


async def heard_from(tx: Transaction, incoming: Incoming) -> Citizen | None:
    """The citizen at the address something was heard from."""
    return await citizens.find(tx, incoming.address)
