"""Tells news: the sentences nearest to what the whole text is about, early ones and those of the title first."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from feeds.gist.units import Unit
from feeds.letters import units16

_MOST_SENTENCES = 3
_CANDIDATES = 12
_LONGEST_TEXT = 160  # sentences looked at; news says it early
_SYLLABLE = re.compile(r"\w+")
_CENTRE, _PLACE, _TITLE, _SAME = 1.0, 0.9, 0.5, 0.7

_Vector = dict[str, float]


def prose(title: str, units: Sequence[Unit], budget: int) -> list[str]:
    """At most three whole sentences in the order of the text, within `budget` UTF-16 units."""
    told = [unit.text for unit in units if not (unit.frame or unit.heading or unit.courtesy)][:_LONGEST_TEXT]
    told = [text for text in told if units16(text) < budget and len(text) > 20]
    if not told:
        return []
    vectors, isf = _vectors(told)
    scores = _scores(title, told, vectors, isf)
    best = sorted(sorted(range(len(told)), key=lambda i: -scores[i])[:_CANDIDATES])
    picked = max(
        (
            pick
            for n in range(1, _MOST_SENTENCES + 1)
            for pick in combinations(best, n)
            if _fits(told, pick, budget)
        ),
        key=lambda pick: _together(pick, scores, vectors, told),
        default=(),
    )
    return [told[i] for i in picked]


def _fits(told: Sequence[str], pick: Sequence[int], budget: int) -> bool:
    return sum(units16(told[i]) + 1 for i in pick) <= budget + 1


def _together(
    pick: Sequence[int], scores: Sequence[float], vectors: Sequence[_Vector], told: Sequence[str]
) -> float:
    """Worth of sentences told together: longer ones say more, and saying a thing twice is worth less."""
    worth = sum(scores[i] * math.sqrt(len(told[i])) for i in pick)
    for first, second in combinations(pick, 2):
        same = _cosine(vectors[first], vectors[second])
        worth -= (
            _SAME
            * same
            * min(scores[first] * math.sqrt(len(told[first])), scores[second] * math.sqrt(len(told[second])))
        )
    return worth


def _vectors(told: Sequence[str]) -> tuple[list[_Vector], dict[str, float]]:
    """TF-ISF vectors: a syllable in every sentence tells nothing of any."""
    counts = [Counter(_SYLLABLE.findall(text.lower())) for text in told]
    spread = Counter(word for count in counts for word in count)
    isf = {word: math.log(1 + len(told) / n) for word, n in spread.items()}
    return [{word: n * isf[word] for word, n in count.items()} for count in counts], isf


def _scores(
    title: str, told: Sequence[str], vectors: Sequence[_Vector], isf: dict[str, float]
) -> list[float]:
    centre: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for word, weight in vector.items():
            centre[word] += weight
    heading = {word: isf.get(word, 0.0) for word in _SYLLABLE.findall(title.lower())}
    near = [_cosine(vector, centre) for vector in vectors]
    top = max(near) or 1.0
    return [
        _CENTRE * near[i] / top + _PLACE / math.sqrt(1 + i) + _TITLE * _cosine(vectors[i], heading)
        for i in range(len(told))
    ]


def _cosine(one: _Vector | Counter[str], other: _Vector | Counter[str]) -> float:
    if len(other) < len(one):
        one, other = other, one
    dot = sum(weight * other.get(word, 0.0) for word, weight in one.items())
    if not dot:
        return 0.0
    return dot / (math.sqrt(sum(w * w for w in one.values())) * math.sqrt(sum(w * w for w in other.values())))
