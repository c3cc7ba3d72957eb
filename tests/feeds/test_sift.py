"""News, backlog, change or flood: the watcher's one decision."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Entry
from feeds.sift import sift
from feeds.visits import Known, Verdict

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def entry(number: int, *, title: str = "Tin", age: timedelta | None = timedelta(hours=1)) -> Entry:
    return Entry(
        external_id=f"news_{number}",
        link=f"https://conco.example/{number}",
        title=title,
        published=NOW - age if age is not None else None,
    )


def known(one: Entry, *, source: str = "tin-tuc") -> Known:
    return Known(
        external_id=one.external_id,
        told=one.told,
        fingerprint="",
        link=one.link,
        first_seen=NOW,
        published=one.published,
        source=source,
    )


def verdicts(entries: list[Entry], *old: Known, baselined: bool = True) -> list[Verdict]:
    sifted = sift(
        entries,
        {one.external_id: one for one in old},
        source="tin-tuc",
        baselined=baselined,
        now=NOW,
        hold_new=5,
    )
    return [one.verdict for one in sifted]


def test_before_the_first_good_look_nothing_is_news() -> None:
    assert verdicts([entry(1), entry(2)], baselined=False) == [Verdict.BACKLOG, Verdict.BACKLOG]


@pytest.mark.parametrize(
    ("age", "verdict"),
    [
        (timedelta(hours=1), Verdict.NEWS),
        (timedelta(days=7), Verdict.NEWS),
        (timedelta(days=8), Verdict.BACKLOG),
        (timedelta(minutes=-12), Verdict.NEWS),
        (None, Verdict.NEWS),
    ],
)
def test_a_new_id_is_news_unless_its_date_is_old(age: timedelta | None, verdict: Verdict) -> None:
    assert verdicts([entry(1, age=age)]) == [verdict]


def test_what_is_known_and_says_the_same_is_left_out() -> None:
    assert verdicts([entry(1)], known(entry(1))) == []


def test_what_says_something_else_is_a_change_but_only_in_its_own_source() -> None:
    edited = entry(1, title="Tin (sửa)")

    assert verdicts([edited], known(entry(1))) == [Verdict.CHANGE]
    assert verdicts([edited], known(entry(1), source="thong-bao")) == []


@pytest.mark.parametrize(
    ("new", "old", "held"),
    [(5, 10, False), (6, 4, True), (6, 3, False), (6, 14, False), (7, 13, True), (30, 0, True)],
)
def test_a_flood_is_many_at_once_and_much_of_the_window(new: int, old: int, held: bool) -> None:
    entries = [entry(number) for number in range(new + old)]

    found = verdicts(entries, *(known(one) for one in entries[new:]))

    assert found == [Verdict.HELD if held else Verdict.NEWS] * new


def test_a_flood_holds_only_what_would_have_been_told() -> None:
    entries = [entry(n) for n in range(8)] + [entry(n, age=timedelta(days=90)) for n in range(8, 12)]

    assert verdicts(entries) == [Verdict.HELD] * 8 + [Verdict.BACKLOG] * 4


@given(st.lists(st.integers(0, 40), unique=True, max_size=30), st.sets(st.integers(0, 40)), st.randoms())
def test_order_never_decides(new: list[int], old: set[int], chance: object) -> None:
    entries = [entry(number) for number in new]
    memory = [known(entry(number)) for number in old]
    shuffled = list(entries)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert sorted(verdicts(entries, *memory)) == sorted(verdicts(shuffled, *memory))
