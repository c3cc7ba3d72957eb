"""What somebody says or presses in a test, and all they read of the answer."""

from bot import messages as m
from bot.conversation import interpret, respond
from bot.conversation import turns as t
from storage.records import Keyword, Person
from tests.bot.conftest import LAN, NOW

PERSON = Person(LAN.messenger, "1001")
TAU = Keyword("tau", "tàu", True)


def said(text: str, **how: object) -> m.Said:
    return m.Said(address=LAN, person=PERSON, text=text, ref="m1", at=NOW, **how)  # type: ignore[arg-type]


def pressed(code: str, **how: object) -> m.Chose:
    return m.Chose(address=LAN, person=PERSON, code=code, press="p", ref="m1", **how)  # type: ignore[arg-type]


def turn(heard: m.Incoming, seen: t.Situation, *, awaited: bool = False) -> t.Turn:
    request = interpret(heard, awaited=awaited)
    return respond(request, seen) if request is not None else t.Turn()


def words(turn: t.Turn) -> str:
    """Everything the citizen reads of it."""
    redrawn = (turn.answer.redraw,) if turn.answer.redraw else ()
    return "\n".join((turn.answer.toast or "", *(one.text for one in (*redrawn, *turn.answer.say))))
