"""The plug is pulled in the middle of broadcasts: nobody misses a message, and repeats stay within the promise."""

import random
import signal
import time

import pytest

from tests.fakes.portal import FakePortal
from tests.fakes.telegram import FakeTelegram
from tests.wire.conftest import Service
from tests.wire.test_main_job import subscribe

PEOPLE = range(1001, 1081)
ROUNDS = 10
IN_FLIGHT = 10  # sends under way at once: the promise is at most one repeat per kill and send in flight


@pytest.mark.crash
def test_nobody_misses_a_message_however_often_the_plug_is_pulled(
    service: Service, portal: FakePortal, telegram: FakeTelegram
) -> None:
    portal.publish(1, "Tin cũ")
    service.start()
    for chat in PEOPLE:
        subscribe(telegram, chat)
    chance = random.Random(2026)

    def slow(method: str, _: dict[str, object]) -> None:
        if method == "sendMessage":
            time.sleep(0.005)

    telegram.refuse = slow
    kills = 0
    for number in range(2, 2 + ROUNDS):
        title = f"Thông báo số {number}."
        portal.publish(number, title, lead="Nội dung.")
        telegram.wait_for(lambda title=title: sum(telegram.times_sent(chat, title) for chat in PEOPLE) >= 3)
        time.sleep(chance.uniform(0, 0.5))
        service.kill(signal.SIGKILL)
        kills += 1
        service.start()
        telegram.wait_for(lambda title=title: all(telegram.times_sent(chat, title) for chat in PEOPLE), 120)

    total = sum(telegram.times_sent(chat, "Thông báo số") for chat in PEOPLE)
    repeats = total - ROUNDS * len(PEOPLE)
    assert 0 <= repeats <= kills * IN_FLIGHT
    assert sum(telegram.times_sent(chat, "có thể đã đến") for chat in PEOPLE) >= repeats
    assert telegram.times_sent(PEOPLE[0], "Tin cũ") == 0
