"""News, backlog, change or flood: the watcher's one decision."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Entry, Version
from feeds.likeness import likeness_key
from feeds.sift import FLIPS, Again, Memory, Told, dated, sift, sift_again
from feeds.visits import Known, Remembered, Reread, Verdict

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def entry(number: int, *, title: str = "Tin", age: timedelta | None = timedelta(hours=1)) -> Entry:
    return Entry(
        external_id=f"news_{number}",
        link=f"https://conco.example/{number}",
        title=title,
        published=NOW - age if age is not None else None,
    )


def known(one: Entry, *, source: str = "tin-tuc", **more: Any) -> Known:
    given: dict[str, Any] = {
        "external_id": one.external_id,
        "told": one.told,
        "fingerprint": "before",
        "link": one.link,
        "first_seen": NOW - timedelta(days=1),
        "published": one.published,
        "source": source,
        "read": True,
    }
    return Known(**given | more)


def told(
    entries: list[Entry], *old: Known, baselined: bool = True, alike: tuple[Remembered, ...] = (), **more: Any
) -> list[Told]:
    memory = Memory(
        source="tin-tuc",
        known={one.external_id: one for one in old},
        baselined_at=NOW - timedelta(days=30) if baselined else None,
        alike={likeness_key(one.version.title): [one] for one in alike},
        **more,
    )
    return sift(entries, memory, now=NOW, hold_new=5)


def verdicts(entries: list[Entry], *old: Known, **more: Any) -> list[Verdict | None]:
    return [one.verdict for one in told(entries, *old, **more)]


def again(before: Known, said: str | None, *, listed: tuple[str, ...] = (), missing: int = 0) -> Again:
    """What a page read again means; `said` is its body, None where it is gone."""
    version = None if said is None else Version(title="Tin", body=said)
    others = [f"khac_{number}" for number in range(missing)]
    [one] = sift_again([Reread(known=before, version=version)], listed=listed, missing=others, now=NOW)
    return one


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


def test_an_edit_that_never_ends_is_stored_and_no_longer_told() -> None:
    [calm] = told([entry(1, title="Tin (sửa)")], known(entry(1), edits=FLIPS))
    [restless] = told([entry(1, title="Tin (sửa)")], known(entry(1), edits=FLIPS + 1))

    assert (calm.verdict, calm.silent) == (Verdict.CHANGE, False)
    assert (restless.verdict, restless.silent) == (Verdict.CHANGE, True)


def test_a_moved_category_is_remembered_and_no_change() -> None:
    moved = replace(entry(1), link="https://conco.example/chi-dao/1")

    assert verdicts([moved], known(entry(1))) == [None]
    assert verdicts([moved], known(entry(1), source="khac")) == []
    assert verdicts([moved], known(entry(1), source="khac", gone_at=NOW)) == [None]


def test_what_was_taken_down_and_is_listed_again_is_restored() -> None:
    down = known(entry(1), verdict=Verdict.WITHDRAWN, source="khac")

    assert verdicts([entry(1)], down) == [Verdict.RESTORED]


@pytest.mark.parametrize(
    ("days_ago", "published_days_ago", "verdict"),
    [
        (1, 1, Verdict.NEWS),  # a source that was watched all along tells what a new one took for backlog
        (1, None, Verdict.NEWS),
        (40, 1, None),  # both were new then
        (1, 31, None),  # from before anybody watched
    ],
)
def test_the_first_look_of_one_source_never_silences_another(
    days_ago: int, published_days_ago: int | None, verdict: Verdict | None
) -> None:
    age = timedelta(days=published_days_ago) if published_days_ago else None
    one = entry(1, age=age)
    seen = known(
        one, source="moi", baseline=True, verdict=Verdict.BACKLOG, first_seen=NOW - timedelta(days=days_ago)
    )

    assert verdicts([one], seen) == ([verdict] if verdict else [])


def test_an_address_that_was_changed_wakes_nobody_unless_it_tells_of_what_we_know() -> None:
    window = [entry(number) for number in range(4)]
    old = [known(one) for one in window]

    ago = NOW - timedelta(hours=3)
    assert verdicts(window, strange_since=ago) == [Verdict.BACKLOG] * 4
    assert verdicts([*window, entry(9)], *old, strange_since=ago) == [Verdict.NEWS]
    unlisted = entry(8, age=timedelta(hours=5))
    assert verdicts([*window, unlisted], *old, strange_since=ago) == [Verdict.BACKLOG], (
        "it was not listed before"
    )


@pytest.mark.parametrize(
    ("shrunk", "age", "verdict"),
    [
        (True, timedelta(days=3), Verdict.BACKLOG),
        (False, timedelta(days=3), Verdict.NEWS),  # nothing made room for it: it appeared
        (True, timedelta(hours=1), Verdict.NEWS),
    ],
)
def test_what_a_deletion_lets_slide_in_is_no_news(shrunk: bool, age: timedelta, verdict: Verdict) -> None:
    listed = entry(3, age=timedelta(days=2))
    memory = Memory(
        source="tin-tuc",
        known={"news_3": known(listed)},
        baselined_at=NOW - timedelta(days=2),
        shrunk=shrunk,
    )

    assert [one.verdict for one in sift([listed, entry(2, age=age)], memory, now=NOW, hold_new=5)] == [
        verdict
    ]


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        (3, Verdict.BACKLOG),  # entered before others that are listed
        (9, Verdict.NEWS),  # the newest of all, with an earlier date typed in
    ],
)
def test_the_number_tells_what_slid_in_from_what_was_dated_back(number: int, verdict: Verdict) -> None:
    june, november = entry(1, age=timedelta(days=150)), entry(8, age=timedelta(days=1))
    memory = Memory(
        source="tin-tuc",
        known={"news_1": known(june), "news_8": known(november)},
        baselined_at=NOW - timedelta(days=2),
        shrunk=True,
    )
    for window in ([november, june], [november]):
        late = entry(number, age=timedelta(days=3))
        assert [one.verdict for one in sift([*window, late], memory, now=NOW, hold_new=5)] == [verdict]


def test_without_numbers_what_slid_in_stands_below_all() -> None:
    window = [
        replace(entry(one, age=timedelta(days=one)), external_id=f"content_{'abc'[one]}") for one in range(3)
    ]
    known_here = {one.external_id: known(one) for one in window[:2]}
    memory = Memory(source="tin-tuc", known=known_here, baselined_at=NOW - timedelta(hours=30), shrunk=True)
    assert [one.verdict for one in sift(window, memory, now=NOW, hold_new=5)] == [Verdict.BACKLOG]
    assert [one.verdict for one in sift(window[2:] + window[:2], memory, now=NOW, hold_new=5)] == [
        Verdict.BACKLOG
    ]


@pytest.mark.parametrize(
    ("hours", "more", "verdict"),
    [
        (30, {"shrunk": True}, Verdict.BACKLOG),
        (2, {"shrunk": True}, Verdict.NEWS),
        (30, {}, Verdict.NEWS),
        (30, {"strange_since": NOW - timedelta(hours=3)}, Verdict.BACKLOG),
        (24 * 8, {}, Verdict.BACKLOG),
    ],
)
def test_a_page_that_names_the_date_says_whether_it_is_news(
    hours: int, more: dict[str, Any], verdict: Verdict
) -> None:
    listed = {"news_5": known(entry(5))}
    memory = Memory(source="tin-tuc", known=listed, baselined_at=NOW - timedelta(hours=24), **more)
    assert dated(entry(1, age=None), NOW - timedelta(hours=hours), memory, NOW) is verdict


def test_a_page_gone_once_is_no_withdrawal_and_twice_within_the_hour_neither() -> None:
    assert again(known(entry(1)), None).verdict is None
    assert again(known(entry(1), gone_at=NOW - timedelta(minutes=59)), None).verdict is None
    assert again(known(entry(1), gone_at=NOW - timedelta(hours=1)), None).verdict is Verdict.WITHDRAWN


def test_what_any_source_still_lists_is_not_withdrawn() -> None:
    gone = known(entry(1), gone_at=NOW - timedelta(days=2))

    assert again(gone, None, listed=("news_1",)).verdict is None


def test_more_than_three_gone_at_once_are_held() -> None:
    gone = known(entry(1), gone_at=NOW - timedelta(hours=1))

    assert again(gone, None, missing=2).verdict is Verdict.WITHDRAWN
    held = again(gone, None, missing=3)
    assert (held.verdict, held.held_as) == (Verdict.HELD, Verdict.WITHDRAWN)


def test_a_page_read_again() -> None:
    same = Version(title="Tin", body="Như cũ").fingerprint

    assert again(known(entry(1), fingerprint=same), "Như  cũ").verdict is None
    assert again(known(entry(1)), "Đã sửa").verdict is Verdict.CHANGE
    assert again(known(entry(1), edits=FLIPS + 1), "Đã sửa").silent
    first = again(known(entry(1), read=False, verdict=Verdict.BACKLOG), "Lần đầu")
    assert (first.verdict, first.silent) == (Verdict.BACKLOG, True)
    assert again(known(entry(1), verdict=Verdict.WITHDRAWN), "Lại có").verdict is Verdict.RESTORED


def test_each_article_has_one_verdict_though_a_source_lists_it_twice() -> None:
    twice = known(entry(1))
    memory = Memory(source="tin-tuc", known={"news_1": twice, "moi_1": twice}, baselined_at=NOW)
    entries = [entry(1, title="Sửa"), replace(entry(1, title="Sửa"), external_id="moi_1")]

    assert len(sift(entries, memory, now=NOW, hold_new=5)) == 1


BARE_DAY = datetime(2026, 11, 23, 17, tzinfo=UTC)  # 24 November in Việt Nam, no hour named


@pytest.mark.parametrize(
    ("published", "exact", "latest"),
    [
        (NOW, True, NOW),
        (NOW, False, NOW + timedelta(hours=1)),  # the month stands for the minute
        (BARE_DAY, False, BARE_DAY + timedelta(days=1)),
        (None, True, None),
    ],
)
def test_how_late_an_article_may_have_been_published(
    published: datetime | None, exact: bool, latest: datetime | None
) -> None:
    assert replace(entry(1), published=published, exact=exact).latest == latest


def test_what_came_on_the_day_of_the_first_look_is_news_though_a_listing_names_no_hour() -> None:
    today = replace(entry(2), published=BARE_DAY, exact=False)
    before = known(today, source="khac", baseline=True, first_seen=NOW - timedelta(hours=1))
    memory = Memory(
        source="tin-tuc", known={"news_2": before}, baselined_at=NOW - timedelta(hours=3), shrunk=True
    )

    assert [one.verdict for one in sift([today], memory, now=NOW, hold_new=5)] == [Verdict.NEWS]
    slid = sift([entry(1), today], replace(memory, known={"news_1": known(entry(1))}), now=NOW, hold_new=5)
    assert [one.verdict for one in slid] == [Verdict.NEWS]
