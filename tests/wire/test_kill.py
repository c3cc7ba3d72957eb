"""The plug is pulled in the middle of broadcasts: nobody misses a message, and repeats stay within the promise.

`LOA_CRASH_KILLS` says how often, over all scenarios.
"""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.fakes.counting import CountingTelegram
from tests.fakes.portal import FakePortal
from tests.fakes.postgres import fresh
from tests.wire.crashing import IN_FLIGHT, PEOPLE, Figures, Scenario, subscribed

KILLS = int(os.environ.get("LOA_CRASH_KILLS", "206"))
# A sender on PostgreSQL waits three seconds until the one before must have stopped, so there are fewer of these.
SHARES = {"sqlite": 0.72, "postgresql": 0.14, "two on postgresql": 0.14}


@contextmanager
def scenario(folder: Path, url: str) -> Iterator[Scenario]:
    folder.mkdir()
    with FakePortal() as portal, CountingTelegram() as telegram:
        made = Scenario(folder, url, portal, telegram)
        try:
            yield made
        finally:
            made.close()


def pulled(folder: Path, url: str, *, processes: int, kills: int) -> Figures:
    with scenario(folder, url) as office:
        for _ in range(processes):
            office.add()
        office.baseline()
        for _ in range(kills):
            office.kill()
        return office.finish()


@pytest.mark.crash
def test_nobody_misses_a_message_however_often_the_plug_is_pulled(
    tmp_path: Path, postgres: str, capsys: pytest.CaptureFixture[str]
) -> None:
    urls = {name: fresh(postgres) for name in SHARES if name != "sqlite"}
    urls["sqlite"] = f"sqlite+aiosqlite:///{tmp_path}/loa.db"
    for url in urls.values():  # one after the other: alembic is not for threads
        subscribed(url, PEOPLE)
    with ThreadPoolExecutor() as pool:
        running = {
            name: pool.submit(
                pulled,
                tmp_path / name.replace(" ", "-"),
                urls[name],
                processes=2 if name.startswith("two") else 1,
                kills=max(1, round(KILLS * share)),
            )
            for name, share in SHARES.items()
        }
        figures = {name: one.result() for name, one in running.items()}
    total = sum(figures.values(), Figures())
    allowed = total.kills * IN_FLIGHT
    line = {"crash": asdict(total) | {"allowed": allowed}} | {
        name: asdict(one) for name, one in figures.items()
    }
    with capsys.disabled():
        os.write(1, (json.dumps(line) + "\n").encode())

    assert total.lost == 0
    assert all(one.repeats <= one.kills * IN_FLIGHT for one in figures.values())
    assert total.kills >= KILLS - len(SHARES)
