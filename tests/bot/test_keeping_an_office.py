"""What an operator types about a database, where something is in the way: one line with the mend, nothing destroyed."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import cast

import httpx
import pytest

from bot.channels import Channel, Unreachable
from bot.commands.checkup import examine
from bot.config import parse_config
from bot.config.settings import Settings
from feeds.errors import FeedsError
from feeds.reading import Reader
from tests.bot.conftest import Ended

Loa = Callable[..., Ended]

OFFICE = """
[portal]
id = "conco"
name = "Cổng"
url = "http://127.0.0.1:9"
[[sources]]
name = "tin"
feed = "http://127.0.0.1:9/rss/"
"""


@pytest.fixture(autouse=True)
def office(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with an office that nobody has subscribed to."""
    (tmp_path / "loa.toml").write_text(OFFICE, encoding="utf-8")
    shutil.copy(sqlite_template, tmp_path / "loa.db")
    return tmp_path


def test_a_copy_takes_the_place_of_an_earlier_one(loa: Loa, office: Path) -> None:
    assert loa("migrate").out == "The schema is the newest.\n"
    for _ in range(2):
        ended = loa("backup", "copy.db")
        assert (ended.status, ended.out) == (0, "written copy.db\nwritten copy.db.key\n")
    assert {(office / name).stat().st_mode & 0o777 for name in ("copy.db", "copy.db.key")} == {0o600}
    with sqlite3.connect(office / "copy.db") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()


@pytest.mark.parametrize(
    ("words", "so"),
    [
        ("backup copy.db", "nothing to copy"),
        ("erase telegram:1", "nobody to erase"),
        ("explain news_1 telegram:1", "nothing is known of anybody"),
    ],
)
def test_where_there_is_no_office_none_is_made_to_answer_from(
    words: str, so: str, loa: Loa, office: Path
) -> None:
    (office / "loa.db").unlink()

    line = f"loa: environment: LOA_DATABASE_URL: loa.db is not there: {so}\n"
    assert loa(*words.split()) == Ended(2, "", line)
    assert not (office / "copy.db").exists()
    assert not (office / "loa.db").exists()


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("loa.db", "loa.db is the database itself; name another file"),
        ("./../{name}/loa.db", "is the database itself; name another file"),
        ("loa.toml", "loa.toml is there already and is no earlier copy; name another file"),
        (".", " is no place for a file; name one in a folder that is there"),
        ("gone/copy.db", "gone/copy.db is no place for a file; name one in a folder that is there"),
        ("/dev/null", "/dev/null is there already and is no earlier copy; name another file"),
    ],
)
def test_a_copy_destroys_nothing(target: str, line: str, loa: Loa, office: Path) -> None:
    before = (office / "loa.db").read_bytes()

    ended = loa("backup", target.format(name=office.name))

    assert ended.status == 2
    assert ended.err.startswith("loa: FILE: ")
    assert ended.err.endswith(f"{line}\n")
    assert (office / "loa.db").read_bytes() == before
    assert (office / "loa.toml").read_text(encoding="utf-8") == OFFICE
    assert not list(office.glob("*.part"))


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("foo", "--from: not an address; write sqlite:///loa.db"),
        ("mysql://x", "--from: mysql is no database of ours; write sqlite:///loa.db"),
        ("sqlite:///none.db", "--from: none.db is no file; name the database that is to be moved"),
        ("sqlite:///loa.db", "--from: that is the database of LOA_DATABASE_URL itself"),
        ("sqlite:///{office}/loa.db", "--from: that is the database of LOA_DATABASE_URL itself"),
    ],
)
def test_an_office_moves_from_another_database_only(source: str, line: str, loa: Loa, office: Path) -> None:
    ended = loa("migrate", "--from", source.format(office=office))

    assert ended.status == 2
    assert ended.err.startswith(f"loa: {line}")
    assert ended.err.count("\n") == 1


def test_nobody_is_erased_without_complaint(loa: Loa) -> None:
    assert loa("erase", "telegram:999") == Ended(0, "Nothing was stored about this address.\n", "")


def test_the_doctor_says_what_is_off_and_that_the_file_is_damaged(loa: Loa, office: Path) -> None:
    with (office / "loa.db").open("r+b") as file:
        file.seek(4096 * 4)
        file.write(b"\xa5" * 4096 * 8)

    ended = loa("doctor")

    assert ended.status == 1
    lines = ended.out.splitlines()
    assert lines[0].startswith("ok    configuration: ")
    assert lines[1].startswith("FAIL  database: ")
    assert "restore the newest copy that `loa backup` made" in lines[1]
    assert lines[2] == "FAIL  source tin: the server cannot be reached"
    assert lines[3].startswith("FAIL  messengers: none has a token; set LOA_TELEGRAM_TOKEN")


async def test_a_token_that_is_refused_is_named(office: Path) -> None:
    class Refused:
        messenger = "zalo_bot"

        async def examine(self) -> str:
            raise Unreachable("getMe: Unauthorized (401)")

        async def close(self) -> None:
            return

    class Unread:
        async def entries(self, *_: object, **__: object) -> None:
            raise FeedsError("not asked here")

    settings = Settings(database_url=f"sqlite+aiosqlite:///{office / 'loa.db'}")
    reader, channel = cast("Reader", Unread()), cast("Channel", Refused())
    nobody = httpx.MockTransport(lambda _: httpx.Response(404))
    checks = await examine(settings, parse_config(OFFICE), reader, [channel], transport=nobody)

    assert [check.ok for check in checks] == [True, True, False, False]
    assert checks[-1].said == "getMe: Unauthorized (401); check LOA_ZALO_BOT_TOKEN"


@pytest.mark.parametrize(
    ("name", "content", "line", "status"),
    [
        ("loa.toml", "[portal", "loa.toml: not valid TOML: ", 2),
        ("loa.db.key", "", "environment: LOA_SECRET_KEY: loa.db.key: the secret key needs at least 32", 2),
        ("loa.db", "no database at all", "the database is not to be had: file is not a database; restore", 1),
        (
            ".env",
            "LOA_WEB_PORTT=1",
            "environment: LOA_WEB_PORTT: unknown variable; did you mean LOA_WEB_PORT?",
            2,
        ),
    ],
)
def test_a_file_that_is_broken_is_named(
    name: str, content: str, line: str, status: int, loa: Loa, office: Path
) -> None:
    (office / name).write_text(content, encoding="utf-8")

    ended = loa("run")

    assert ended.status == status
    assert ended.err.startswith(f"loa: {line}")
    assert ended.err.count("\n") == 1
