"""Clocks that go fast, slow and jump: what a messenger says of times is compared with what it says itself."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import Telegram
from bot.channels.zalo_bot import ZaloBot
from bot.clocks import TheirClock, in_ours
from bot.listener.late import said_at, timed
from bot.messages import Left, Message, Said
from storage.records import Address, Messenger, Person
from tests.conftest import NOW

LAN = Address(Messenger.ZALO_OA, "lan")
SPANS = st.timedeltas(timedelta(days=-3000), timedelta(days=3000))


class Seconds:
    """Seconds since the machine was started."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def dated(at: datetime) -> dict[str, str]:
    return {"Date": format_datetime(at, usegmt=True)}


def said(at: datetime) -> Said:
    return Said(address=LAN, person=Person(Messenger.ZALO_OA, "lan"), text="4", ref="1", at=at)


def test_nobody_knows_their_time_until_an_answer_tells_it() -> None:
    clock = TheirClock(Seconds())
    for headers in ({}, {"Date": "yesterday"}, {"Date": "Tue, 99 Nov 2026 08:00:00 GMT"}):
        clock.told(headers)
        assert clock.now() is None


def test_between_answers_it_goes_on_by_itself() -> None:
    seconds = Seconds()
    clock = TheirClock(seconds)
    clock.told(dated(NOW))
    seconds.now += 90_000
    assert clock.now() == NOW + timedelta(seconds=90_000)


def test_an_answer_that_was_long_on_its_way_puts_nothing_back() -> None:
    seconds = Seconds()
    clock = TheirClock(seconds)
    for slow in (0, 25, 3):
        seconds.now += 30
        clock.told(dated(NOW + timedelta(seconds=seconds.now - slow)))
    assert clock.now() == NOW + timedelta(seconds=seconds.now)


def test_a_clock_of_theirs_that_is_put_back_is_believed_after_ten_minutes() -> None:
    seconds = Seconds()
    clock = TheirClock(seconds)
    clock.told(dated(NOW + timedelta(hours=1)))
    for _ in range(22):
        seconds.now += 30
        clock.told(dated(NOW + timedelta(seconds=seconds.now)))
    assert clock.now() == NOW + timedelta(seconds=seconds.now)


@given(ahead=SPANS, ago=st.integers(0, 600))
def test_how_late_words_are_does_not_depend_on_our_clock(ahead: timedelta, ago: int) -> None:
    theirs, ours = NOW, NOW + ahead
    [heard] = timed([said(theirs - timedelta(seconds=ago))], theirs=theirs, now=ours)
    at = said_at(heard, ours)
    assert at == (ours - timedelta(seconds=ago) if ago >= 20 else None)


@given(at=st.datetimes(timezones=st.just(UTC)), ahead=SPANS)
def test_no_time_is_nonsense_enough_to_break_anything(at: datetime, ahead: timedelta) -> None:
    ours = in_ours(at, theirs=NOW, now=NOW + ahead)
    assert ours == at or ours <= NOW + ahead


@pytest.mark.parametrize("at", [NOW, NOW - timedelta(seconds=30)])
def test_where_their_clock_is_not_known_ours_is_believed(at: datetime) -> None:
    assert timed([said(at)], theirs=None, now=NOW) == [said(at)]


def test_coming_and_going_keep_the_messengers_time() -> None:
    left = Left(address=LAN, at=NOW)
    assert timed([left], theirs=NOW, now=NOW + timedelta(hours=1)) == [left]


@pytest.mark.parametrize("name", ["telegram", "zalo_bot"])
async def test_every_answer_of_a_messenger_tells_its_time(name: str) -> None:
    seconds = Seconds()

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"ok": True, "result": {"message_id": 5}}, headers=dated(NOW))

    network: dict[str, Any] = {"transport": httpx.MockTransport(answer), "monotonic": seconds}
    channel = Telegram("1:a", **network) if name == "telegram" else ZaloBot("1:a", **network)
    assert channel.their.now() is None

    await channel.send("7", Message("Tàu nghỉ"))

    assert channel.their.now() == NOW
    await channel.close()
