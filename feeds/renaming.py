"""Which source goes on where one left whose name is configured no more: pure.

`loa.toml` is edited by people, and a source is remembered by its name; an address is what it keeps when it is renamed.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlsplit

from feeds.portals import Source
from feeds.visits import Visit


def heirs(visits: Sequence[Visit], sources: Sequence[Source]) -> Mapping[str, str]:
    """The source that has the address of a forgotten one, by the forgotten one's name.

    Of several with that address a new one goes before one that has looked for itself, and each in the order given.
    """
    names = {one.name for one in sources}
    looked = {one.source for one in visits if one.baselined_at is not None}
    found: dict[str, str] = {}
    for visit in visits:
        if visit.source in names or visit.address is None:
            continue
        place = _place(visit.address)
        likely = [one.name for one in sources if place in map(_place, one.addresses)]
        if likely:
            found[visit.source] = min(likely, key=looked.__contains__)
    return found


def predecessor(told_by: Sequence[str], forgotten: Collection[str], *, listed: int) -> str | None:
    """The forgotten source that a new one stands for, by the sources that told of what it lists; None for none.

    Most of all that is `listed` must be known, and most of that from one that is forgotten.
    """
    theirs = Counter(name for name in told_by if name in forgotten)
    if not theirs:
        return None
    name, count = theirs.most_common(1)[0]
    return name if count * 2 >= listed else None


def _place(address: str) -> tuple[str, str, str]:
    """Where an address leads: https for http, a leading www. and a final slash lead nowhere else."""
    parts = urlsplit(address)
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query
