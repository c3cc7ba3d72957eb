"""An operator edits the sources of `loa.toml`: nothing is told again, and nothing new is missed."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import parse_config
from storage.database import Database
from storage.keys import Keys
from storage.migrate import migrate
from tests.fakes.postgres import fresh
from tests.journeys.town import MOVED, OFFICE, URL, Town

LAN = 1001
NAME, ADDRESSES = 'name = "tin-tuc"', f'["{URL}/rss/", "{MOVED}/rss/"]'


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path, keys: Keys
) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        shutil.copy(sqlite_template, tmp_path / "loa.db")
        opened = Database(f"sqlite+aiosqlite:///{tmp_path}/loa.db", keys)
    else:
        opened = Database(fresh(request.getfixturevalue("postgres")), keys)
        await migrate(opened)
    yield opened
    await opened.close()


async def edited(town: Town, *changes: tuple[str, str]) -> None:
    """The service is stopped, `loa.toml` edited, and the service started."""
    text = OFFICE
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    town.config = parse_config(text)
    await town.close()
    town.restart()
    await town.open()


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([(NAME, 'name = "trang-chu"')], id="name"),
        pytest.param([(ADDRESSES, f'"{MOVED}/rss/"')], id="address"),
        pytest.param(
            [(NAME, 'name = "trang-chu"'), (ADDRESSES, f'["{MOVED}/rss/", "{URL}/rss/"]')], id="both"
        ),
        pytest.param(
            [(ADDRESSES, f'"{MOVED}/rss/"'), (NAME, 'name = "trang-chu"')],
            id="both, and the old address gone",
        ),
    ],
)
async def test_a_source_is_edited(town: Town, changes: list[tuple[str, str]]) -> None:
    await town.subscribe(LAN)
    water = await town.publish(2, "Cấp nước theo giờ", lead="Nước được cấp từ 6h00 ngày 28/11.")
    boat = await town.publish(3, "Lịch tàu", lead="Tàu khách xuất bến lúc 7h30 ngày 28/11.")
    told = len(town.chats.sent_to(LAN))

    town.site.publish(4, "Tiêm phòng tại trạm y tế", lead="Trẻ em được tiêm từ 8 giờ.", at=town.clock())
    if changes[0][0] == ADDRESSES:
        town.site.url = MOVED
    await edited(town, *changes)
    await town.passes(minutes=2)

    assert [one["text"].splitlines()[0] for one in town.chats.sent_to(LAN)[told:]] == [
        town.shown(LAN, "Tiêm phòng")[0]["text"].splitlines()[0]
    ]

    boat.lead = "Tàu khách xuất bến lúc 9h00 ngày 28/11."
    town.site.posts.remove(water)
    for _ in range(8):
        await town.passes(minutes=20)
    assert "9h00" in town.shown(LAN, "Lịch tàu")[0]["text"]
    assert town.shown(LAN, "6h00") == [], "it was taken down"
    assert town.shown(LAN, "Tin cũ trước khi có Loa") == []
