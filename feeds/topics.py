"""Which chuyên mục an article belongs to: words of the topics, matched with their diacritics (bão ≠ báo)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from feeds.builtin_topics import BUILT_IN
from feeds.portals import Topic

__all__ = ["BUILT_IN", "topic_of"]

_HEAD = 700  # characters of the body that say what it is about; what follows is detail
_TITLE_WEIGHT = 4


def topic_of(title: str, body: str, topics: Sequence[Topic], fallback: str) -> str:
    """The id of the topic whose words fit best, title before body; `fallback` where none fits.

    A word in the title decides; without one, the head of the body must name a topic's words.
    A tie goes to the topic named first, so the order in `loa.toml` is the order of precedence.
    """
    heading, head = (_plain(part) for part in (title, body[:_HEAD]))
    best, best_score = fallback, 0
    for topic in topics:
        score = sum(_score(word, heading, head) for word in topic.words)
        if score > best_score:
            best, best_score = topic.id, score
    return best


def _score(word: str, heading: str, head: str) -> int:
    """A word counts as many times as it has syllables: «tàu khách» says more than «tàu»."""
    pattern, weight = _pattern(word), len(word.split())
    if pattern.search(heading):
        return weight * _TITLE_WEIGHT
    return weight if pattern.search(head) else 0


@lru_cache(maxsize=2048)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(_plain(word))}(?!\w)")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
