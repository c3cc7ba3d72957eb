"""A portal that falls with all its sources is one outage; a source that is broken alone is one of its own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.announcer.outages import newly_down
from storage.records import SourceHealth

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DOWN = "answered 503 Service Unavailable"


def source(
    name: str, failures: int = 0, reason: str = DOWN, *, looked: int = 0, good: int = -60
) -> SourceHealth:
    """A source last looked at and last read so many minutes after noon."""
    return SourceHealth(
        source=name,
        looked_at=NOON + timedelta(minutes=looked),
        good_at=NOON + timedelta(minutes=good),
        due=None,
        failures=failures,
        reason=reason if failures else "",
    )


def names(*sources: SourceHealth, told: tuple[str, ...] = ()) -> list[list[str]]:
    return [[one.source for one in down] for down in newly_down(sources, told)]


@pytest.mark.parametrize("failures", [0, 1, 2])
def test_two_failures_are_no_outage(failures: int) -> None:
    assert names(source("tin", failures)) == []


def test_the_first_that_is_down_tells_of_all_that_fail_with_it() -> None:
    together = (source("tin", 3), source("tau", 2), source("van-ban", 1, "answered 429 Too Many Requests"))

    assert names(*together) == [["tin", "tau", "van-ban"]]


def test_what_fails_with_one_that_was_told_is_no_news() -> None:
    assert names(source("tin", 5), source("tau", 3), told=("tin",)) == []


def test_another_cause_is_another_outage() -> None:
    assert names(source("tin", 5), source("tau", 3, "answered 404 Not Found"), told=("tin",)) == [["tau"]]


def test_who_was_not_looked_at_since_the_portal_is_back_may_be_back_too() -> None:
    back, still = source("tin", looked=30, good=30), source("tau", 4, looked=20)

    assert names(back, still) == []
    assert names(back, replace(still, looked_at=NOON + timedelta(minutes=31))) == [["tau"]]


def test_one_broken_beside_others_that_are_read_is_told_after_its_own_look() -> None:
    assert names(source("tin", looked=-1, good=-1), source("tau", 3, "answered 404 Not Found")) == [["tau"]]
