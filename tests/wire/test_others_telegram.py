"""The service against a Telegram that others wrote: the npm package telegram-test-api, where it is installed."""

import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.portal import FakePortal
from tests.fakes.telegram import buttons, callbacks
from tests.wire.conftest import TOKEN, Service

LAN = {"id": 1001, "is_bot": False, "first_name": "Lan"}
CHAT = {"id": 1001, "type": "private", "first_name": "Lan"}


class OthersTelegram:
    """Their server, spoken to as their own client speaks to it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def say(self, text: str) -> None:
        self._post("sendMessage", from_=LAN, chat=CHAT, date=int(time.time()), text=text)

    def press(self, message: dict[str, Any], data: str) -> None:
        pressed = {"message_id": message["message_id"], "date": int(time.time()), "chat": CHAT}
        self._post("sendCallback", from_=LAN, message=pressed, data=data)

    def sent(self) -> list[dict[str, Any]]:
        """What the bot wrote, as it stands after every edit."""
        history = self._post("getUpdatesHistory", token=TOKEN)["result"]
        return [
            {**one["message"], "message_id": one["messageId"]}
            for one in history
            if "chat_id" in one.get("message", {})
        ]

    def wait_for(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message like that. Raises AssertionError after a while."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if found := next((one for one in self.sent() if wanted(one)), None):
                return found
            time.sleep(0.1)
        raise AssertionError(f"never sent; there is {self.sent()}")

    def _post(self, path: str, **given: Any) -> Any:
        body = {name.removesuffix("_"): value for name, value in given.items()} | {"botToken": TOKEN}
        request = urllib.request.Request(
            f"{self.url}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


@pytest.fixture
def telegram() -> Iterator[OthersTelegram]:
    node, script = shutil.which("node"), Path(__file__).parent / "others_telegram.js"
    if node is None:
        pytest.skip("node is not installed")
    with subprocess.Popen([node, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout
        port = child.stdout.readline().strip()
        if not port:
            pytest.skip(
                "npm's telegram-test-api is not installed: npm install --no-save telegram-test-api@4.2.1"
            )
        yield OthersTelegram(f"http://127.0.0.1:{port}")
        child.kill()


@pytest.mark.crash
def test_an_announcement_travels_and_comes_back_as_a_mark_by_others_rules(
    tmp_path: Path, portal: FakePortal, telegram: OthersTelegram
) -> None:
    portal.publish(1, "Tin cũ")
    service = Service(tmp_path, portal.url, telegram.url)
    try:
        service.start()
        telegram.say("/start")
        welcome = telegram.wait_for(lambda one: bool(callbacks(one)))
        telegram.press(welcome, callbacks(welcome)[0])
        telegram.wait_for(lambda one: "Đã đăng ký" in one["text"])
        time.sleep(1.2)  # the first look is the backlog
        portal.publish(2, "Tàu nghỉ ngày mai", lead="Tàu không chạy do gió mạnh.")

        push = telegram.wait_for(lambda one: "Tàu nghỉ ngày mai" in one["text"])
        assert len(callbacks(push)) == 5
        assert any("url" in button for row in buttons(push) for button in row)
        telegram.press(push, callbacks(push)[3])
        telegram.wait_for(lambda one: one["message_id"] == push["message_id"] and "4/5" in one["text"])
        assert sum("Tàu nghỉ ngày mai" in one["text"] for one in telegram.sent()) == 1
        assert service.kill() == 0
        assert TOKEN not in service.log.read_text()
    finally:
        service.close()
