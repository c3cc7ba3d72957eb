"""Everything at once on the way to the messenger: each message arrives, and once, but for what was never answered."""

import json
import os
import random
import signal
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.counting import Answer, Call, CountingTelegram, throttled, well
from tests.fakes.portal import FakePortal
from tests.wire.crashing import IN_FLIGHT, Scenario, subscribed

PAGE = "<html><body>502 Bad Gateway</body></html>"
Opened = Callable[[range], Scenario]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """An office on SQLite with so many subscribers."""
    url = f"sqlite+aiosqlite:///{tmp_path}/loa.db"
    with FakePortal() as portal, CountingTelegram() as telegram:
        office = Scenario(tmp_path, url, portal, telegram)

        def people(chats: range) -> Scenario:
            subscribed(url, chats)
            office.people = chats
            return office

        yield people
        office.close()


def tell(capsys: pytest.CaptureFixture[str], **figures: object) -> None:
    """One line of figures."""
    with capsys.disabled():
        os.write(1, (json.dumps(figures) + "\n").encode())


@pytest.mark.crash
def test_three_kills_amid_502s_cut_lines_and_429s_lose_nothing(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    office = opened(range(1001, 1241))
    chance, unanswered = random.Random(3), 0

    def trouble(_: Call) -> Answer | None:
        nonlocal unanswered
        match chance.random():
            case drawn if drawn < 0.03:
                return Answer(502, PAGE)
            case drawn if drawn < 0.06:
                taken = chance.random() < 0.5
                unanswered += taken
                return Answer(taken=taken)
            case drawn if drawn < 0.09:
                return throttled(1)
        return None

    service = office.add()
    office.baseline()
    office.telegram.trouble = trouble
    number = office.publish()
    for arrived in (60, 120, 180):
        assert office.telegram.wait_for(lambda: office.telegram.sent(number) >= arrived)  # noqa: B023
        service.kill(signal.SIGKILL)
        service.start()
    figures = office.finish()

    tell(
        capsys, mixed="502s, cut lines, 429s, kills", kills=3, unanswered=unanswered, repeats=figures.repeats
    )
    assert figures.deliveries == 240
    assert figures.lost == 0
    assert figures.repeats <= 3 * IN_FLIGHT + unanswered
    assert "Traceback" not in service.log.read_text()


@pytest.mark.crash
def test_four_hundred_are_told_at_the_limit_and_never_past_it(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    """Measured where it arrives: the way there and back takes 20 to 100 ms.

    How long all took is told and not asserted: on a busy machine it is the machine's. That the pace itself gives 0.95
    of what is allowed is held in `test_pacing` by a clock of the test's own; here, that it is pressed to the limit.
    """
    office = opened(range(1001, 1401))
    office.telegram.delay = lambda: random.uniform(0.02, 0.1)
    lately: deque[float] = deque()
    refused = most = 0

    def counted(_: Call) -> Answer | None:
        nonlocal refused, most
        now = office.telegram.calls[-1][1]
        while lately and lately[0] <= now - 1:
            lately.popleft()
        if len(lately) >= 30:
            refused += 1
            return throttled(1)
        lately.append(now)
        most = max(most, len(lately))
        return None

    office.telegram.trouble = counted
    office.add(more="")
    office.baseline()
    office.publish()
    figures = office.finish()

    first, last = (office.telegram.calls[place][1] for place in (0, -1))
    share = 399 / (last - first) / 30
    tell(capsys, told=400, allowed=30, share=round(share, 3), refused=refused, fullest_second=most)
    assert (figures.lost, figures.repeats) == (0, 0)
    assert refused <= 2
    assert most >= 29


RUBBISH = {
    "a page with 200": Answer(body="<html><body>Log in to the network</body></html>"),
    "a page with 200, taken": Answer(body="<html><body>OK</body></html>", taken=True),
    "half an answer": Answer(body=well(), share=0.5, taken=True),
    "half JSON": Answer(body=json.dumps(well())[:40], taken=True),
    "not what was asked": Answer(body={"ok": True}, taken=True),
    "a list": Answer(body="[1, 2]"),
    "no JSON that ever ends": Answer(body="[" * 100_000),
    "a reset before": Answer(),
    "a reset after": Answer(taken=True),
    "500 with words": Answer(500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}),
    "503 with a page": Answer(503, PAGE),
    "403 of a proxy": Answer(403, PAGE),
    "404 of a proxy": Answer(404, "not found"),
    "a dribble": Answer(body=well(), dribble=0.5, taken=True),
}


@pytest.mark.crash
def test_rubbish_is_survived_one_by_one(opened: Opened, capsys: pytest.CaptureFixture[str]) -> None:
    """Each of them meets one person's first try, and polling meets a page, half an answer and a reset."""
    office = opened(range(1001, 1041))
    met: set[int] = set()
    left = deque(RUBBISH.items())
    polls = deque([Answer(body=PAGE), Answer(body={"ok": True, "result": []}, share=0.5), Answer()])
    unanswered = 0

    def rubbish(call: Call) -> Answer | None:
        nonlocal unanswered
        if call.chat in met or not left:
            return None
        met.add(call.chat)
        _, answer = left.popleft()
        unanswered += answer.taken
        return answer

    office.telegram.trouble = rubbish
    office.telegram.polled = lambda: polls.popleft() if polls else None
    service = office.add(more="")
    office.baseline()
    office.publish()
    office.finish()
    office.telegram.wait_for(lambda: sum(office.telegram.taken.values()) >= 40 + unanswered)
    figures = office.finish()

    tell(capsys, rubbish=len(RUBBISH), unanswered=unanswered, repeats=figures.repeats)
    assert not left
    assert not polls
    assert figures.lost == 0
    assert figures.repeats == unanswered
    log = service.log.read_text()
    assert "Traceback" not in log
    assert "1:x" not in log
    assert service.health()[0] == 200
