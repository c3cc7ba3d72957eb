"""Typed words: with and without slash, diacritics, capitals, spaces, in NFC and NFD."""

import unicodedata
from dataclasses import replace

import pytest

from bot.wording.commands import Command, understand
from bot.wording.menus import MENU
from feeds.gist.builtin_topics import BUILT_IN
from tests.bot.conftest import HOUSE


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", Command.START),
        ("/start tau", Command.START),
        ("BẮT ĐẦU", Command.START),
        ("Đăng ký", Command.START),
        ("xin chào!", Command.START),
        ("/chuyenmuc", Command.TOPICS),
        ("chuyên mục", Command.TOPICS),
        ("/chuyenmuc@loa_conco_bot", Command.TOPICS),
        ("Mới  nhất", Command.LATEST),
        ("/MOINHAT", Command.LATEST),
        ("hủy", Command.STOP),
        ("HUỶ ĐĂNG KÝ", Command.STOP),
        ("TC", Command.STOP),
        ("Xóa dữ liệu.", Command.ERASE),
        ("/xoa", Command.ERASE),
        ("trợ giúp", Command.HELP),
        ("?", Command.HELP),
        ("tàu mai có chạy không", None),
        ("xoay", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_people_type_is_understood(text: str, command: Command | None, form: str) -> None:
    typed = understand(unicodedata.normalize(form, text))  # type: ignore[arg-type]

    assert (typed.command if typed else None) is command


def test_the_menu_offers_only_commands_that_are_understood() -> None:
    assert all(understand(f"/{name}") for name, _ in MENU)
    assert all(name.isascii() and name.islower() and len(name) <= 32 for name, _ in MENU)


def test_the_boat_is_looked_for_where_boats_are_named_the_most() -> None:
    house = replace(HOUSE, topics=BUILT_IN)
    assert house.boats
    assert house.boats.id == "tau_bien"
    assert replace(HOUSE, topics=()).boats is None
