"""Makes a message fit a messenger: length in UTF-16 units, offsets in UTF-16 units, links where buttons cannot be."""

import unicodedata

from bot.messages import Link, Message

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


def _joined(pair: str) -> bool:
    """Whether two neighbours are drawn as one letter: an accent of its own, an emoji made of several."""
    return any(
        letter == _JOINER or unicodedata.category(letter) in ("Mn", "Me", "Sk") for letter in pair[1:]
    ) or (pair[:1] == _JOINER)
