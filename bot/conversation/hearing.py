"""What somebody asks for, out of what they wrote or pressed."""

from typing import assert_never

from bot import actions as a
from bot.codec import LONGEST_WORDS, decode
from bot.conversation import turns as t
from bot.conversation.turns import Request
from bot.messages import Chose, Incoming, Left, Returned, Said
from bot.wording import spans
from bot.wording.commands import Command, Typed, agrees, closes, courteous, near, understand
from feeds.fold import words

_ALONE: dict[Command, Request] = {
    Command.START: t.Begin(),
    Command.TOPICS: a.Show(a.View.TOPICS),
    Command.SETTINGS: a.Show(a.View.SETTINGS),
    Command.WORDS: a.Show(a.View.WORDS),
    Command.FOLLOW: a.Show(a.View.WORDS),
    Command.IGNORE: a.Show(a.View.WORDS),
    Command.DROP: a.Show(a.View.WORDS),
    Command.DIGEST: a.Show(a.View.CADENCE),
    Command.QUIET: a.Show(a.View.QUIET),
    Command.PAUSE: a.Show(a.View.PAUSE),
    Command.RESUME: a.Pause(0),
    Command.LANGUAGE: t.AskLanguage(),
    Command.ENGLISH: a.Speak("en"),
    Command.VIETNAMESE: a.Speak("vi"),
    Command.LATEST: a.Latest(),
    Command.BOATS: t.Boats(),
    Command.SEARCH: a.Search(""),
    Command.RATE: t.AskMark(),
    Command.REMARK: a.Write(),
    Command.STOP: a.Stop(),
    Command.ERASE: t.AskErase(),
    Command.DATA: t.AskData(),
    Command.HELP: a.Help(),
}
_OFF = {"tat", "off", "khong", "no", "bo"}

# What changes or reveals a group's settings, or speaks for it: its leaders' alone.
_LEADERS = (
    a.Agree
    | a.Decline
    | a.Follow
    | a.Tune
    | a.Pause
    | t.PauseUntil
    | t.KeepWord
    | a.DropWord
    | a.Speak
    | a.Stop
    | a.Erase
    | a.Keep
    | t.AskErase
    | t.AskData
)


def interpret(incoming: Incoming, *, awaited: bool = False) -> Request | None:
    """What somebody asks for; None where the bot was not addressed (talk among the members of a group).

    `awaited`: they were asked for a remark, so words that are no plain command are one.
    """
    match incoming:
        case Said():
            return (
                _said(incoming, awaited) if incoming.private or incoming.addressed else _in_a_group(incoming)
            )
        case Chose(code=code):
            return decode(code) or t.Unclear(pressed=True)
        case Left():
            return t.Blocked()
        case Returned(broadcast=broadcast):
            return t.Unblocked(broadcast)
        case _:
            assert_never(incoming)


def needs_leader(incoming: Incoming) -> bool:
    """Whether it must be known who leads this group or channel before this can be answered."""
    if not isinstance(incoming, Said | Chose) or incoming.private or incoming.admin is not None:
        return False
    if isinstance(incoming, Said) and incoming.addressed:
        return True  # a number may choose anything from the list that is open
    return isinstance(interpret(incoming), _LEADERS | t.Begin)  # a leader's hello may move a forum's topic


def leaders_only(request: Request) -> bool:
    """Whether in a group only its leaders may ask this."""
    return isinstance(request, _LEADERS)


def _said(said: Said, awaited: bool) -> Request:
    if awaited and closes(said.text):
        return a.Unwrite()
    typed = understand(said.text)
    commanded = typed is not None and (said.text.startswith("/") or not typed.rest)
    if typed and (commanded or not (awaited or said.reply_to)):
        return _asked(typed)
    if awaited:
        return t.Remark(said.text)
    if said.reply_to:
        return t.Reply(said.text)
    if agrees(said.text):
        return t.Begin()
    if courteous(said.text):
        return t.Unclear(pressed=False, courteous=True)
    return t.Unclear(pressed=False, near=near(said.text), wordless=not said.text)


def _in_a_group(said: Said) -> Request | None:
    """Among members the bot hears only commands with «/» and replies."""
    if said.text.startswith("/"):
        typed = understand(said.text)
        return _asked(typed) if typed else None
    return t.Reply(said.text) if said.reply_to else None


def _asked(typed: Typed) -> Request:
    rest = typed.rest
    if not rest or typed.command is Command.START:
        return _ALONE[typed.command]
    match typed.command:
        case Command.SEARCH | Command.LATEST:
            return a.Search(_cut(words(rest)))
        case Command.FOLLOW | Command.IGNORE:
            return t.KeepWord(rest, typed.command is Command.FOLLOW)
        case Command.DROP:
            return a.DropWord(words(rest))
        case Command.REMARK:
            return t.Remark(rest)
        case Command.DIGEST:
            hour = spans.hour(rest)
            return a.Tune(f"digest h{hour:%H%M}") if hour else t.Misread(Command.DIGEST)
        case Command.QUIET:
            return _quiet(rest)
        case Command.PAUSE:
            return _pause(rest)
        case _:
            return t.Misread(typed.command)


def _quiet(rest: str) -> Request:
    if words(rest) in _OFF:
        return a.Tune("q-")
    hours = spans.hours(rest)
    return a.Tune(f"q{hours[0]:%H%M}-{hours[1]:%H%M}") if hours else t.Misread(Command.QUIET)


def _pause(rest: str) -> Request:
    if (count := spans.days(rest)) is not None:
        return a.Pause(count) if 0 < count <= 366 else t.Misread(Command.PAUSE)
    day = spans.day(rest)
    return t.PauseUntil(day) if day else t.Misread(Command.PAUSE)


def _cut(sought: str) -> str:
    """As many whole words as a button can carry to the next page."""
    if len(sought) <= LONGEST_WORDS:
        return sought
    return sought[: LONGEST_WORDS + 1].rpartition(" ")[0] or sought[:LONGEST_WORDS]
