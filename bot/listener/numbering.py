"""Choices without buttons: which typed number means what, and until when. Pure but for the strangers' memory."""

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta

from bot.actions import Action, Follow
from bot.channels.fitting import numbered
from bot.codec import decode, encode
from bot.conversation.turns import Request, TypedMark
from bot.messages import Answer, Message, Said
from bot.typed import read_mark, read_number
from bot.wording import Words, en, vi
from storage.records import Address, Menu

PATIENCE = timedelta(minutes=30)  # how long a number answers the list that was shown
_STRANGERS = 10_000


def menu_of(answer: Answer, *, now: datetime) -> Menu | None:
    """The numbered list that an answer leaves open: that of its last message with choices; None where it has none."""
    messages = ((answer.redraw,) if answer.redraw else ()) + answer.say
    for message in reversed(messages):
        if choices := numbered(message):
            return Menu(tuple((encode(one.action), one.label) for one in choices), now, now + PATIENCE)
    return None


def meant(said: Said, menu: Menu | None, *, awaited: bool, now: datetime) -> tuple[Request, str] | None:
    """What a typed number or mark asks for, and the words it was chosen by («» for a mark); None for other text.

    An open list wins over a mark; a number that is not on it may be one, unless a remark is awaited. `menu` is None
    once news came after it.
    """
    number = read_number(said.text)
    open_now = menu is not None and menu.until > now
    if number and menu and open_now and number <= len(menu.choices):
        code, label = menu.choices[number - 1]
        action = decode(code)
        return (action, f"{number}. {_bare(action, label)}") if action else None
    if awaited or said.reply_to:
        return None
    mark = read_mark(said.text)
    return (TypedMark(mark.mark, mark.article), "") if mark else None


def _bare(action: Action, label: str) -> str:
    """A toggle without how it stood: «Không nhận» is not what they chose."""
    if not isinstance(action, Follow):
        return label
    stood = (state for words in (vi, en) for state in (words.ON, words.OFF))
    return next((label.removeprefix(one) for one in stood if label.startswith(one)), label)


def named(answer: Answer, choice: str, words: Words) -> Answer:
    """The answer to a numbered choice says first which one was understood."""
    if not choice:
        return answer
    said = words.CHOSEN_BY_NUMBER.format(choice=choice)
    if answer.redraw:
        return replace(answer, redraw=_headed(answer.redraw, said))
    if answer.say:
        return replace(answer, say=(_headed(answer.say[0], said), *answer.say[1:]))
    return replace(answer, toast=f"{said}\n{answer.toast}" if answer.toast else said)


def _headed(message: Message, said: str) -> Message:
    ahead = len(said) + 2
    bold = tuple((start + ahead, end + ahead) for start, end in message.bold)
    return replace(message, text=f"{said}\n\n{message.text}", bold=bold)


class Strangers:
    """The lists that people who agreed to nothing were shown: remembered only here, and only for a while."""

    def __init__(self) -> None:
        self._menus: OrderedDict[Address, Menu] = OrderedDict()

    def of(self, address: Address) -> Menu | None:
        return self._menus.get(address)

    def show(self, address: Address, menu: Menu | None) -> None:
        """Remember what a stranger sees; None forgets."""
        self._menus.pop(address, None)
        if menu is not None:
            self._menus[address] = menu
        if len(self._menus) > _STRANGERS:
            self._menus.popitem(last=False)
