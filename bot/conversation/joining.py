"""From the first word to the first news: who runs this, consent, and what is said where nothing else fits."""

from dataclasses import replace

from bot.actions import Agree, Decline, Help, Latest, Show, Speak, Stop, View
from bot.conversation.effects import CatchUp, SetThread, Subscribe, Unsubscribe
from bot.conversation.speaking import agreed, draw, follows, leaderless, plain, say, tell
from bot.conversation.turns import Begin, House, Situation, Turn, Unclear
from bot.messages import Answer, Choice, Message
from bot.wording import CONSENT_VERSION, LANGUAGES, office, speaking
from bot.wording.commands import NAMES
from feeds.portals import Topic
from storage.records import Messenger


def join(request: Begin | Agree | Decline, seen: Situation) -> Turn:
    """The way in; only agreeing to the text of today stores anything."""
    if seen.staff:
        return tell(office.STAFF_CHAT)
    if leaderless(seen):
        return tell(seen.say.NO_GROUPS)
    if isinstance(request, Decline):
        return _decline(seen)
    if agreed(seen):
        return _here_already(request, seen)
    if seen.full:
        return say(plain(seen.say.full(seen.house.portal)))
    if isinstance(request, Begin) or request.version != CONSENT_VERSION:
        return say(welcome(seen))
    if request.language in LANGUAGES:
        seen = replace(seen, language=request.language)
    proposed = tuple(topic for topic in seen.house.topics if topic.default)
    kept = chosen(seen) if seen.citizen else ()
    text = seen.say.subscribed(kept or proposed)
    subscribe = Subscribe(tuple(topic.id for topic in proposed), CONSENT_VERSION, seen.speaks)
    return draw(home(text, seen), subscribe, CatchUp())


def unclear(request: Unclear, seen: Situation) -> Turn:
    """What nobody understands is answered with what can be said; a slip of the finger with what it may have been."""
    if request.near:
        return say(plain(seen.say.did_you_mean([NAMES[command] for command in request.near])))
    if request.courteous:
        return say(plain(seen.say.THANKED))
    if request.wordless:
        return say(plain(seen.say.only_words(seen.house.portal)))
    return say(plain(seen.say.not_understood(seen.house.portal)))


def need_consent(seen: Situation) -> Turn:
    """Nothing is stored about who did not agree to the text of today: it is shown instead."""
    if seen.staff:
        return tell(office.STAFF_CHAT)
    if leaderless(seen):
        return tell(seen.say.NO_GROUPS)
    toast = seen.say.NEED_CONSENT_AGAIN if follows(seen) else seen.say.NEED_CONSENT
    return Turn(answer=Answer(toast=toast, say=(welcome(seen),)))


def welcome(seen: Situation) -> Message:
    """What a stranger reads first, and who agreed to an earlier text reads again."""
    return consent(seen.house, seen.messenger, seen.speaks, again=follows(seen), slashes=seen.slashes)


def consent(
    house: House, messenger: Messenger, language: str, *, again: bool, slashes: bool = False
) -> Message:
    """Who runs this, what is stored, and the two answers; the first button of all is the consent."""
    words = speaking(language, slashes=slashes)
    text = words.welcome(
        house.portal, messenger, kept_when_blocked_days=house.kept_when_blocked_days, again=again
    )
    answers = (Choice(words.AGREE, Agree(CONSENT_VERSION, language)), Choice(words.DECLINE, Decline()))
    others = tuple(Choice(name, Speak(code)) for code, name in LANGUAGES.items() if code != language)
    return Message(text, rows=(answers, others))


def home(text: str, seen: Situation) -> Message:
    """Words with the ways on from here."""
    words = seen.say
    return Message(
        text,
        rows=(
            (Choice(words.SETTINGS, Show(View.SETTINGS)), Choice(words.LATEST, Latest())),
            (Choice(words.HELP, Help()), Choice(words.STOP, Stop())),
        ),
    )


def goodbye(seen: Situation) -> Message:
    """Confirms the end; who agreed to the text of today can take it back by one tap."""
    back = (Choice(seen.say.SUBSCRIBE_AGAIN, Agree(CONSENT_VERSION, seen.speaks)),)
    return Message(seen.say.UNSUBSCRIBED, rows=(back,) if agreed(seen) else ())


def chosen(seen: Situation) -> tuple[Topic, ...]:
    """The topics this citizen follows, in the order of `loa.toml`."""
    following = seen.citizen.topics if seen.citizen else frozenset()
    return tuple(topic for topic in seen.house.topics if topic.id in following)


def _here_already(request: Begin | Agree, seen: Situation) -> Turn:
    """They are told already; a leader who says hello in another topic of a forum is told there from now on."""
    moved = seen.citizen is not None and seen.citizen.thread != seen.thread
    effects = (SetThread(seen.thread),) if moved and not seen.private and seen.admin else ()
    message = home(seen.say.already(chosen(seen)), seen)
    return say(message, *effects) if isinstance(request, Begin) else draw(message)


def _decline(seen: Situation) -> Turn:
    """A stranger is not kept; who agreed before and does not any more is not told any more."""
    if follows(seen):
        return draw(goodbye(seen), Unsubscribe())
    return draw(plain(seen.say.declined(seen.house.portal)))
