"""`loa look` as a person and as a program read it, driven through the command line."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.cli import app
from bot.commands import looking
from bot.config import ConfigError
from feeds.watcher import Look
from storage.holds import Held
from tests.fakes.portal import FakePortal

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (Look(source="a", ok=False, reason="answered 503"), "failed"),
        (Look(source="a", ok=True, first=True, backlog=30), "first look: nobody is told"),
        (Look(source="a", ok=True), "nothing new"),
        (Look(source="a", ok=True, new=2, withdrawn=1), "new, withdrawn"),
        (Look(source="a", ok=True, held=12), "held"),
    ],
)
def test_a_verdict_in_words(look: Look, words: str) -> None:
    assert looking.verdict(look) == words


def test_the_table_tells_what_to_do_about_a_hold_and_the_hour_of_the_island() -> None:
    console = Console(record=True, width=160, file=None, force_terminal=False)
    with console.capture() as shown:
        console.print(
            looking.as_table([Look(source="tin", ok=True, held=12, due=NOW)], [Held("tin", 12, NOW)])
        )

    assert "15:00:00" in shown.get()
    assert "loa look --release tin" in shown.get()
    assert "withdrawn" not in shown.get()


def test_a_name_is_never_cut_and_what_nobody_has_is_no_column() -> None:
    name = "thong-bao-cua-uy-ban-nhan-dan-dac-khu"
    looks = [
        Look(source=name, ok=True, new=2, due=NOW),
        Look(source="x", ok=False, reason="[403] is closed", due=NOW),
    ]
    shown = []
    for some in (looks, looks[:1]):
        console = Console(width=80)
        with console.capture() as captured:
            console.print(looking.as_table(some, []))
        shown.append(captured.get())

    assert name in shown[0]
    assert "[403]" in shown[0]
    assert "backlog" not in shown[0]
    assert "reason" not in shown[1]


def test_what_is_decided_is_said() -> None:
    assert looking.said(looking.Settled("tin", 0, True)) == "Nothing of tin is held."
    assert "nobody is told" in looking.said(looking.Settled("tin", 3, False))


class Office:
    """A configured Loa beside a portal on loopback."""

    def __init__(self, folder: Path, portal: FakePortal, patch: pytest.MonkeyPatch) -> None:
        self.portal = portal
        (folder / "loa.toml").write_text(
            f"""
[portal]
id = "conco"
name = "Cổng"
url = "{portal.url}"
hosts = ["127.0.0.1"]
[[sources]]
name = "tin"
feed = "{portal.url}/rss/"
""",
            encoding="utf-8",
        )
        patch.setenv("LOA_CONFIG", str(folder / "loa.toml"))
        patch.setenv("LOA_DATABASE_URL", f"sqlite+aiosqlite:///{folder / 'loa.db'}")
        patch.chdir(folder)

    def loa(self, *words: str) -> str:
        done = CliRunner().invoke(app, words)
        if isinstance(done.exception, ConfigError):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout

    def look(self) -> dict[str, object]:
        [look] = json.loads(self.loa("look", "tin", "--json"))
        return {name: value for name, value in look.items() if value and name not in ("next", "source", "ok")}


def test_looks_edits_and_holds_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakePortal() as portal:
        office = Office(tmp_path, portal, monkeypatch)
        now = datetime.now(UTC)
        portal.publish(1, "Tin cũ", body="Thân bài.", at=now - timedelta(hours=2))

        assert office.look() == {"verdict": "first look: nobody is told", "backlog": 1}
        assert office.look() == {"verdict": "nothing new"}
        post = portal.publish(2, "Tàu nghỉ", lead="Do gió.", body="Một.", at=now)
        assert office.look() == {"verdict": "new", "new": 1}
        post.body = "Hai."
        assert office.look() == {"verdict": "changed", "changed": 1}
        for number in range(3, 15):
            portal.publish(number, f"Tin {number}", at=now)
        assert office.look() == {"verdict": "held", "held": 12, "waiting": 12}
        assert "12 held of tin" in office.loa("look", "--release", "tin")
        assert "Nothing of tin is held" in office.loa("look", "--dismiss", "tin")


@pytest.mark.parametrize(
    "words", [("look", "khong-co"), ("look", "--release", "khong-co"), ("look", "tin", "--dismiss", "tin")]
)
def test_a_wrong_word_is_one_line(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakePortal() as portal, pytest.raises(ConfigError):
        Office(tmp_path, portal, monkeypatch).loa(*words)
