"""What an Official Account puts up for its followers: articles, and their broadcast to every phone that follows.

Making an article takes a moment, as Zalo's does; that it looks them through for half an hour is left out.
"""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.fitting import utf16
from bot.quota import is_night
from bot.sandbox.zalo.account import Account, Code
from bot.timing import LOCAL

PER_MONTH = 4
_LONGEST = {"title": 150, "author": 50, "description": 300}


class Board:
    """The articles of one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._made: dict[str, Mapping[str, Any]] = {}
        self._asked: set[str] = set()
        self._sent: Counter[str] = Counter()

    def make(self, given: Mapping[str, Any]) -> str | Code:
        """A new article's token."""
        words = {key: given.get(key) for key in _LONGEST}
        cover = given.get("cover")
        picture = cover.get("photo_url") if isinstance(cover, dict) else None
        if not isinstance(picture, str) or not picture.startswith("https://") or not _paragraphs(given):
            return Code.WRONG
        if any(not isinstance(word, str) or not word for word in words.values()):
            return Code.WRONG
        if any(utf16(str(words[key])) > most for key, most in _LONGEST.items()):
            return Code.TOO_LONG
        token = secrets.token_hex(12)
        self._made[token] = given
        return token

    def ready(self, token: str) -> str | Code:
        """Its name, from the second time it is asked for."""
        if token not in self._made:
            return Code.WRONG
        if token not in self._asked:
            self._asked.add(token)
            return Code.NOT_READY
        return token[::-1]

    def broadcast(self, names: Sequence[str]) -> str | Code:
        """Every phone that follows shows them."""
        now = self._account.clock()
        month = f"{now.astimezone(LOCAL):%Y-%m}"
        articles = [self._made.get(name[::-1]) for name in names]
        if ordered := self._account.ordered():
            return ordered
        if is_night(now):
            return Code.NIGHT
        if self._sent[month] >= PER_MONTH:
            return Code.QUOTA
        if not articles or None in articles:
            return Code.WRONG
        self._sent[month] += 1
        for article in articles:
            if article is not None:
                text = "\n\n".join(("[Bài viết] " + str(article["title"]), *_paragraphs(article)))
                for user in self._account.followers():
                    self._account.deliver(user, text, ())
        return secrets.token_hex(10)


def _paragraphs(given: Mapping[str, Any]) -> list[str]:
    body = given.get("body")
    parts = body if isinstance(body, list) else []
    return [str(part["content"]) for part in parts if isinstance(part, dict) and part.get("content")]
