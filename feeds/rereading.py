"""When a known article's page is worth reading again, and which of them at this look: pure.

An edit of the body leaves NukeViet's feed byte for byte as it was; only the page shows it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from feeds.visits import Known, Verdict

APART = timedelta(hours=1)  # between the two answers that say an article is gone
BUDGET = 3  # pages a look
THOROUGH = 10  # pages at a look that a person asked for
AT_ONCE = 30  # pages a look on loopback, where no politeness is owed

_SOON, _HOURLY, _SOMETIMES = timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6)
_DAY = timedelta(days=1)
_YOUNG = timedelta(hours=6)
STALE = timedelta(days=90)  # older articles are not read again
_FORSAKEN = timedelta(days=14)  # how long one that was taken down is still asked for


def next_check(known: Known, now: datetime, *, every: timedelta) -> datetime | None:
    """When to read the page of `known` again; None for never.

    Often while it is young or its order is in force, rarely later, and not at all when it is old. `every` is the
    interval of its source: a source that is looked at more often or more rarely is read again in proportion.
    """
    if known.verdict is Verdict.WITHDRAWN:
        return now + _DAY if now - (known.gone_at or now) < _FORSAKEN else None
    if known.gone_at is not None:
        return max(known.gone_at + APART, now + every) if now - known.gone_at < APART else now + APART
    age = now - min(known.published or known.first_seen, now)
    if age > STALE:
        return None
    if not known.read and known.verdict is not Verdict.BACKLOG and now - known.first_seen < _YOUNG:
        wait = max(every, min((now - known.first_seen) / 2, _SOON))  # it was announced without its page
    elif in_force(known, now) or age < _YOUNG or not known.read:
        wait = min(_SOON, every * 5)
    elif age < _DAY:
        wait = min(_HOURLY, every * 30)
    elif age < 3 * _DAY:
        wait = min(_SOMETIMES, every * 180)
    else:
        wait = _DAY
    return now + max(every, wait)


def in_force(known: Known, now: datetime) -> bool:
    """Whether lives may hang on it: urgent, and its moment is ahead or not named and not a day old."""
    until = known.moment or (known.published or known.first_seen) + _DAY
    return known.urgent and until > now


def choose(due: Sequence[Known], now: datetime, *, budget: int, busy: Collection[str] = ()) -> list[Known]:
    """At most `budget` of those that are due: what is missing or in force first, then the youngest.

    A third of it is for those that wait the longest: many young ones never keep the others from their turn.
    `busy` ones are read at this look anyway.
    """

    def pressing(known: Known) -> bool:
        return in_force(known, now) or known.gone_at is not None

    def youth(known: Known) -> tuple[bool, float]:
        return not pressing(known), -(known.published or known.first_seen).timestamp()

    ranked = sorted((one for one in due if one.external_id not in busy), key=youth)
    patient = budget // 3
    rest = sorted(ranked[budget - patient :], key=lambda one: (not pressing(one), one.check_at or now))
    return [*ranked[: budget - patient], *rest[:patient]]
