"""A storm order to an island's worth of people over a bad line: nobody is lost, nothing grows without end.

LOA_SOAK_SUBSCRIBERS citizens (100,000), of whom LOA_SOAK_READERS (40,000, so that it fits three minutes) follow the
topic of LOA_SOAK_NEWS announcements (1).
"""

import json
import os
import random
import signal
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from tests.fakes.counting import Answer, Call, CountingTelegram, blocked, throttled
from tests.fakes.portal import FakePortal
from tests.wire.conftest import Service
from tests.wire.crashing import SECRET, subscribed

SUBSCRIBERS = int(os.environ.get("LOA_SOAK_SUBSCRIBERS", "100000"))
READERS = min(int(os.environ.get("LOA_SOAK_READERS", "40000")), SUBSCRIBERS)
NEWS = int(os.environ.get("LOA_SOAK_NEWS", "1"))
LONGEST = 60 + READERS / 50  # seconds: fifty a second is far below what is sent
FASTEST = "\n[telegram]\nper_second = 1000\n"
MOST_MEMORY = 300.0  # MB
MOST_WAL = 160.0  # MB: an announcement is owed in one transaction


@dataclass
class Faults:
    """What the line did, by what it must lead to."""

    gateway: int = 0
    cut_before: int = 0
    cut_after: int = 0  # taken, and the answer never came: each may be sent once more
    throttled: int = 0
    blocked: int = 0


class BadLine:
    """Answers as a bad day does; who wants nothing of us is the same every time."""

    def __init__(self) -> None:
        self.faults = Faults()
        self._chance = random.Random(2026)

    def __call__(self, call: Call) -> Answer | None:
        if unreachable(call.chat):
            self.faults.blocked += 1
            return blocked()
        luck = self._chance.random()
        if luck < 0.02:
            self.faults.gateway += 1
            return Answer(502, "<html><body>502 Bad Gateway</body></html>")
        if luck < 0.03:
            self.faults.cut_before += 1
            return Answer(body=None)
        if luck < 0.035:
            self.faults.cut_after += 1
            return Answer(body=None, taken=True)
        if luck < 0.0352:
            self.faults.throttled += 1
            return throttled(1)
        return None


class Watch(threading.Thread):
    """Looks at a process and its files twice a second; keeps the most it saw, in MB."""

    def __init__(self, pid: int, database: Path) -> None:
        super().__init__(daemon=True)
        self.memory = self.wal = 0.0
        self.over = threading.Event()
        self._status = Path(f"/proc/{pid}/status")
        self._wal = database.with_name(f"{database.name}-wal")

    def run(self) -> None:
        while not self.over.wait(0.5):
            lines = self._status.read_text().splitlines()
            self.memory = max(
                self.memory, *(int(one.split()[1]) / 1024 for one in lines if one.startswith("VmRSS"))
            )
            self.wal = max(self.wal, self._wal.stat().st_size / 1e6 if self._wal.exists() else 0.0)


def unreachable(chat: int) -> bool:
    return chat % 1000 == 7


def reachable() -> int:
    return sum(not unreachable(chat) for chat in range(1, READERS + 1))


def broadcast(
    service: Service, portal: FakePortal, telegram: CountingTelegram, line: BadLine, database: Path
) -> tuple[float, Watch, int]:
    """Publish and wait until everybody has it: the seconds it took, what was watched, and the service's exit status."""
    service.start()
    assert telegram.wait_for(lambda: portal.asked.count("/rss/") >= 2)
    telegram.trouble = line
    watch = Watch(service.pid, database)
    watch.start()
    begun, wanted = time.monotonic(), reachable()
    for number in range(1, NEWS + 1):
        portal.publish(number, f"Thông báo số {number}.", lead="Nội dung.")
        telegram.wait_for(lambda number=number: telegram.sent(number) >= wanted, LONGEST)
    seconds = time.monotonic() - begun
    watch.over.set()
    watch.join()
    return seconds, watch, service.kill(signal.SIGTERM)


@pytest.mark.soak
def test_a_broadcast_over_a_bad_line_reaches_everybody_and_nothing_grows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = reachable()
    database = tmp_path / "loa.db"
    url = f"sqlite+aiosqlite:///{database}"
    subscribed(url, range(1, SUBSCRIBERS + 1), readers=READERS)
    line = BadLine()
    with FakePortal() as portal, CountingTelegram() as telegram:
        portal.publish(0, "Tin cũ")
        service = Service(
            tmp_path, portal.url, telegram.url(), more=FASTEST, LOA_DATABASE_URL=url, LOA_SECRET_KEY=SECRET
        )
        try:
            seconds, watch, status = broadcast(service, portal, telegram, line, database)
        finally:
            service.close()

    lost = NEWS * wanted - sum(telegram.sent(number) for number in range(1, NEWS + 1))
    repeats = sum(times - 1 for times in telegram.taken.values())
    figures = {
        "subscribers": SUBSCRIBERS,
        "deliveries": NEWS * wanted,
        "lost": lost,
        "repeats": repeats,
        **asdict(line.faults),
        "per_second": round(NEWS * wanted / seconds),
        "memory_mb": round(watch.memory),
        "wal_mb": round(watch.wal),
        "database_mb": round(database.stat().st_size / 1e6),
    }
    with capsys.disabled():
        os.write(1, (json.dumps({"soak": figures}) + "\n").encode())

    assert status == 0
    assert lost == 0
    assert repeats <= line.faults.cut_after
    assert watch.memory <= MOST_MEMORY
    assert watch.wal <= MOST_WAL
