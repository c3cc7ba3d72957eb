"""What reaches a citizen and when: topics, words, rhythm, pauses, language; every page is drawn over the last."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import assert_never

from bot import actions as a
from bot.conversation import settings
from bot.conversation import turns as t
from bot.conversation.effects import CatchUp, SetLanguage, SetPause, SetRhythm, SetTopic, SetWord
from bot.conversation.joining import need_consent, welcome
from bot.conversation.speaking import agreed, draw, follows, plain, say, tell
from bot.conversation.turns import MOST_WORDS, Situation, Turn
from bot.rhythm import Rhythm
from bot.timing import LOCAL
from bot.wording import LANGUAGES, office, speaking
from bot.wording.commands import Command
from feeds.fold import words
from storage.records import Citizen

Request = (
    a.Show
    | a.Follow
    | a.Tune
    | a.Pause
    | t.PauseUntil
    | t.KeepWord
    | a.DropWord
    | a.Speak
    | t.AskLanguage
    | t.Misread
)


def choose(request: Request, seen: Situation) -> Turn:
    """One choice, or the page it is made on. Only who agreed has anything to choose; a language may be tried before."""
    if isinstance(request, t.AskLanguage):
        return say(settings.languages())
    if isinstance(request, a.Speak):
        return _speak(request.language, seen)
    if not agreed(seen) or seen.citizen is None:
        return need_consent(seen)
    citizen = seen.citizen
    match request:
        case a.Show(view):
            return draw(settings.page(view, citizen, seen))
        case a.Follow():
            return _follow(request, citizen, seen)
        case a.Tune(part):
            return _tune(part, citizen, seen)
        case a.Pause() | t.PauseUntil():
            return _pause(request, citizen, seen)
        case t.KeepWord():
            return _keep_word(request, seen)
        case a.DropWord(word):
            return _drop_word(word, citizen, seen)
        case t.Misread(command):
            return tell(_misread(command, seen))
        case _:
            assert_never(request)


def _speak(language: str, seen: Situation) -> Turn:
    """A language is kept with who agreed; a stranger reads in it what they may agree to."""
    if language not in LANGUAGES:
        return tell(seen.say.STALE)
    if seen.staff:
        return tell(office.STAFF_CHAT)
    if not follows(seen):
        return draw(welcome(replace(seen, language=language)))
    return draw(plain(speaking(language, slashes=seen.slashes).SPOKEN), SetLanguage(language))


def _follow(request: a.Follow, citizen: Citizen, seen: Situation) -> Turn:
    every = request.topic == a.EVERY_TOPIC
    meant = [topic.id for topic in seen.house.topics if every or topic.id == request.topic]
    if not meant:
        return tell(seen.say.STALE)
    following = citizen.topics.union(meant) if request.on else citizen.topics.difference(meant)
    return draw(settings.topics(following, seen), *(SetTopic(topic, request.on) for topic in meant))


def _tune(part: str, citizen: Citizen, seen: Situation) -> Turn:
    rhythm = Rhythm.parse(citizen.rhythm)
    for one in part.split():
        tuned = rhythm.tuned(one)
        if tuned is None:
            return tell(seen.say.STALE)
        rhythm = tuned
    page = settings.tuned(part, rhythm, citizen, seen)
    return draw(page, SetRhythm(str(rhythm)))


def _pause(request: a.Pause | t.PauseUntil, citizen: Citizen, seen: Situation) -> Turn:
    until = _until(request, seen.now)
    if until is not None:
        return draw(settings.paused(until, seen), SetPause(until))
    if isinstance(request, t.PauseUntil):
        return tell(seen.say.BAD_DAY)
    if citizen.paused_until is None or citizen.paused_until <= seen.now:
        return tell(seen.say.NOT_PAUSED)
    return draw(settings.resumed(seen), SetPause(None), CatchUp())


def _until(request: a.Pause | t.PauseUntil, now: datetime) -> datetime | None:
    """Until when; None for the end of a pause, and for a day that is not ahead of us."""
    if isinstance(request, a.Pause):
        return now + timedelta(days=request.days) if 0 < request.days <= 366 else None
    day = request.day.after(now.astimezone(LOCAL).date())
    if day is None or day - now.astimezone(LOCAL).date() > timedelta(days=366):
        return None
    return datetime.combine(day, time(), LOCAL)


def _keep_word(request: t.KeepWord, seen: Situation) -> Turn:
    word = words(request.typed)
    if not 2 <= len(word) <= 30 or len(request.typed) > 60:
        return tell(seen.say.BAD_WORD)
    if len(seen.words) >= MOST_WORDS and word not in {known.word for known in seen.words}:
        return tell(seen.say.TOO_MANY_WORDS.format(limit=MOST_WORDS))
    kept = SetWord(word, request.typed, request.follow)
    return say(settings.kept(kept, seen), kept)


def _drop_word(word: str, citizen: Citizen, seen: Situation) -> Turn:
    left = tuple(known for known in seen.words if known.word != word)
    typed = next((known.typed for known in seen.words if known.word == word), word)
    toast = seen.say.dropped(typed)
    return draw(settings.words(left, seen), SetWord(word, typed, None), toast=toast)


def _misread(command: Command, seen: Situation) -> str:
    match command:
        case Command.PAUSE:
            return seen.say.BAD_DAY
        case Command.DIGEST:
            return seen.say.BAD_HOUR
        case Command.QUIET:
            return seen.say.BAD_SPAN
        case _:
            return seen.say.not_understood(seen.house.portal)
