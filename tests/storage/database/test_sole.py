"""One process at a time on an SQLite file: the other process is a real one."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import DatabaseUnavailable
from storage.database.sole import alone, running

OTHER = """
import sys
from pathlib import Path
from storage.database.sole import alone
with alone(Path(sys.argv[1]), sys.argv[2].split(",")):
    print("claimed", flush=True)
    sys.stdin.read()
"""


def other(file: Path, parts: str) -> "subprocess.Popen[str]":
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-c", OTHER, str(file), parts], **pipes)  # type: ignore[call-overload]
    assert process.stdout.readline() == "claimed\n"
    return process


def test_a_second_service_on_the_same_file_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "loa.db"
    assert not running(file)
    with other(file, "watch,announce,send,listen,web") as process:
        assert running(file)
        with pytest.raises(DatabaseUnavailable, match="already at «send»") as fault, alone(file, ["send"]):
            pass
        assert "\n" not in str(fault.value)
        process.kill()
    assert not running(file)


def test_two_processes_may_share_the_parts_between_them(tmp_path: Path) -> None:
    file = tmp_path / "loa.db"
    with other(file, "watch,announce") as process:
        with alone(file, ["send", "listen"]):
            assert running(file)
        process.kill()


def test_a_folder_that_is_not_ours_is_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(DatabaseUnavailable, match="cannot be written"),
        alone(tmp_path / "no/loa.db", ["web"]),
    ):
        pass
