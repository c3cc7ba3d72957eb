"""Article → announcement, pure: what is told about a finding, to whom, and when."""

from dataclasses import dataclass
from datetime import datetime

from bot.config import Config
from bot.timing import Timing, next_hour, when
from feeds.article import Nature, Urgency
from feeds.portals import Cadence
from feeds.visits import Verdict
from storage.owed import Draft, Everyone, Followers, Kind, Slot, StaffChats
from storage.records import SourceHealth, Story

OUTAGE_FAILURES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An announcement to be owed; `proposed`: staff are asked whether it may wake people."""

    draft: Draft
    proposed: bool


def plan(story: Story, verdict: Verdict, config: Config, *, now: datetime) -> Plan | None:
    """What is told about a finding; None where nobody is told (an edit that is only stored)."""
    if verdict is not Verdict.NEWS:
        return None
    timing = _timing(story, config, now)
    kind = kind_of(story)
    due_at = next_hour(now, config.delivery.digest) if timing.digest else timing.due_at
    draft = Draft(
        key=f"article:{story.id}:{kind}",
        kind=kind,
        audience=Everyone() if kind in (Kind.URGENT, Kind.ALL_CLEAR) else Followers(story.article.topic),
        article=story.id,
        version=story.version_id,
        slot=Slot(
            due_at=due_at,
            expires_at=due_at + config.delivery.expire,
            silent=timing.silent,
            digest=timing.digest,
        ),
    )
    return Plan(draft=draft, proposed=timing.proposed)


def kind_of(story: Story) -> Kind:
    """Urgent and all-clear reach everybody; the rest goes to the followers of its topic."""
    gist = story.article.gist
    if gist.urgency is Urgency.KHAN:
        return Kind.URGENT
    if gist.nature is Nature.ALL_CLEAR and gist.hazard:
        return Kind.ALL_CLEAR
    return Kind.NEWS


def notice(key: str, text: str, config: Config, *, now: datetime, about: str = "") -> Draft:
    """Words for the chats of [staff], once per key."""
    slot = Slot(due_at=now, expires_at=now + config.delivery.expire)
    return Draft(key=key, kind=Kind.NOTICE, audience=StaffChats(), text=text, about=about, slot=slot)


def is_down(source: SourceHealth) -> bool:
    """Whether staff should hear of it: several looks in a row went wrong."""
    return source.failures >= OUTAGE_FAILURES


def _timing(story: Story, config: Config, now: datetime) -> Timing:
    topic = next((topic for topic in config.topics if topic.id == story.article.topic), None)
    return when(
        story.article.gist,
        now,
        cadence=topic.cadence if topic else Cadence.NOW,
        quiet=config.delivery.quiet,
        confirm=config.urgent.confirm and bool(config.staff),
        fallback=config.urgent.fallback,
    )
