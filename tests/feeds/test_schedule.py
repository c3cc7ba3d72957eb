"""When to look again: by day, by night, after a find, after trouble."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dates import LOCAL
from feeds.formats.outline import Hints
from feeds.portals import Source
from feeds.schedule import Rhythm, may_trust_validators, next_look, next_try
from feeds.visits import Visit

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)  # 15:00 in Vietnam
NIGHT = datetime(2026, 11, 24, 18, tzinfo=UTC)  # 01:00
SOURCE = Source(name="tin-tuc", addresses=("https://conco.example/rss/",), every=timedelta(minutes=2))
LOCAL_SOURCE = Source(name="tin-tuc", addresses=("http://127.0.0.1:8080/rss/",), every=timedelta(seconds=2))
HOUR = Rhythm(fresh_for=timedelta(hours=1))


def minutes(now: datetime, **how: object) -> float:
    return (next_look(SOURCE, now, **how) - now).total_seconds() / 60  # type: ignore[arg-type]


def waits(failures: int, wish: timedelta | None = None) -> timedelta:
    return next_try(SOURCE, NOW, failures=failures, wish=wish) - NOW


@pytest.mark.parametrize(
    ("now", "how", "wait"),
    [
        (NOW, {}, 2),
        (NOW, {"rhythm": HOUR}, 2),
        (NOW, {"rhythm": Rhythm(hints=Hints(ttl=timedelta(hours=6), skip_hours=frozenset(range(24))))}, 2),
        (NOW, {"chance": 0.5}, 1.9),
        (NOW, {"found_at": NOW - timedelta(minutes=5)}, 1),
        (NOW, {"found_at": NOW - timedelta(minutes=20)}, 2),
        (NIGHT, {}, 8),
        (NIGHT, {"rhythm": HOUR}, 15),
        (NIGHT, {"rhythm": Rhythm(hints=Hints(ttl=timedelta(minutes=10)))}, 10),
        (NIGHT, {"rhythm": Rhythm(hints=Hints(skip_hours=frozenset({18})))}, 15),
        (NIGHT, {"rhythm": Rhythm(hints=Hints(skip_days=frozenset({1})))}, 15),
        (NIGHT, {"rhythm": Rhythm(hints=Hints(skip_days=frozenset({5})))}, 8),
        (NIGHT, {"found_at": NIGHT - timedelta(minutes=90)}, 2),
        (NIGHT, {"found_at": NIGHT - timedelta(minutes=9)}, 1),
        (NIGHT.replace(hour=21, minute=57), {}, 5),  # 04:57: the day begins in three minutes
    ],
)
def test_days_nights_finds_and_wishes(now: datetime, how: dict[str, object], wait: float) -> None:
    assert minutes(now, **how) == pytest.approx(wait)


@given(
    st.integers(0, 365 * 86_400).map(
        lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    ),
    st.integers(60, 7200),
    st.integers(0, 100_000),
    st.none() | st.integers(0, 100_000),
    st.floats(0, 1, exclude_max=True),
)
def test_by_day_never_later_than_every_and_never_at_once(
    now: datetime, every: int, fresh: int, since: int | None, chance: float
) -> None:
    source = Source(name="s", addresses=("https://conco.example/",), every=timedelta(seconds=every))
    found_at = None if since is None else now - timedelta(seconds=since)
    rhythm = Rhythm(fresh_for=timedelta(seconds=fresh))
    wait = next_look(source, now, rhythm=rhythm, found_at=found_at, chance=chance) - now
    assert wait >= timedelta(seconds=54)
    if 5 <= now.astimezone(LOCAL).hour < 22:
        assert wait <= source.every
    else:
        assert wait <= max(source.every, timedelta(minutes=15))


def test_on_loopback_to_the_second() -> None:
    assert next_look(LOCAL_SOURCE, NIGHT, rhythm=HOUR, chance=0.9) == NIGHT + timedelta(seconds=2)
    assert next_try(LOCAL_SOURCE, NIGHT, failures=1, wish=None, chance=0.9) == NIGHT + timedelta(seconds=4)


def test_failures_double_the_wait_up_to_ten_minutes() -> None:
    assert [waits(n).total_seconds() / 60 for n in range(5)] == [2, 4, 8, 10, 10]
    assert waits(10_000) == timedelta(minutes=10)
    assert next_try(SOURCE, NOW, failures=3, wish=None, chance=0.5) == NOW + timedelta(minutes=9.5)


def test_the_servers_own_wish_is_heard_up_to_an_hour_but_never_shortens_the_wait() -> None:
    assert waits(0, timedelta(seconds=61)) == timedelta(minutes=2)
    assert waits(0, timedelta(hours=1)) == timedelta(hours=1)
    assert waits(0, timedelta(days=1)) == timedelta(hours=1)


def test_once_a_day_nothing_is_taken_on_trust() -> None:
    assert not may_trust_validators(Visit(source="s"), NOW)
    assert may_trust_validators(Visit(source="s", full_at=NOW - timedelta(hours=23)), NOW)
    assert not may_trust_validators(Visit(source="s", full_at=NOW - timedelta(days=1)), NOW)
