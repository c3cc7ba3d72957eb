"""A copy of a running office, laid elsewhere and started: nothing is lost, and what was told is not told again."""

import shutil
import signal
from pathlib import Path

import pytest

from tests.fakes.portal import FakePortal
from tests.fakes.telegram import FakeTelegram
from tests.wire.conftest import Service
from tests.wire.test_main_job import LAN, arrived, subscribe


@pytest.mark.crash
def test_a_copy_of_a_running_office_takes_over_where_it_was(
    service: Service, portal: FakePortal, telegram: FakeTelegram, tmp_path_factory: pytest.TempPathFactory
) -> None:
    portal.publish(1, "Tin cũ")
    service.start()
    subscribe(telegram, LAN)
    telegram.wait_for(lambda: portal.asked.count("/rss/") >= 2)
    portal.publish(2, "Tàu nghỉ ngày mai", lead="Tàu không chạy.")
    arrived(telegram, LAN, "Tàu nghỉ ngày mai")
    telegram.wait_for(lambda: portal.asked.count("/rss/") >= 4)

    service.ask("backup", "copy.db")
    service.kill(signal.SIGKILL)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name in ("copy.db", "copy.db.key"):
        shutil.move(service.folder / name, elsewhere / name.replace("copy", "loa"))
    restored = Service(Path(elsewhere), portal.url, telegram.url)
    restored.start()

    try:
        portal.publish(3, "Tàu chạy lại", lead="Tàu chạy lại từ sáng mai.")
        arrived(telegram, LAN, "Tàu chạy lại")
        assert telegram.times_sent(LAN, "Tàu nghỉ ngày mai") == 1
        assert telegram.times_sent(LAN, "Tin cũ") == 0
    finally:
        restored.close()
