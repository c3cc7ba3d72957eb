"""`loa doctor` holds this machine's clock against those of the messengers and the portal."""

from datetime import datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from bot.commands.checkup.clock import ask_all, judged
from tests.conftest import Clock

PLACES = {
    "telegram": "https://telegram.test",
    "zalo_oa": "https://zalo.test",
    "the portal": "https://portal.test/",
}


def servers(clock: Clock, behind: dict[str, float], *, age: int = 0, slow: float = 0) -> httpx.AsyncClient:
    """Servers whose clocks are so many seconds behind; the others do not answer. `slow`: seconds an answer takes."""

    def answer(request: httpx.Request) -> httpx.Response:
        name = request.url.host.partition(".")[0]
        if name not in behind:
            raise httpx.ConnectError("refused")
        date = clock() - timedelta(seconds=behind[name] + age)
        clock.passes(seconds=slow)
        return httpx.Response(405, headers={"Date": stamp(date), "Age": str(age)})

    return httpx.AsyncClient(transport=httpx.MockTransport(answer))


def stamp(date: datetime) -> str:
    return format_datetime(date, usegmt=True)


async def verdict(client: httpx.AsyncClient, clock: Clock) -> tuple[bool, str] | None:
    async with client:
        return judged(await ask_all(client, PLACES, clock), portal="the portal")


MEND = "let it follow NTP («timedatectl set-ntp true»; a container has its host's clock)"


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        ({}, None),
        ({"telegram": 0, "zalo": 3, "portal": -3}, (True, "as telegram's and zalo_oa's and the portal's")),
        (
            {"telegram": 46, "zalo": 47, "portal": 0},
            (False, f"this machine's clock is 45 s ahead of telegram's and zalo_oa's: {MEND}"),
        ),
        ({"zalo": -7260}, (False, f"this machine's clock is 2 hours behind zalo_oa's: {MEND}")),
        (
            {"zalo": 0, "portal": -600},
            (True, "as zalo_oa's; the portal's own is 10 minutes ahead, which harms nobody"),
        ),
        (
            {"portal": 600},
            (
                False,
                f"this machine's clock is 10 minutes ahead of the portal's: {MEND}; "
                "unless the portal's own clock is wrong",
            ),
        ),
    ],
)
async def test_one_line_says_how_much_and_what_to_do(
    clock: Clock, behind: dict[str, float], said: tuple[bool, str] | None
) -> None:
    assert await verdict(servers(clock, behind), clock) == said


@pytest.mark.parametrize("odd", [{"slow": 9.0}, {"age": 3600}])
async def test_a_slow_or_a_kept_answer_accuses_nobody(clock: Clock, odd: dict[str, float]) -> None:
    found = await verdict(servers(clock, {"portal": 0}, **odd), clock)  # type: ignore[arg-type]
    assert found == (True, "as the portal's")


@pytest.mark.parametrize(
    "headers", [{}, {"Date": "now"}, {"Date": "Tue, 24 Nov 2026 08:00:00 GMT", "Age": "-1"}]
)
async def test_an_answer_without_a_time_says_nothing(clock: Clock, headers: dict[str, str]) -> None:
    client = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, headers=headers)))
    assert await verdict(client, clock) is None
