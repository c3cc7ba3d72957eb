"""Pages are read again where it matters, and rarely elsewhere."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.rereading import APART, choose, next_check
from feeds.visits import Known, Verdict

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
EVERY = timedelta(minutes=2)


def known(age: timedelta = timedelta(hours=1), **more: Any) -> Known:
    at = NOW - age
    given: dict[str, Any] = {
        "told": "",
        "fingerprint": "",
        "link": "",
        "first_seen": at,
        "published": at,
        "read": True,
    }
    return Known(**{"external_id": "news_1"} | given | more)


@pytest.mark.parametrize(
    ("one", "wait"),
    [
        (known(), timedelta(minutes=10)),
        (known(timedelta(hours=7)), timedelta(hours=1)),
        (known(timedelta(days=2)), timedelta(hours=6)),
        (known(timedelta(days=20)), timedelta(days=1)),
        (known(timedelta(days=100)), None),
        (known(timedelta(days=2), urgent=True, moment=NOW + timedelta(hours=5)), timedelta(minutes=10)),
        (known(timedelta(days=2), urgent=True, moment=NOW - timedelta(hours=5)), timedelta(hours=6)),
        (known(read=False), timedelta(minutes=10)),  # announced without its page
        (known(timedelta(days=20), read=False, verdict=Verdict.BACKLOG), timedelta(minutes=10)),
        (known(gone_at=NOW), APART),
        (known(gone_at=NOW - timedelta(days=1), verdict=Verdict.WITHDRAWN), timedelta(days=1)),
        (known(gone_at=NOW - timedelta(days=15), verdict=Verdict.WITHDRAWN), None),
    ],
)
def test_when_a_page_is_read_again(one: Known, wait: timedelta | None) -> None:
    assert next_check(one, NOW, every=EVERY) == (NOW + wait if wait else None)


def test_the_pace_is_that_of_the_source() -> None:
    assert next_check(known(), NOW, every=timedelta(seconds=1)) == NOW + timedelta(seconds=5)
    assert next_check(known(), NOW, every=timedelta(hours=1)) == NOW + timedelta(hours=1)


@given(st.lists(st.integers(0, 400), unique=True), st.integers(0, 5))
def test_a_look_reads_no_more_than_its_budget_and_what_is_in_force_first(
    ages: list[int], budget: int
) -> None:
    due = [
        known(timedelta(hours=age), external_id=str(age), urgent=age % 7 == 0, moment=NOW + timedelta(days=1))
        for age in ages
    ]

    chosen = choose(due, NOW, budget=budget, busy=["3"])

    assert len(chosen) == min(budget, len([age for age in ages if age != 3]))
    left_out = [one for one in due if one not in chosen and one.external_id != "3"]
    assert all(one.urgent for one in chosen) or not any(one.urgent for one in left_out)


@pytest.mark.parametrize("budget", [3, 30])
def test_many_young_articles_never_keep_an_older_one_from_its_turn(budget: int) -> None:
    young = [
        known(external_id=f"{one}", published=NOW, check_at=NOW - timedelta(minutes=1)) for one in range(90)
    ]
    older = known(external_id="older", published=NOW - timedelta(days=2), check_at=NOW - timedelta(hours=1))
    assert older in choose([*young, older], NOW, budget=budget)
