"""The main job over real sockets, against a Telegram and a portal that know nothing of Loa's code."""

import signal
import time
from typing import Any

import pytest

from tests.fakes.portal import FakePortal
from tests.fakes.telegram import FakeTelegram, buttons, callbacks
from tests.wire.conftest import TOKEN, Service

LAN = 1001


def subscribe(telegram: FakeTelegram, chat: int) -> None:
    """/start, then the first button of the first message that has buttons."""
    telegram.say(chat, "/start")
    [welcome, *_] = telegram.wait_for(lambda: [one for one in telegram.sent_to(chat) if buttons(one)])
    telegram.press(chat, welcome["message_id"], callbacks(welcome)[0])
    telegram.wait_for(lambda: any("Đã đăng ký" in one["text"] for one in telegram.sent_to(chat)))


def arrived(telegram: FakeTelegram, chat: int, words: str) -> dict[str, Any]:
    found: dict[str, Any] = telegram.wait_for(
        lambda: next((one for one in telegram.sent_to(chat) if words in one["text"]), None)
    )
    return found


def test_an_announcement_travels_and_comes_back_as_a_mark(
    service: Service, portal: FakePortal, telegram: FakeTelegram
) -> None:
    portal.publish(1, "Tin cũ trước khi có Loa", body="Không ai cần biết nữa.")
    service.start()
    subscribe(telegram, LAN)
    telegram.wait_for(lambda: "/rss/" in portal.asked)
    time.sleep(1.2)  # the first look is the backlog

    post = portal.publish(2, "Tàu nghỉ ngày mai", lead="Tàu không chạy do gió mạnh.", body="Chi tiết.")
    push = arrived(telegram, LAN, "Tàu nghỉ ngày mai")

    assert "Tàu không chạy do gió mạnh." in push["text"]
    links = [button["url"] for row in buttons(push) for button in row if "url" in button]
    assert links == [portal.link(post)]
    marks = callbacks(push)
    assert len(marks) == 5
    assert telegram.times_sent(LAN, "Tin cũ") == 0

    telegram.press(LAN, push["message_id"], marks[3])
    telegram.wait_for(lambda: "4/5" in push["text"])
    [line] = service.ask("report", "--json")
    assert (line["id"], line["title"], line["count"], line["spread"]) == (
        "news_2",
        "Tàu nghỉ ngày mai",
        1,
        [0, 0, 0, 1, 0],
    )
    assert callbacks(push) == marks

    telegram.press(LAN, push["message_id"], marks[1])
    telegram.wait_for(lambda: "2/5" in push["text"])
    [line] = service.ask("report", "--json")
    assert (line["count"], line["mean"], line["link"]) == (1, 2.0, portal.link(post))

    assert service.kill() == 0
    service.start()
    portal.publish(3, "Tàu chạy lại", lead="Tàu chạy lại từ sáng mai.")
    arrived(telegram, LAN, "Tàu chạy lại")
    assert telegram.times_sent(LAN, "Tàu nghỉ ngày mai") == 1
    assert service.kill(signal.SIGTERM) == 0
    log = service.log.read_text()
    assert TOKEN not in log
    assert log.count("/healthz tells how it goes") == 2
    assert "uvicorn" not in log


@pytest.mark.crash
@pytest.mark.parametrize("sabotage", ["html", "empty", "truncated", "huge", "control", "hang"])
def test_a_feed_that_lies_is_survived(
    sabotage: str, service: Service, portal: FakePortal, telegram: FakeTelegram
) -> None:
    portal.publish(1, "Tin cũ")
    service.start()
    subscribe(telegram, LAN)
    time.sleep(1.2)
    portal.publish(2, "Thông báo cấp nước", lead="Cấp nước từ 6 giờ.")
    good = portal.feed()
    answers = {
        "html": lambda: (200, {"Content-Type": "text/html"}, b"<html><body>Site is closed</body></html>"),
        "empty": lambda: (200, {"Content-Type": "text/xml"}, b""),
        "truncated": lambda: (200, {"Content-Type": "text/xml"}, good[: len(good) // 2]),
        "huge": lambda: (200, {"Content-Type": "text/xml"}, good + b" " * 50_000_000),
        "control": lambda: (
            200,
            {"Content-Type": "text/xml"},
            good.replace("Cấp".encode(), b"C\x0b\xe1\xba\xa5p"),
        ),
        "hang": lambda: (time.sleep(3), (503, {}, b""))[1],
    }
    portal.instead["/rss/"] = answers[sabotage]
    if sabotage != "control":
        time.sleep(2.5)
        assert telegram.times_sent(LAN, "cấp nước") == 0
        del portal.instead["/rss/"]

    arrived(telegram, LAN, "Thông báo cấp nước")

    assert telegram.times_sent(LAN, "cấp nước") == 1
    assert telegram.times_sent(LAN, "Tin cũ") == 0
    log = service.log.read_text()
    assert "Traceback" not in log
    assert log.count("cannot be read") <= 2
