"""When a phone may ring: urgent, same-day and ordinary news, by day and by night."""

from datetime import datetime, time, timedelta

import pytest

from bot.timing import LOCAL, Timing, is_quiet, next_hour, when
from feeds.article import Gist, Urgency
from feeds.portals import Cadence

QUIET = (time(21, 30), time(6, 0))
DAY = datetime(2026, 11, 24, 15, 0, tzinfo=LOCAL)
NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=LOCAL)
MORNING = datetime(2026, 11, 25, 6, 0, tzinfo=LOCAL)
FALLBACK = timedelta(minutes=15)


def at(gist: Gist, now: datetime, *, cadence: Cadence = Cadence.NOW, confirm: bool = True) -> Timing:
    return when(gist, now, cadence=cadence, quiet=QUIET, confirm=confirm, fallback=FALLBACK)


@pytest.mark.parametrize(
    ("hour", "quiet"), [((21, 29), False), ((21, 30), True), ((0, 0), True), ((5, 59), True), ((6, 0), False)]
)
def test_quiet_hours_pass_midnight(hour: tuple[int, int], quiet: bool) -> None:
    assert is_quiet(DAY.replace(hour=hour[0], minute=hour[1]), QUIET) is quiet


def test_no_quiet_hours_means_always_awake() -> None:
    assert not is_quiet(NIGHT, None)


def test_ordinary_news_waits_for_the_morning() -> None:
    assert at(Gist(), NIGHT) == Timing(due_at=MORNING)
    assert at(Gist(), DAY) == Timing(due_at=DAY)


def test_a_meeting_report_waits_for_the_digest() -> None:
    assert at(Gist(), DAY, cadence=Cadence.DIGEST).digest


def test_a_boat_at_dawn_is_told_at_night_without_a_sound() -> None:
    boat = Gist(urgency=Urgency.TRONG_NGAY, moment=MORNING + timedelta(hours=1, minutes=30))

    assert at(boat, NIGHT, cadence=Cadence.DIGEST) == Timing(due_at=NIGHT, silent=True)


def test_a_power_cut_tomorrow_afternoon_waits_for_the_morning() -> None:
    cut = Gist(urgency=Urgency.TRONG_NGAY, moment=MORNING.replace(hour=14))

    assert at(cut, NIGHT) == Timing(due_at=MORNING)


def test_an_urgent_goes_at_once_to_those_awake() -> None:
    assert at(Gist(urgency=Urgency.KHAN), DAY) == Timing(due_at=DAY)


@pytest.mark.parametrize(
    ("titled", "moment", "due"),
    [
        (True, NIGHT + timedelta(hours=5), NIGHT + FALLBACK),
        (True, NIGHT - timedelta(hours=1), MORNING),
        (True, None, MORNING),
        (False, NIGHT + timedelta(hours=5), MORNING),
    ],
)
def test_an_unanswered_urgent_wakes_only_for_a_titled_hazard_still_ahead(
    titled: bool, moment: datetime | None, due: datetime
) -> None:
    storm = Gist(urgency=Urgency.KHAN, titled=titled, moment=moment)

    assert at(storm, NIGHT) == Timing(due_at=due, proposed=True)


def test_without_confirmation_an_urgent_wakes_at_once() -> None:
    assert at(Gist(urgency=Urgency.KHAN), NIGHT, confirm=False) == Timing(due_at=NIGHT)


def test_next_hour_is_strictly_ahead() -> None:
    assert next_hour(MORNING, time(6, 0)) == MORNING + timedelta(days=1)
    assert next_hour(NIGHT, time(6, 0)) == MORNING
