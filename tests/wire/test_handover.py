"""Two services on one PostgreSQL, and the sender is stopped or cut off: the other sends, and never both."""

import itertools
import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.fakes.counting import CountingTelegram
from tests.fakes.line import Line
from tests.fakes.portal import FakePortal
from tests.fakes.postgres import fresh
from tests.wire.crashing import IN_FLIGHT, PEOPLE, Scenario, subscribed

SLOW = "\n[telegram]\nper_second = 8\n"


@pytest.fixture
def url(postgres: str) -> str:
    made = fresh(postgres)
    subscribed(made, PEOPLE)
    return made


@pytest.fixture
def office(tmp_path: Path, url: str) -> Iterator[Scenario]:
    with FakePortal() as portal, CountingTelegram() as telegram:
        made = Scenario(tmp_path, url, portal, telegram)
        yield made
        made.close()


@pytest.fixture
def line(url: str) -> Iterator[Line]:
    """The database by TCP: the suite's server listens on a socket of the file system only."""
    folder = str(make_url(url).query["host"])

    def connect() -> socket.socket:
        far = socket.socket(socket.AF_UNIX)
        far.connect(f"{folder}/.s.PGSQL.5432")
        return far

    with Line(connect) as made:
        yield made


def by_line(url: str, line: Line) -> str:
    there = make_url(url).set(host="127.0.0.1", port=line.port, query={})
    return there.render_as_string(hide_password=False)


def handed_over(office: Scenario, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Wait until the other service sends, and everybody has everything; the first one sends nothing meanwhile."""
    assert office.telegram.wait_for(lambda: any(who == "loa1" for who, _ in office.telegram.calls)), (
        "nobody did"
    )
    figures = office.finish()
    ends = {who: at for who, at in reversed(office.telegram.calls) if who == "loa1"} | {
        who: at for who, at in office.telegram.calls if who == "loa0"
    }
    seconds = ends["loa1"] - ends["loa0"]
    with capsys.disabled():
        os.write(
            1,
            (
                json.dumps({"handover": what, "seconds": round(seconds, 1), "repeats": figures.repeats})
                + "\n"
            ).encode(),
        )
    assert figures.lost == 0
    assert figures.repeats <= IN_FLIGHT
    turns = [who for who, _ in itertools.groupby(who for who, _ in office.telegram.calls)]
    assert turns == ["loa0", "loa1"], f"both sent: {turns}"


@pytest.mark.crash
@pytest.mark.parametrize("end", ["kill", "stop"])
def test_a_sender_that_ends_or_is_stopped_is_followed_by_one_other(
    end: str, office: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    first = office.add(more=SLOW)
    office.baseline()
    office.settled("loa0")
    office.add_beside(SLOW)
    number = office.publish()
    assert office.telegram.wait_for(lambda: office.telegram.sent(number) > 3)

    first.tell(signal.SIGKILL if end == "kill" else signal.SIGSTOP)
    office.telegram.wait_for(lambda: any(who == "loa1" for who, _ in office.telegram.calls))
    if end == "stop":
        first.tell(signal.SIGCONT)

    handed_over(office, end, capsys)


@pytest.mark.crash
@pytest.mark.parametrize("how", ["cut", "silence"])
def test_a_sender_that_loses_the_database_stops_before_another_begins(
    how: str, office: Scenario, url: str, line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    office.add(more=SLOW, LOA_DATABASE_URL=by_line(url, line))
    office.baseline()
    office.settled("loa0")
    office.add_beside(SLOW)
    number = office.publish()
    assert office.telegram.wait_for(lambda: office.telegram.sent(number) > 3)

    line.silence()
    if how == "cut":
        line.cut()

    handed_over(office, how, capsys)
