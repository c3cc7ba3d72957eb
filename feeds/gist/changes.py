"""What an edit changes for a citizen, pure: a moved hour matters, a mended comma does not."""

import re
import unicodedata
from enum import StrEnum

from feeds.article import FactKind, Gist, Version

_WORD = re.compile(r"\w+")


class Change(StrEnum):
    """What may be materially different; the order is that of telling."""

    URGENCY = "urgency"
    TITLE = "title"
    WHEN = "when"
    DEADLINE = "deadline"
    WHERE = "where"
    DO = "do"
    PHONE = "phone"


FACTS = {
    Change.WHEN: FactKind.WHEN,
    Change.DEADLINE: FactKind.DEADLINE,
    Change.WHERE: FactKind.WHERE,
    Change.DO: FactKind.DO,
    Change.PHONE: FactKind.PHONE,
}


def material(before: Version, was: Gist, after: Version, now: Gist) -> tuple[Change, ...]:
    """What differs between two versions in title, when, where, deadline, phone, what to do or urgency.

    Words are compared, not spelling: spaces, punctuation, capitals and the place of a tone mark change nothing.
    """
    found = {change: _told(was, kind) != _told(now, kind) for change, kind in FACTS.items()}
    found[Change.URGENCY] = was.urgency is not now.urgency
    found[Change.TITLE] = _words(before.title) != _words(after.title)
    return tuple(change for change in Change if found[change])


def fresh(change: Change, was: Gist, now: Gist) -> tuple[str, ...]:
    """What is said now of a changed fact and was not said before, as the source writes it."""
    kind = FACTS[change]
    known = _told(was, kind)
    return tuple(fact.text for fact in now.facts if fact.kind is kind and _words(fact.text) not in known)


def _told(gist: Gist, kind: FactKind) -> frozenset[tuple[str, ...]]:
    return frozenset(_words(fact.text) for fact in gist.facts if fact.kind is kind)


def _words(text: str) -> tuple[str, ...]:
    """The syllables, each as its letters and its marks, so that «hoà» is «hòa»."""
    return tuple(_spelt(word) for word in _WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def _spelt(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    marks = sorted(letter for letter in letters if unicodedata.combining(letter))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)) + "".join(marks)
