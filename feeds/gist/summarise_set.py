"""One announcement of a set, understood as `loa summarise --jsonl` tells it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from feeds.article import FactKind, Version
from feeds.dates import LOCAL, read_date
from feeds.gist import understand
from feeds.gist.happenings import happenings
from feeds.gist.units import units
from feeds.letters import tidy

_KINDS = tuple(FactKind)[:8]  # the eight slots of the contract
_TEXTS = ("title", "text", "lead")
_YEARS_APART = timedelta(days=330)


def summarise_line(given: Mapping[str, object], *, max_chars: int, now: datetime) -> dict[str, object]:
    """{"id", "summary", "facts", "urgency", "reasons"} for {"id", "title", "text", "published"?, "lead"?}.

    `published` stands for `now` where it is given; where it is not, the announcement is taken to be fresh.
    Raises ValueError with one clear line where title, text or lead is no text.
    """
    title, text, lead = (_text(given, name) for name in _TEXTS)
    published = read_date(str(given["published"])) if given.get("published") else None
    moment = published or fresh(title, text, now)
    gist = understand(
        Version(title=title, body=text, lead=lead), published=moment, now=moment, limit=max_chars
    )
    facts: dict[str, list[str]] = {kind.value: [] for kind in _KINDS}
    for fact in gist.facts:
        if fact.kind in _KINDS and fact.text not in facts[fact.kind.value]:
            facts[fact.kind.value].append(fact.text)
    return {
        "id": given.get("id"),
        "summary": gist.summary,
        "facts": facts,
        "urgency": gist.urgency.value,
        "reasons": list(gist.reasons),
    }


def _text(given: Mapping[str, object], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"«{name}» must be a string")
    return value


def fresh(title: str, text: str, now: datetime) -> datetime:
    """The morning of the first day that an undated announcement names; `now` where it names none."""
    named = [at for one in happenings(title, units(tidy(text)), now) for at in one.at]
    if not named:
        return now
    latest = max(named)
    near = [at for at in named if latest - at < _YEARS_APART]  # «từ năm 2019» lies behind, not ahead
    return datetime.combine(min(near).astimezone(LOCAL).date(), time(), LOCAL)
