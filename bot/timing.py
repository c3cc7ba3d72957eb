"""When an announcement may ring. Pure: the rules of quiet hours, digest and urgency over values.

The rules are those of `docs/decisions/0006-when-a-phone-may-ring.md`; hours are Asia/Ho_Chi_Minh.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from feeds.article import Gist, Nature, Urgency
from feeds.portals import Cadence

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
Quiet = tuple[time, time] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """`due_at` for those who want it at once; `digest`: they wait for the bulletin; `proposed`: staff may wake now."""

    due_at: datetime
    silent: bool = False
    digest: bool = False
    proposed: bool = False


def utc_now() -> datetime:
    """The one real clock."""
    return datetime.now(UTC)


def is_quiet(now: datetime, quiet: Quiet) -> bool:
    """Whether `now` lies inside the quiet span; a span may pass midnight."""
    if quiet is None:
        return False
    start, end = quiet
    hour = now.astimezone(LOCAL).time()
    return start <= hour < end if start < end else hour >= start or hour < end


def quiet_end(now: datetime, quiet: Quiet) -> datetime:
    """The next end of quiet hours after `now`; `now` itself where none is running."""
    return next_hour(now, quiet[1]) if quiet and is_quiet(now, quiet) else now


def next_digest(now: datetime, hour: time, quiet: Quiet) -> datetime:
    """When the next digest of that hour may be read out: quiet hours are quiet for it too."""
    return quiet_end(next_hour(now, hour), quiet)


def next_hour(now: datetime, hour: time) -> datetime:
    """The first moment after `now` at which local clocks show `hour`."""
    local = now.astimezone(LOCAL)
    at = datetime.combine(local.date(), hour, LOCAL)
    return at if at > local else datetime.combine(local.date() + timedelta(days=1), hour, LOCAL)


def when(
    gist: Gist, now: datetime, *, cadence: Cadence, quiet: Quiet, confirm: bool, fallback: timedelta
) -> Timing:
    """When followers hear of an article whose gist this is."""
    asleep = is_quiet(now, quiet)
    if gist.urgency is Urgency.KHAN:
        return (
            _urgent(gist, now, quiet=quiet, confirm=confirm, fallback=fallback)
            if asleep
            else Timing(due_at=now)
        )
    if gist.urgency is Urgency.TRONG_NGAY:
        if asleep and _before_next_noon(gist.moment, now):
            return Timing(due_at=now, silent=True)
        return Timing(due_at=quiet_end(now, quiet))
    over = (
        gist.nature is Nature.ALL_CLEAR and gist.hazard is not None
    )  # who was warned at once hears the end at once
    return Timing(due_at=quiet_end(now, quiet), digest=cadence is Cadence.DIGEST and not over)


def _urgent(gist: Gist, now: datetime, *, quiet: Quiet, confirm: bool, fallback: timedelta) -> Timing:
    if not confirm:
        return Timing(due_at=now)
    morning = quiet_end(now, quiet)
    wakes = gist.titled and gist.moment is not None and gist.moment > now
    return Timing(due_at=min(now + fallback, morning) if wakes else morning, proposed=True)


def _before_next_noon(moment: datetime | None, now: datetime) -> bool:
    if moment is None or moment <= now:
        return False
    tomorrow = now.astimezone(LOCAL).date() + timedelta(days=1)
    return moment < datetime.combine(tomorrow, time(12), LOCAL)
