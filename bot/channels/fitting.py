"""Makes a message fit a messenger: lengths and offsets in UTF-16 units, words where there can be no buttons."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions import Rate, Stop
from bot.codec import encode
from bot.messages import Choice, Link, Message
from bot.typed import push_code
from bot.wording import speaking
from feeds.gist.sentences import spans

_JOINER = "\u200d"


def utf16(text: str) -> int:
    """Length in UTF-16 code units, the unit Telegram and Zalo count in."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def fit(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units; what is longer is cut at a space and ends with «…». No letter is torn apart."""
    if utf16(text) <= limit:
        return text
    room, kept = limit - 1, 0
    for letter in text:
        room -= utf16(letter)
        if room < 0:
            break
        kept += 1
    head = text[:kept]
    space = max(head.rfind(" "), head.rfind("\n"))
    if space > kept * 0.8:
        return f"{head[:space]}…"
    while kept and _joined(text[kept - 1 : kept + 1]):
        kept -= 1
    return f"{text[:kept]}…"


def bare(message: Message, limit: int) -> str:
    """The text with every link of its buttons written out, for where a link button was refused or does not exist.

    At most `limit` UTF-16 units; what has to go is taken from the text, never from a link.
    """
    links = "".join(
        f"\n\n{button.label}: {button.url}"
        for row in message.rows
        for button in row
        if isinstance(button, Link)
    )
    return fit(fit(message.text, max(1, limit - utf16(links))) + links, limit)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A message for a messenger without buttons. What a typed number n stands for is `codes[n - 1]`."""

    text: str
    codes: tuple[str, ...]


def numbered(message: Message) -> tuple[Choice, ...]:
    """The choices of a message in the order of their numbers: marks from 1 to 5 first.

    A lone way out has no number: it would be the sixth star. It is a word to type.
    """
    choices = [one for row in message.rows for one in row if isinstance(one, Choice)]
    marks = sorted((one for one in choices if isinstance(one.action, Rate)), key=_mark)
    others = [one for one in choices if not isinstance(one.action, Rate)]
    return (*marks, *(() if _lone_stop(others) else others))


def spelled(message: Message, limit: int) -> Spelled:
    """Words alone, at most `limit` UTF-16 units: addresses bare, choices as numbered lines, marks as the digits 1–5.

    What is too long loses whole sentences of its own words, never an address and never a choice.
    """
    words = speaking(message.language)
    buttons = [button for row in message.rows for button in row]
    choices = numbered(message)
    marks = [one.action for one in choices if isinstance(one.action, Rate)]
    lines = [f"{button.label}: {button.url}" for button in buttons if isinstance(button, Link)]
    if marks:
        lines.append(words.RATE_BY_DIGIT.format(code=push_code(marks[0].article)))
    if others := list(enumerate(choices, start=1))[len(marks) :]:
        lines.append(
            "\n".join((words.CHOOSE_BY_NUMBER, *(f"{number}. {one.label}" for number, one in others)))
        )
    if _lone_stop([one for one in buttons if isinstance(one, Choice) and not isinstance(one.action, Rate)]):
        lines.append(words.STOP_BY_WORD)
    tail = "".join(f"\n\n{line}" for line in lines)
    head = whole(message.text, limit - utf16(tail)) if utf16(tail) < limit else ""
    codes = tuple(encode(one.action) for one in choices)
    return Spelled(fit(f"{head}{tail}".strip(), limit), codes)


def _lone_stop(others: Sequence[Choice]) -> bool:
    return len(others) == 1 and isinstance(others[0].action, Stop)


def whole(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units, cut where a sentence ends and marked «…»; inside one only where it fills half."""
    if utf16(text) <= limit:
        return text
    ends = [end for _, end in spans(text) if utf16(text[:end]) <= limit - 2]
    if ends and ends[-1] * 2 > limit:
        return f"{text[: ends[-1]]} …"
    return fit(text, limit)


def _mark(choice: Choice) -> int:
    return choice.action.mark if isinstance(choice.action, Rate) else 0


def _joined(pair: str) -> bool:
    """Whether two neighbours are drawn as one letter: an accent of its own, an emoji made of several."""
    return any(
        letter == _JOINER or unicodedata.category(letter) in ("Mn", "Me", "Sk") for letter in pair[1:]
    ) or (pair[:1] == _JOINER)
