"""The pages of the settings, each with its choices and the way back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.actions import EVERY_TOPIC, DropWord, Follow, Pause, Show, Speak, Tune, View
from bot.conversation.effects import SetWord
from bot.conversation.joining import chosen
from bot.conversation.speaking import titled
from bot.conversation.turns import Situation
from bot.messages import Choice, Message
from bot.rhythm import Rhythm
from bot.wording import LANGUAGES, Words
from feeds.portals import Cadence, Topic
from storage.records import Citizen, Keyword

_HOURS = ("h0600", "h0700", "h1130", "h1730", "h2000")
_SPANS = ("q2130-0600", "q2000-0600", "q2200-0500", "q2300-0700")


def page(view: View, citizen: Citizen, seen: Situation) -> Message:
    """One page as it stands."""
    rhythm = Rhythm.parse(citizen.rhythm)
    match view:
        case View.SETTINGS:
            return _overview(citizen, seen)
        case View.TOPICS:
            return topics(citizen.topics, seen)
        case View.WORDS:
            return words(seen.words, seen)
        case View.CADENCE:
            return _cadence(rhythm, seen)
        case View.HOUR:
            return _hours(rhythm, seen)
        case View.QUIET:
            return _quiet(rhythm, seen)
        case View.PAUSE:
            return _pauses(citizen, seen)
        case _:
            assert_never(view)


def tuned(part: str, rhythm: Rhythm, citizen: Citizen, seen: Situation) -> Message:
    """The page on which a part of the rhythm was chosen; the overview where several were typed at once."""
    if " " in part:
        return _overview(replace(citizen, rhythm=str(rhythm)), seen)
    pages = {"h": _hours, "q": _quiet}
    return pages.get(part[0], _cadence)(rhythm, seen)


def topics(following: frozenset[str], seen: Situation) -> Message:
    """Each topic as a toggle that says in words how it stands."""
    toggles = tuple((_toggle(topic, topic.id in following, seen),) for topic in seen.house.topics)
    some = any(topic.id in following for topic in seen.house.topics)
    every = Choice(seen.say.ALL_OFF if some else seen.say.ALL_ON, Follow(EVERY_TOPIC, not some))
    return _with_rows(titled(seen.say.TOPICS_TITLE), *toggles, (every,), _back(seen))


def words(known: Sequence[Keyword], seen: Situation) -> Message:
    """The words they follow and ignore, each with a button that drops it."""
    say = seen.say
    followed, ignored = _sides(known)
    drops = tuple((Choice(say.DROP.format(word=one.typed), DropWord(one.word)),) for one in known)
    return _with_rows(titled(say.words_title(followed, ignored)), *drops, _back(seen))


def kept(word: SetWord, seen: Situation) -> Message:
    """Confirms a word, and offers to take it back."""
    say = seen.say
    text = say.following(word.typed) if word.follow else say.ignoring(word.typed)
    drop = Choice(say.DROP.format(word=word.typed), DropWord(word.word))
    return Message(text, rows=((drop,), (Choice(say.WORDS, Show(View.WORDS)),)))


def paused(until: datetime, seen: Situation) -> Message:
    """Confirms a pause, and offers its end."""
    return Message(seen.say.paused(until), rows=((Choice(seen.say.RESUME, Pause(0)),), _back(seen)))


def resumed(seen: Situation) -> Message:
    """Confirms the end of a pause."""
    return Message(seen.say.RESUMED, rows=(_back(seen),))


def languages() -> Message:
    """Every language by its own name."""
    choices = tuple(Choice(name, Speak(code)) for code, name in LANGUAGES.items())
    return Message(" · ".join(LANGUAGES.values()), rows=(choices,))


def overview(citizen: Citizen, seen: Situation) -> str:
    """All that was chosen, as text."""
    say, house, rhythm = seen.say, seen.house, Rhythm.parse(citizen.rhythm)
    followed, ignored = _sides(seen.words)
    paused = citizen.paused_until
    return say.settings(
        say.names(say.TOPICS_HEAD, chosen(seen)),
        rhythm,
        followed=followed,
        ignored=ignored,
        hour=rhythm.hour or house.digest,
        quiet=rhythm.hushed(house.quiet),
        paused_until=paused if paused and paused > seen.now else None,
    )


def _overview(citizen: Citizen, seen: Situation) -> Message:
    say = seen.say
    other = next(code for code in LANGUAGES if code != citizen.language)
    return _with_rows(
        titled(overview(citizen, seen)),
        (Choice(say.TOPICS, Show(View.TOPICS)), Choice(say.WORDS, Show(View.WORDS))),
        (Choice(say.CADENCE, Show(View.CADENCE)), Choice(say.HOUR, Show(View.HOUR))),
        (Choice(say.QUIET, Show(View.QUIET)), Choice(say.PAUSE, Show(View.PAUSE))),
        (Choice(LANGUAGES[other], Speak(other)),),
    )


def _cadence(rhythm: Rhythm, seen: Situation) -> Message:
    say = seen.say
    choices: tuple[tuple[Cadence | None, str], ...] = (
        (None, "own"),
        (Cadence.NOW, "now"),
        (Cadence.DIGEST, "digest"),
    )
    rows = [(_choice(say, say.CADENCES[one], rhythm.cadence is one, Tune(part)),) for one, part in choices]
    return _with_rows(titled(say.CADENCE_TITLE), *rows, (Choice(say.HOUR, Show(View.HOUR)),), _back(seen))


def _hours(rhythm: Rhythm, seen: Situation) -> Message:
    now = f"h{rhythm.hour or seen.house.digest:%H%M}"
    row = tuple(_choice(seen.say, f"{h[1:3]}:{h[3:]}", h == now, Tune(h)) for h in _offered(_HOURS, now))
    return _with_rows(titled(seen.say.HOUR_TITLE), row[:3], row[3:], _back(seen))


def _quiet(rhythm: Rhythm, seen: Situation) -> Message:
    say, hushed = seen.say, rhythm.hushed(seen.house.quiet)
    now = f"q{hushed[0]:%H%M}-{hushed[1]:%H%M}" if hushed else "q-"
    spans = _offered(_SPANS, now) if hushed else _SPANS
    rows = [(_choice(say, f"{q[1:3]}:{q[3:5]}–{q[6:8]}:{q[8:]}", q == now, Tune(q)),) for q in spans]
    off = (_choice(say, say.NO_QUIET, now == "q-", Tune("q-")),)
    return _with_rows(titled(say.QUIET_TITLE), *rows, off, _back(seen))


def _pauses(citizen: Citizen, seen: Situation) -> Message:
    say = seen.say
    row = tuple(Choice(label, Pause(days)) for days, label in say.PAUSES.items())
    running = citizen.paused_until is not None and citizen.paused_until > seen.now
    end = ((Choice(say.RESUME, Pause(0)),),) if running else ()
    return _with_rows(titled(say.PAUSE_TITLE), row, *end, _back(seen))


def _with_rows(message: Message, *rows: tuple[Choice, ...]) -> Message:
    return Message(message.text, bold=message.bold, rows=rows)


def _offered(usual: tuple[str, ...], now: str) -> tuple[str, ...]:
    """What is offered, with what they have first where it is something else."""
    return usual if now in usual else (now, *usual)


def _choice(say: Words, label: str, chosen: bool, action: Tune) -> Choice:
    return Choice(f"{say.CHOSEN}{label}" if chosen else label, action)


def _toggle(topic: Topic, on: bool, seen: Situation) -> Choice:
    say = seen.say
    digest = say.IN_DIGEST if topic.cadence is Cadence.DIGEST else ""
    return Choice(f"{say.ON if on else say.OFF}{say.topic(topic)}{digest}", Follow(topic.id, not on))


def _back(seen: Situation) -> tuple[Choice, ...]:
    return (Choice(seen.say.BACK, Show(View.SETTINGS)),)


def _sides(known: Sequence[Keyword]) -> tuple[list[str], list[str]]:
    return [one.typed for one in known if one.follow], [one.typed for one in known if not one.follow]
