"""What a citizen needs of one version, worked out once per version and never per citizen."""

from datetime import datetime

from feeds.article import Gist, Nature, Urgency, Version
from feeds.gist.facts import facts
from feeds.gist.hazards import hazard
from feeds.gist.summary import summarise, tells
from feeds.gist.urgency import judge
from feeds.letters import tidy

_READ = 20_000  # characters; a longer body is an appendix, and nobody waits for it
_TITLE = 600
_LINKED = frozenset({Nature.ALL_CLEAR, Nature.EXTENSION, Nature.CORRECTION})


def understand(version: Version, *, published: datetime | None, now: datetime, limit: int = 400) -> Gist:
    """The gist of `version`: pure and total, it answers for any text.

    `limit` counts UTF-16 code units; `now` decides which of the moments named are still ahead.
    The editor's lead is told first where it says something; without any text the summary is empty.
    """
    title, lead, body = tidy(version.title[:_TITLE]), tidy(version.lead[:_READ]), tidy(version.body[:_READ])
    text = body if body.strip() else lead
    judged = judge(title, text, published=published, now=now)
    urgent = judged.urgency is Urgency.KHAN
    summary = summarise(title, body, limit, lead=lead, published=published)
    return Gist(
        summary=summary,
        origin=_origin(title, lead, body, summary),
        facts=facts(text, title=title),
        urgency=judged.urgency,
        reasons=judged.reasons,
        nature=judged.nature,
        moment=judged.moment,
        hazard=hazard(title, text, published=published or now)
        if urgent or judged.nature in _LINKED
        else None,
        titled=judged.titled,
    )


def _origin(title: str, lead: str, body: str, summary: str) -> str:
    """Whose words the summary begins with."""
    if tells(lead, title) and summary.startswith(lead.strip()):
        return "lead"
    if body.strip():
        return "extract"
    return "lead" if lead.strip() else "none"
