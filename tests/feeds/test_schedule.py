"""When to look again."""

from datetime import UTC, datetime, timedelta

from feeds.portals import Source
from feeds.schedule import may_trust_validators, next_look, next_try
from feeds.visits import Visit

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SOURCE = Source(name="tin-tuc", addresses=("https://conco.example/rss/",), every=timedelta(minutes=2))


def waits(failures: int, wish: timedelta | None = None) -> timedelta:
    return next_try(SOURCE, NOW, failures=failures, wish=wish) - NOW


def test_a_good_look_is_followed_by_the_usual_wait() -> None:
    assert next_look(SOURCE, NOW) == NOW + timedelta(minutes=2)


def test_failures_double_the_wait_up_to_ten_minutes() -> None:
    assert [waits(n).total_seconds() / 60 for n in range(5)] == [2, 4, 8, 10, 10]
    assert waits(10_000) == timedelta(minutes=10)


def test_the_servers_own_wish_is_heard_but_never_shortens_the_wait() -> None:
    assert waits(0, timedelta(seconds=61)) == timedelta(minutes=2)
    assert waits(0, timedelta(hours=1)) == timedelta(hours=1)


def test_once_a_day_nothing_is_taken_on_trust() -> None:
    assert not may_trust_validators(Visit(source="s"), NOW)
    assert may_trust_validators(Visit(source="s", full_at=NOW - timedelta(hours=23)), NOW)
    assert not may_trust_validators(Visit(source="s", full_at=NOW - timedelta(days=1)), NOW)
