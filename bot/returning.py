"""Which urgent announcements somebody who comes back must still see. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.wording.orders import until_further_notice
from feeds.article import Urgency
from storage.outbox.owed import Draft, Everyone, Kind, Slot
from storage.outbox.urgent import Alarm

LONGEST_OPEN = timedelta(
    days=7
)  # an order «until further notice» whose end nobody published is not told for ever
LONGEST_URGENT = timedelta(days=45)  # how far back an update or an end looks for what it belongs to


def to_tell(alarms: Sequence[Alarm], *, now: datetime, fresh: timedelta) -> list[Alarm]:
    """Those of `alarms` that somebody who comes back must see: in force, and told within `fresh` or said to hold on.

    `alarms` are those of `LONGEST_OPEN`, so that their ends are among them.
    """
    return [
        one
        for one in in_force(alarms)
        if one.told_at >= now - fresh or until_further_notice(one.story.article.version)
    ]


def in_force(alarms: Sequence[Alarm]) -> list[Alarm]:
    """The urgent ones of `alarms` (oldest first) that were neither taken down, nor made ordinary, nor called off."""
    return [
        alarm
        for number, alarm in enumerate(alarms)
        if alarm.kind is Kind.URGENT
        and not alarm.withdrawn
        and alarm.story.article.gist.urgency is Urgency.KHAN
        and not any(_ends(later, alarm) for later in alarms[number + 1 :])
    ]


def catching_up(alarm: Alarm, slot: Slot, slots: dict[str, Slot] | None = None) -> Draft:
    """An urgent announcement as it is owed to those who come back."""
    return Draft(
        key=f"again:{alarm.announcement}",
        kind=Kind.URGENT,
        audience=Everyone(),
        article=alarm.story.id,
        slot=slot,
        slots=slots or {},
    )


def _ends(later: Alarm, alarm: Alarm) -> bool:
    hazard = alarm.story.article.gist.hazard
    return later.kind is Kind.ALL_CLEAR and hazard is not None and later.story.article.gist.hazard == hazard
