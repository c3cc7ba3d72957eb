"""A portal that moves sends nothing again; a notice that is issued again is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.article import Entry, Version
from feeds.likeness import likeness_key, recognise, same_moment
from feeds.visits import Known, Remembered

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
LEAD = "Do gió mạnh cấp 7, tàu khách Cửa Việt – Cồn Cỏ tạm ngừng chạy."


def entry(identity: str, title: str = "Tàu nghỉ", *, lead: str = LEAD, at: datetime | None = NOW) -> Entry:
    link = f"https://moi.example/{identity}.html"
    return Entry(external_id=identity, link=link, title=title, lead=lead, published=at)


def known(
    identity: str, title: str = "Tàu nghỉ", *, lead: str = LEAD, body: str = "", at: datetime | None = NOW
) -> Remembered:
    version = Version(title=title, lead=lead, body=body)
    return Remembered(
        known=Known(
            external_id=identity,
            told="",
            fingerprint=version.fingerprint,
            link=f"https://cu.example/{identity}.html",
            first_seen=NOW,
            published=at,
        ),
        version=version,
    )


def outcome(one: Entry, other: Remembered, *, page: str | None = "unread", beside: bool = False) -> str:
    """same, other, or the page decides."""
    pages = (
        {} if page == "unread" else {one.external_id: Version(title=one.title, body=page) if page else None}
    )
    seen = {other.known.external_id: other.known} if beside else {}
    found = recognise([one], seen, {likeness_key(other.version.title): [other]}, pages)
    return "same" if found.articles else "page" if found.doubtful else "other"


LATER = NOW + timedelta(days=7)


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        # the same title, time and text
        (entry("moi_1"), known("news_9"), "same"),
        # issued again: another time, though word for word the same
        (entry("moi_1", at=LATER), known("news_9"), "other"),
        # the same title and time, and other words
        (entry("moi_1", lead="Do sóng lớn, tàu không chạy."), known("news_9"), "other"),
        # nothing but the title
        (entry("moi_1", lead="", at=None), known("news_9", lead="", at=None), "page"),
        (entry("moi_1", lead="", at=LATER), known("news_9", lead=""), "other"),
        # title and time without words: the page decides
        (entry("moi_1", lead=""), known("news_9"), "page"),
        # no time to go by: the page decides
        (entry("moi_1", at=None), known("news_9"), "page"),
        # a module that was renamed: the number is the same
        (entry("tin_9", lead=""), known("news_9", lead=""), "same"),
        (entry("tin_9", at=None), known("news_9", at=None), "same"),
        (entry("laws_9", "Nghị quyết", at=LATER), known("news_9"), "other"),
        # accents lost, punctuation changed
        (entry("moi_1", "TAU NGHI!"), known("news_9"), "same"),
        # a lead cut short
        (entry("moi_1", lead=LEAD[:60] + "…", at=NOW), known("news_9", lead=LEAD + " Thêm."), "other"),
        (entry("moi_1", lead=(LEAD * 2)[:100] + "…", at=NOW), known("news_9", lead=LEAD * 2), "same"),
    ],
)
def test_without_its_page(one: Entry, other: Remembered, result: str) -> None:
    assert outcome(one, other) == result


@pytest.mark.parametrize(
    ("one", "other", "page", "result"),
    [
        (entry("moi_1", at=None), known("news_9", body="Lịch tháng 12."), "Lịch tháng 12.", "same"),
        (entry("moi_1", at=None), known("news_9", body="Lịch tháng 11."), "Lịch tháng 12.", "other"),
        (entry("moi_1", lead=""), known("news_9", body="Một."), "Hai.", "other"),
        (entry("moi_1", lead=""), known("news_9"), "Một.", "same"),  # title and time are all there is
        (entry("moi_1", at=None), known("news_9"), "Một.", "other"),  # better twice than never
        (entry("moi_1", at=None), known("news_9", body="Một."), None, "other"),
        (entry("moi_1", lead=""), known("news_9", body="Một."), None, "same"),
    ],
)
def test_with_its_page(one: Entry, other: Remembered, page: str | None, result: str) -> None:
    assert outcome(one, other, page=page) == result


def test_two_that_are_listed_side_by_side_are_two() -> None:
    assert outcome(entry("moi_1"), known("news_9"), beside=True) == "other"


def test_one_article_is_recognised_once() -> None:
    found = recognise([entry("a_1"), entry("a_2")], {}, {likeness_key("Tàu nghỉ"): [known("news_9")]}, {})

    assert set(found.articles) == {"a_1"}


@pytest.mark.parametrize("lead", [LEAD, ""])
def test_a_whole_window_with_new_ids_and_new_dates_is_a_move(lead: str) -> None:
    old = [
        known(f"news_{n}", f"Tin {n}", lead=lead and f"{lead} {n}", at=None if not lead else NOW)
        for n in range(6)
    ]
    moved = [entry(f"x_{n}9", f"Tin {n}", lead=lead and f"{lead} {n}", at=LATER) for n in range(6)]
    alike = {likeness_key(one.version.title): [one] for one in old}

    assert len(recognise(moved, {}, alike, {one.external_id: None for one in moved}).articles) == 6


def test_one_article_with_a_new_date_is_no_move() -> None:
    found = recognise(
        [entry("x_9", at=LATER)], {}, {likeness_key("Tàu nghỉ"): [known("news_1")]}, {"x_9": None}
    )

    assert found.articles == {}


def test_a_notice_issued_again_on_the_day_of_the_move_is_news() -> None:
    old = [known(f"news_{n}", f"Tin {n}", at=NOW - timedelta(hours=n)) for n in range(6)]
    moved = [entry(f"x_{n}9", f"Tin {n}", at=NOW - timedelta(hours=n)) for n in range(6)]
    again = entry("x_99", "Tin 3", at=LATER)
    alike = {likeness_key(one.version.title): [one] for one in old}

    found = recognise([again, *moved], {}, alike, {})

    assert set(found.articles) == {one.external_id for one in moved}
    assert found.doubtful == frozenset()


def test_a_move_hides_nothing_new() -> None:
    old = [known(f"news_{n}", f"Tin {n}") for n in range(6)]
    moved = [entry(f"x_{n}", f"Tin {n}") for n in range(6)]
    alike = {likeness_key(one.version.title): [one] for one in old}

    found = recognise([*moved, entry("x_7", "Tin mới")], {}, alike, {})

    assert set(found.articles) == {f"x_{n}" for n in range(6)}


def test_the_same_time_as_exactly_as_it_is_told() -> None:
    month_for_minute = replace(entry("a"), published=NOW.replace(minute=11), exact=False)
    bare_day = replace(entry("a"), published=datetime(2026, 11, 23, 17, tzinfo=UTC))

    assert same_moment(month_for_minute, NOW)
    assert same_moment(bare_day, NOW)
    assert same_moment(entry("a"), NOW + timedelta(minutes=20)) is False
    assert same_moment(entry("a"), NOW.replace(minute=11)) is True  # what is known may have been inexact
    assert same_moment(entry("a", at=None), NOW) is None
