"""The sandbox as whoever tries it sees it: the real command, a real browser. Pictures go where LOA_PICTURES says."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds; a busy machine is slow, and nothing here is timed
Picture = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not BROWSER:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-core fonts-noto-color-emoji")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where a sandbox of this test's own answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot", "sandbox", "--port", str(port)]
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=environ) as sandbox,
    ):
        url = f"http://127.0.0.1:{port}/"
        try:
            _answers(url, (tmp_path / "log"))
            yield url
        finally:
            sandbox.terminate()


def _answers(url: str, log: Path) -> None:
    for _ in range(300):
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"the sandbox does not answer: {log.read_text()[-2000:]}")


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The sandbox's page on a desk; a fault in the page's own code fails the test."""
    faults: list[str] = []
    opened = browser.new_page(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.set_default_timeout(PATIENCE)
    opened.goto(address)
    yield opened
    opened.close()
    assert not faults


@pytest.fixture
def picture() -> Picture:
    """Keep a picture of what is seen, where LOA_PICTURES names a folder."""
    folder = os.environ.get("LOA_PICTURES")

    def keep(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=str(Path(folder) / f"{re.sub(r'[^a-z0-9-]', '', name)}.png"))

    return keep
