"""The disk is full in the middle of a broadcast: one clear line, nothing lost or repeated, and on it goes with room."""

import json
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.counting import CountingTelegram
from tests.fakes.portal import FakePortal
from tests.wire.conftest import Service
from tests.wire.crashing import PEOPLE, Scenario, subscribed

SLOW = "\n[telegram]\nper_second = 8\n"


class Limit:
    """The kernel lets the service write no file past what it holds: any user may ask for that."""

    def __init__(self, service: Service, file: Path) -> None:
        self._pid = service.pid
        self._file = file

    def fill(self) -> None:
        held = max(one.stat().st_size for one in self._file.parent.glob(f"{self._file.name}*"))
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (held, resource.RLIM_INFINITY))

    def make_room(self) -> None:
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class Ballast:
    """A file system of a few megabytes, seen by the service alone, with a file that takes what is left of it."""

    def __init__(self, service: Service, file: Path) -> None:
        self._file = Path(f"/proc/{service.pid}/root{file.parent}/ballast")

    def fill(self) -> None:
        with self._file.open("wb", buffering=0) as ballast:
            try:
                while ballast.write(b"x" * 4096):
                    continue
            except OSError:
                return

    def make_room(self) -> None:
        self._file.unlink()


class Apart(Service):
    """A service whose database lies on a small file system of its own, which nobody else sees."""

    place = Path("/mnt")

    def _command(self, *words: str) -> list[str]:
        mount = f"mount -t tmpfs -o size=6m tmpfs {self.place}"
        mounted = f'{mount} && cp {self.folder.parent}/loa.db {self.place} && exec "$@"'
        own = ["unshare", "--user", "--map-root-user", "--mount", "--propagation", "private"]
        return [*own, "sh", "-c", mounted, "sh", *super()._command(*words)]


def may_mount() -> bool:
    """Whether this kernel lets us have a file system of our own."""
    trial = ["unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return (
        bool(shutil.which("unshare"))
        and not subprocess.run(trial, capture_output=True, check=False).returncode
    )


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Scenario]:
    url = f"sqlite+aiosqlite:///{tmp_path}/loa.db"
    subscribed(url, PEOPLE)
    with FakePortal() as portal, CountingTelegram() as telegram:
        made = Scenario(tmp_path, url, portal, telegram)
        yield made
        made.close()


@pytest.mark.crash
@pytest.mark.parametrize("how", [Limit, Ballast])
def test_a_full_disk_stops_the_broadcast_and_room_lets_it_go_on(
    how: type[Limit] | type[Ballast], office: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if how is Ballast and not may_mount():
        pytest.skip("no file system of one's own here; the limit of the kernel is tried")
    if how is Ballast:
        file = Apart.place / "loa.db"
        service = office.add(SLOW, kind=Apart, LOA_DATABASE_URL=f"sqlite+aiosqlite:///{file}")
    else:
        file = tmp_path / "loa.db"
        service = office.add(SLOW)
    office.baseline()
    number = office.publish()
    telegram = office.telegram
    assert telegram.wait_for(lambda: telegram.sent(number) > 5)

    disk = how(service, file)
    disk.fill()
    assert telegram.wait_for(lambda: "not to be had" in service.log.read_text())
    assert telegram.wait_for(lambda: service.health()[0] == 503)
    stopped = telegram.sent(number)
    assert not telegram.wait_for(lambda: telegram.sent(number) > stopped + 10, 4)
    assert service.health()[1]["database"]
    disk.make_room()
    figures = office.finish()

    with capsys.disabled():
        os.write(1, (json.dumps({"full disk": how.__name__, "repeats": figures.repeats}) + "\n").encode())
    assert (figures.lost, figures.repeats) == (0, 0)
    assert telegram.wait_for(lambda: service.health()[0] == 200)
    log = service.log.read_text()
    assert "Traceback" not in log
    assert log.count("send telegram: the database is not to be had") == 1
    assert "send telegram: goes on" in log
    assert service.kill() == 0
