"""Of which outages staff hear, and when: one message for all sources that fall together. Pure.

A portal that is down takes every source of it along, each at its own look. Staff are told of the first; another that
fails for the same cause while that one is open is no news, nor is one that was not looked at since the portal is back.
"""

from collections.abc import Collection, Sequence

from bot.wording.troubles import in_vietnamese
from storage.records import SourceHealth

FAILURES = 3  # looks in a row: one that fails may be the line's fault


def newly_down(sources: Sequence[SourceHealth], told: Collection[str]) -> list[tuple[SourceHealth, ...]]:
    """The outages that staff have to hear of, each with all the sources that fail for its cause; `told`: those that are
    open, by the name of the source they were told of."""
    failing = [one for one in sources if one.failures]
    open_causes = {_cause(one) for one in failing if one.source in told}
    good = [one.good_at for one in sources if not one.failures and one.good_at]
    back_at = max(good, default=None)
    found: dict[str, SourceHealth] = {}
    for one in failing:
        waits = back_at is not None and one.looked_at is not None and one.looked_at < back_at
        if (
            one.failures >= FAILURES
            and one.source not in told
            and _cause(one) not in open_causes
            and not waits
        ):
            found.setdefault(_cause(one), one)
    return [
        (first, *(one for one in failing if one is not first and _cause(one) == cause))
        for cause, first in found.items()
    ]


def _cause(source: SourceHealth) -> str:
    """As staff read it: «answered 502» and «answered 500» are one."""
    return in_vietnamese(source.reason)
