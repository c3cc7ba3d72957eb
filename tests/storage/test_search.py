"""Searching without accents: the same answers on both engines, whatever is typed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.visits import Finding, Verdict
from storage import search
from storage.database import Database
from tests.conftest import Clock
from tests.storage.values import finding, published

TITLES = (
    "Lịch tàu Đảo ngày mai",
    "Tàu nghỉ vì sóng",
    "Cấp nước 07h30 – 08h30",
    "Đấu giá đất, lô 12/A",
    "tau_dao: 25/11/2026",
)


async def found(database: Database, sought: str, **how: int | str) -> list[str]:
    async with database.reading() as tx:
        stories = await search.find(tx, sought, **({"limit": 10} | how))  # type: ignore[arg-type]
    return [story.article.external_id.removeprefix("news_") for story in stories]


@pytest.fixture
async def filled(database: Database, clock: Clock) -> Database:
    for number, title in enumerate(TITLES, start=1):
        await published(database, dated(finding(number, title=title), clock, number), now=clock())
    return database


def dated(one: Finding, clock: Clock, number: int) -> Finding:
    at = clock() + timedelta(minutes=number)
    return replace(one, article=replace(one.article, published=at))


@pytest.mark.parametrize(
    ("sought", "numbers"),
    [
        ("tàu", ["5", "2", "1"]),
        ("TAU DAO", ["5", "1"]),
        ("tàu đảo", ["5", "1"]),
        ("tau ngay mai", ["1"]),
        ("07h30", ["3"]),
        ("12/a", ["4"]),
        ("25 11", ["5"]),
        ("than bai", ["5", "4", "3", "2", "1"]),
        ("ta", []),
        ("", []),
        ("… !", []),
        ('tau" OR "song', []),
        ("tau OR song", []),
        ("NOT song", []),
        ("tau*", ["5", "2", "1"]),
        ("folded:tau", []),
        ("'; DROP TABLE versions; --", []),
        ("tau & ! song | (", ["2"]),
        ("sóng\x00", ["2"]),
    ],
)
async def test_all_the_words_and_nothing_but_words(filled: Database, sought: str, numbers: list[str]) -> None:
    assert await found(filled, sought) == numbers


async def test_pages_go_from_the_newest_to_the_oldest(filled: Database) -> None:
    assert await found(filled, "bai", limit=2) == ["5", "4"]
    assert await found(filled, "bai", limit=2, offset=4) == ["1"]


async def test_only_what_the_newest_version_says_and_what_is_still_there(
    filled: Database, clock: Clock
) -> None:
    await published(filled, replace(finding(1, title="Lịch thuyền"), verdict=Verdict.CHANGE), now=clock())
    gone = replace(finding(2, title="Tàu nghỉ vì sóng"), verdict=Verdict.WITHDRAWN)
    await published(filled, gone, now=clock())

    assert await found(filled, "tau") == ["5"]
    assert await found(filled, "thuyen") == ["1"]
    assert await found(filled, "nghi") == []
