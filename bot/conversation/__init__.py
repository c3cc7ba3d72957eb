"""The whole dialogue, pure: `interpret` says what was asked, `respond` what to remember and what to answer."""

from dataclasses import replace
from typing import assert_never

from bot import actions as a
from bot.conversation import turns as t
from bot.conversation.choosing import choose
from bot.conversation.deciding import decide
from bot.conversation.effects import CatchUp, SetBlocked
from bot.conversation.finding import look_up
from bot.conversation.hearing import interpret, leaders_only, needs_leader
from bot.conversation.joining import join, unclear
from bot.conversation.leaving import leave
from bot.conversation.saying import remark
from bot.conversation.speaking import leaderless, plain, say, spoken, tell
from bot.conversation.turns import Request, Situation, Turn
from bot.conversation.voting import vote
from storage.records import CitizenState

__all__ = ["interpret", "needs_leader", "respond"]


def respond(request: Request, seen: Situation) -> Turn:
    """One turn, in the language they are spoken to in."""
    turn = _respond(request, seen)
    return replace(turn, answer=spoken(turn.answer, seen.speaks))


def _respond(request: Request, seen: Situation) -> Turn:
    """One turn. Total over requests: stale, forged and foreign ones change nothing and still get an answer."""
    if not seen.admin and leaders_only(request):
        return tell(seen.say.NO_GROUPS if leaderless(seen) else seen.say.ADMINS_ONLY)
    match request:
        case t.Begin() | a.Agree() | a.Decline():
            return join(request, seen)
        case a.Show() | a.Follow() | a.Tune() | a.Pause() | t.PauseUntil() | a.DropWord() | t.KeepWord():
            return choose(request, seen)
        case a.Speak() | t.AskLanguage() | t.Misread():
            return choose(request, seen)
        case a.Latest() | a.Sections() | a.Search() | t.Boats():
            return look_up(request, seen)
        case a.Rate() | a.Unrate() | a.Because() | t.AskMark() | t.TypedMark():
            return vote(request, seen)
        case a.Write() | a.Unwrite() | t.Remark() | t.Reply():
            return remark(request, seen)
        case a.Stop() | t.AskErase() | a.Erase() | a.Keep() | t.AskData():
            return leave(request, seen)
        case a.Help():
            return say(plain(seen.say.help_text(seen.house.portal)))
        case a.Release() | a.Dismiss() | a.Wake():
            return decide(request, seen)
        case t.Blocked():
            return Turn((SetBlocked(True),)) if seen.citizen else Turn()
        case t.Unblocked():
            return _unblocked(request, seen)
        case t.Unclear():
            return tell(seen.say.STALE) if request.pressed else unclear(request, seen)
        case _:
            assert_never(request)


def _unblocked(request: t.Unblocked, seen: Situation) -> Turn:
    """Who was away sees the urgent news still in force, and what they hold is made true, also if they had left before.

    A channel that is not told and took us in is asked, for it cannot ask.
    """
    state = seen.citizen.state if seen.citizen else CitizenState.LEFT
    asked = request.broadcast and state is CitizenState.LEFT
    turn = join(t.Begin(), seen) if asked else Turn()
    if seen.citizen and state in (CitizenState.BLOCKED, CitizenState.LEFT):
        turn = replace(turn, effects=(SetBlocked(False), CatchUp(), *turn.effects))
    return turn
