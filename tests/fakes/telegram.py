"""A Telegram of the tests' own, with or without sockets: it knows nothing of Loa's code."""

import itertools
import json
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.loopback import Answer, OnLoopback

BOT = {"id": 1, "is_bot": True, "first_name": "Loa", "username": "loa_bot"}


class FakeChats:
    """Keeps what was sent; people speak through `say` and `press`. `patience`: seconds of a long poll."""

    def __init__(self, *, patience: float = 0.0) -> None:
        self._patience = patience
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.messages: dict[int, dict[str, Any]] = {}
        self.refuse: Callable[[str, dict[str, Any]], tuple[int, dict[str, Any]] | None] = lambda *_: None
        self._updates: list[dict[str, Any]] = []
        self._ids = itertools.count(1)
        self._changed = threading.Condition()

    # ── people ──────────────────────────────────────────────────────────────────────────────────────────

    def say(self, chat: int, text: str) -> None:
        """Somebody types a message in their private chat."""
        message = {"message_id": next(self._ids), "date": int(time.time()), "text": text, **_whose(chat)}
        self._push({"message": message})

    def press(self, chat: int, message_id: int, data: str) -> None:
        """Somebody presses a button of a message."""
        query = {
            "id": str(next(self._ids)),
            "from": _person(chat),
            "chat_instance": "1",
            "message": self.messages[message_id],
            "data": data,
        }
        self._push({"callback_query": query})

    def sent_to(self, chat: int) -> list[dict[str, Any]]:
        """The messages a phone shows, as they stand after every edit."""
        return [message for message in self.messages.values() if message["chat"]["id"] == chat]

    def times_sent(self, chat: int, words: str) -> int:
        """How many messages holding `words` were sent to a chat."""
        sent = [given for method, given in self.calls if method == "sendMessage"]
        return sum(given["chat_id"] == str(chat) and words in given["text"] for given in sent)

    def wait_for(self, happened: Callable[[], Any], seconds: float = 15.0) -> Any:
        """Block until `happened()` is true. Raises AssertionError after `seconds`."""
        with self._changed:
            if not self._changed.wait_for(happened, seconds):
                raise AssertionError(f"did not happen within {seconds} s; calls: {self.calls[-5:]}")
        return happened()

    # ── the Bot API ─────────────────────────────────────────────────────────────────────────────────────

    def answer(self, method: str, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if method == "getUpdates":
            return 200, {"ok": True, "result": self._poll(int(given.get("offset", 0)), given)}
        with self._changed:
            if refused := self.refuse(method, given):
                return refused
            self.calls.append((method, given))
            result = getattr(self, f"_{method}", lambda _: True)(given)
            self._changed.notify_all()
        return 200, {"ok": True, "result": result}

    def _getMe(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  # the Bot API's own name
        return BOT

    def _sendMessage(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        chat = int(given["chat_id"])
        message = {
            "message_id": next(self._ids),
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Lan"},
            "from": BOT,
            "text": given["text"],
        }
        if "reply_markup" in given:
            message["reply_markup"] = json.loads(given["reply_markup"])
        self.messages[message["message_id"]] = message
        return message

    def _editMessageText(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        message = self.messages[int(given["message_id"])]
        message["text"] = given["text"]
        message["reply_markup"] = json.loads(given.get("reply_markup", '{"inline_keyboard": []}'))
        return message

    def _poll(self, offset: int, given: dict[str, Any]) -> list[dict[str, Any]]:
        patience = min(float(given.get("timeout", 0)), self._patience)
        with self._changed:
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
            self._changed.wait_for(lambda: self._updates, patience)
            return list(self._updates)

    def _push(self, update: dict[str, Any]) -> None:
        with self._changed:
            self._updates.append({"update_id": next(self._ids), **update})
            self._changed.notify_all()

    def heard(self) -> bool:
        """Whether every update was fetched and confirmed."""
        return not self._updates


class FakeTelegram(OnLoopback, FakeChats):
    """The same on loopback. Use as a context manager."""

    def __init__(self) -> None:
        OnLoopback.__init__(self)
        FakeChats.__init__(self, patience=2.0)

    def over_http(self, path: str, body: str) -> Answer:
        """One method of the Bot API."""
        method = urlsplit(path).path.rsplit("/", 1)[-1]
        status, answer = self.answer(method, dict(parse_qsl(body, keep_blank_values=True)))
        return status, {"Content-Type": "application/json"}, json.dumps(answer).encode()


def buttons(message: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The rows of buttons under a message."""
    rows: list[list[dict[str, Any]]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def callbacks(message: dict[str, Any]) -> list[str]:
    """The codes of the first row that has any, left to right."""
    rows = [
        [button["callback_data"] for button in row if "callback_data" in button] for row in buttons(message)
    ]
    return next((row for row in rows if row), [])


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Lan"}


def _whose(chat: int) -> dict[str, Any]:
    return {"chat": {"id": chat, "type": "private", "first_name": "Lan"}, "from": _person(chat)}
