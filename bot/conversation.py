"""The whole dialogue, pure: `interpret` says what was asked, `respond` what to remember and what to answer."""

from typing import assert_never

from bot import menus
from bot.codec import decode
from bot.messages import (
    Agree,
    Answer,
    Chose,
    Decline,
    Dismiss,
    Erase,
    Follow,
    Help,
    Incoming,
    Keep,
    Latest,
    Left,
    Message,
    Rate,
    Release,
    Returned,
    Said,
    ShowTopics,
    Stop,
    Unrate,
    Wake,
)
from bot.turns import (
    AskErase,
    Begin,
    Blocked,
    EraseCitizen,
    Request,
    SetBlocked,
    SettleHold,
    SetTopic,
    Situation,
    Subscribe,
    Turn,
    Unblocked,
    Unclear,
    Unsubscribe,
    WakeAll,
)
from bot.voting import rate
from bot.wording import vi
from bot.wording.commands import Command, understand
from storage.records import CitizenState

_COMMANDS: dict[Command, Request] = {
    Command.START: Begin(),
    Command.TOPICS: ShowTopics(),
    Command.LATEST: Latest(),
    Command.STOP: Stop(),
    Command.ERASE: AskErase(),
    Command.HELP: Help(),
}


def interpret(incoming: Incoming) -> Request | None:
    """What somebody asks for; None where the bot was not addressed (talk among the members of a group)."""
    match incoming:
        case Said(text=text):
            ours = incoming.private or incoming.addressed
            command = understand(text) if ours or text.startswith("/") else None
            if command is None:
                return Unclear(pressed=False, wordless=not text) if ours else None
            return _COMMANDS[command]
        case Chose(code=code):
            return decode(code) or Unclear(pressed=True)
        case Left():
            return Blocked()
        case Returned():
            return Unblocked()
        case _:
            assert_never(incoming)


def respond(request: Request, seen: Situation) -> Turn:
    """One turn. Total over requests: stale, forged and foreign ones change nothing and still get an answer."""
    match request:
        case Begin() | Agree() | Decline():
            return _join(request, seen)
        case ShowTopics() | Follow():
            return _topics(request, seen)
        case Latest(page):
            return _latest(page, seen)
        case Rate(article, mark):
            return rate(article, mark, seen)
        case Unrate(article):
            return rate(article, None, seen)
        case Stop() | AskErase() | Erase() | Keep():
            return _leave(request, seen)
        case Help():
            return _say(menus.plain(vi.help_text(seen.house.portal)))
        case Release() | Dismiss() | Wake():
            return _decide(request, seen)
        case Blocked() | Unblocked():
            return Turn((SetBlocked(isinstance(request, Blocked)),)) if seen.citizen else Turn()
        case Unclear(pressed=True):
            return Turn(answer=Answer(toast=vi.STALE))
        case Unclear(wordless=wordless):
            say = vi.only_words if wordless else vi.not_understood
            return _say(menus.plain(say(seen.house.portal)))
        case _:
            assert_never(request)


def _join(request: Begin | Agree | Decline, seen: Situation) -> Turn:
    house = seen.house
    if _follows(seen):
        return _say(menus.home(vi.already(menus.chosen(seen))))
    if seen.full and not isinstance(request, Decline):
        return _say(menus.plain(vi.full(house.portal)))
    if isinstance(request, Begin):
        return _say(menus.welcome(seen))
    if isinstance(request, Decline):
        return Turn(answer=Answer(redraw=menus.plain(vi.declined(house.portal))))
    proposed = tuple(topic for topic in house.topics if topic.default)
    kept = menus.chosen(seen) if seen.citizen else ()
    text = vi.subscribed(kept or proposed)
    subscribe = Subscribe(tuple(topic.id for topic in proposed), vi.CONSENT_VERSION)
    return Turn((subscribe,), Answer(redraw=menus.home(text)))


def _topics(request: ShowTopics | Follow, seen: Situation) -> Turn:
    if not _follows(seen) or seen.citizen is None:
        return Turn(answer=Answer(toast=vi.NEED_CONSENT, say=(menus.welcome(seen),)))
    following = seen.citizen.topics
    if isinstance(request, ShowTopics):
        return _say(menus.topics(seen.house, following))
    if seen.house.topic(request.topic) is None:
        return Turn(answer=Answer(toast=vi.STALE))
    following = following | {request.topic} if request.on else following - {request.topic}
    return Turn((SetTopic(request.topic, request.on),), Answer(redraw=menus.topics(seen.house, following)))


def _latest(page: int | None, seen: Situation) -> Turn:
    message = menus.latest(seen.latest, page or 0)
    return _say(message) if page is None else Turn(answer=Answer(redraw=message))


def _leave(request: Stop | AskErase | Erase | Keep, seen: Situation) -> Turn:
    match request:
        case Stop():
            if not _follows(seen):
                return _say(menus.plain(vi.NOT_SUBSCRIBED))
            return Turn((Unsubscribe(),), Answer(say=(menus.plain(vi.UNSUBSCRIBED),)))
        case AskErase():
            return _say(menus.erase_question())
        case Erase():
            text = vi.ERASED if seen.citizen else vi.NOTHING_STORED
            return Turn((EraseCitizen(),), Answer(redraw=menus.plain(text)))
        case Keep():
            return Turn(answer=Answer(redraw=menus.plain(vi.KEPT)))
        case _:
            assert_never(request)


def _decide(request: Release | Dismiss | Wake, seen: Situation) -> Turn:
    if not seen.staff:
        return Turn(answer=Answer(toast=vi.STAFF_ONLY))
    if isinstance(request, Wake):
        return Turn((WakeAll(request.announcement),), Answer(toast=vi.WOKEN, redraw=menus.plain(vi.WOKEN)))
    if not seen.held:
        return Turn(answer=Answer(redraw=menus.plain(vi.NOTHING_HELD.format(source=request.source))))
    release = isinstance(request, Release)
    text = (vi.RELEASED if release else vi.DISMISSED).format(count=seen.held, source=request.source)
    return Turn((SettleHold(request.source, release),), Answer(redraw=menus.plain(text)))


def _follows(seen: Situation) -> bool:
    return seen.citizen is not None and seen.citizen.state is CitizenState.ACTIVE


def _say(message: Message) -> Turn:
    return Turn(answer=Answer(say=(message,)))
