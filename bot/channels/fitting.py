"""Makes a message fit a messenger: length in UTF-16 units, offsets in UTF-16 units, links where buttons cannot be."""

from bot.messages import Link, Message


def utf16(text: str) -> int:
    """Length in UTF-16 code units, the unit Telegram and Zalo count in."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def fit(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units; what is longer is cut at a space and ends with «…»."""
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
    return f"{head[:space] if space > kept * 0.8 else head}…"


def bare(message: Message) -> str:
    """The text with every link of its buttons written out, for where a link button was refused or does not exist."""
    links = [
        f"{button.label}: {button.url}" for row in message.rows for button in row if isinstance(button, Link)
    ]
    return "\n\n".join((message.text, *links))
