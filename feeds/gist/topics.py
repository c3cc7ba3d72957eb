"""Which chuyên mục an article belongs to: words of the topics, matched with their diacritics (bão ≠ báo)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from feeds.gist.builtin_topics import BUILT_IN
from feeds.portals import Topic

__all__ = ["BUILT_IN", "topic_of"]

_HEAD = 700  # characters of the body that say what it is about; what follows is detail


def topic_of(title: str, body: str, topics: Sequence[Topic], fallback: str) -> str:
    """The id of the topic whose words fit best, title before body; `fallback` where none fits.

    A word in the title decides; without one, the head of the body must name a topic's words.
    A tie goes to the topic named first, so the order in `loa.toml` is the order of precedence.
    """
    heading, head = (_plain(part) for part in (title, body[:_HEAD]))
    for text in (heading, head):
        best = max(topics, key=lambda topic: _score(topic, text), default=None)
        if best and _score(best, text):
            return best.id
    return fallback


def _score(topic: Topic, text: str) -> int:
    """A word counts as many times as it has syllables: «tàu khách» says more than «tàu»."""
    return sum(len(word.split()) for word in topic.words if _pattern(word).search(text))


@lru_cache(maxsize=2048)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(_plain(word))}(?!\w)")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
