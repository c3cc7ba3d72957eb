"""Addresses as people write them: of the web, and of chats."""

from feeds.reach import is_web
from storage.records import Address


def web_address(text: str) -> str:
    """An address of the web, or nothing. Raises ValueError with the mend."""
    if text and not is_web(text):
        raise ValueError("is no address of the web: write https://…")
    return text


def chats(given: object) -> tuple[Address, ...]:
    """One chat or several; an empty text is none. Raises ValueError with the mend."""
    several = (given,) if isinstance(given, str) else given
    if not isinstance(several, list | tuple) or not all(isinstance(one, str) for one in several):
        raise ValueError('write "telegram:-100123", or several: ["…", "…"]')
    return tuple(Address.parse(one) for one in several if one.strip())
