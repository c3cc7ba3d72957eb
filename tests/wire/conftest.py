"""The installed command as an operator runs it: another process, real sockets, fakes that know nothing of Loa."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.portal import FakePortal
from tests.fakes.telegram import FakeTelegram

TOKEN = "1:x"

OFFICE = """
[portal]
id = "conco"
name = "Cổng thông tin điện tử đặc khu Cồn Cỏ"
url = "{portal}"
hosts = ["127.0.0.1"]

[[sources]]
name = "tin-tuc"
feed = "{portal}/rss/"
every = "1s"

[delivery]
quiet = ""

[feedback]
k = 1
"""


class Service:
    """One office in a folder of its own; `start` and `kill` as often as a test likes."""

    def __init__(self, folder: Path, portal: str, telegram: str, *, more: str = "", **environ: str) -> None:
        self.folder = folder
        self.log = folder / "log"
        (folder / "loa.toml").write_text(OFFICE.format(portal=portal) + more, encoding="utf-8")
        self._environ = {
            "PATH": os.environ["PATH"],
            "LOA_TELEGRAM_TOKEN": TOKEN,
            "LOA_TELEGRAM_API": telegram,
            "LOA_WEB_PORT": "0",
            **environ,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command("run"), cwd=self.folder, env=self._environ, stderr=log, stdout=log
            )

    @property
    def pid(self) -> int:
        """Of the running process."""
        assert self._process
        return self._process.pid

    def tell(self, how: signal.Signals) -> None:
        """Send a signal and wait for nothing."""
        assert self._process
        self._process.send_signal(how)

    def died(self) -> None:
        """Somebody else killed it: wait for that."""
        assert self._process
        self._process.wait(30)
        self._process = None

    def kill(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it; returns its exit status."""
        assert self._process
        self._process.send_signal(how)
        status = self._process.wait(10)
        self._process = None
        return status

    def ask(self, *command: str, status: int = 0) -> Any:
        """Run another command beside it; its standard output, as JSON where it is JSON."""
        done = subprocess.run(
            self._command(*command), cwd=self.folder, env=self._environ, capture_output=True, check=False
        )
        assert done.returncode == status, done.stderr.decode()
        return json.loads(done.stdout) if done.stdout[:1] in (b"[", b"{") else done.stdout.decode()

    def health(self) -> tuple[int, dict[str, Any]]:
        """What /healthz says: the status and the body."""
        [*_, port] = re.findall(r"http://127\.0\.0\.1:(\d+)/healthz", self.log.read_text(encoding="utf-8"))
        line = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
        try:
            line.request("GET", "/healthz")
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            line.close()

    def close(self) -> None:
        if self._process:
            self.kill(signal.SIGKILL)

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "bot", *words]


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def portal() -> Iterator[FakePortal]:
    with FakePortal() as fake:
        yield fake


@pytest.fixture
def service(tmp_path: Path, portal: FakePortal, telegram: FakeTelegram) -> Iterator[Service]:
    office = Service(tmp_path, portal.url, telegram.url)
    yield office
    office.close()
