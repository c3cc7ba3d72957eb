"""A Telegram that takes thousands a second and counts: who sent what to whom, and who was sending when.

One event loop in a thread of its own. Several services tell themselves apart by the first part of their path.
"""

import asyncio
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

BOT = {"id": 1, "is_bot": True, "first_name": "Loa", "username": "loa_bot"}
_NUMBER = re.compile(r"số (\d+)")
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Call:
    """One send: by which service, to which chat, of which announcement («… số 7»; -1 for anything else)."""

    service: str
    chat: int
    number: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered instead of «taken»; `body` None cuts the line. `taken` says whether the message arrived.

    `share` of the body is written, and then the line is cut; with `dribble` its bytes come one by one, so many seconds
    apart.
    """

    status: int = 200
    body: dict[str, object] | str | None = None
    taken: bool = False
    share: float = 1.0
    dribble: float = 0.0


def throttled(seconds: int) -> Answer:
    """Too many requests."""
    said = f"Too Many Requests: retry after {seconds}"
    parameters = {"retry_after": seconds}
    return Answer(429, {"ok": False, "error_code": 429, "description": said, "parameters": parameters})


def well(number: int = 1) -> dict[str, object]:
    """As if a message had been taken."""
    return _message(Call("", 1, number))


def blocked() -> Answer:
    """This person wants nothing of us."""
    said = "Forbidden: bot was blocked by the user"
    return Answer(403, {"ok": False, "error_code": 403, "description": said})


class CountingTelegram:
    """Use as a context manager. `trouble` and `after` are asked in the server's own thread."""

    def __init__(self, *, delay: Callable[[], float] = lambda: random.uniform(0.0, 0.01)) -> None:
        self.taken: Counter[tuple[int, int]] = Counter()  # by (chat, number)
        self._reached: Counter[int] = Counter()  # people by number
        self.calls: list[tuple[str, float]] = []  # who sent, and when
        self.trouble: Callable[[Call], Answer | None] = lambda _: None
        self.after: Callable[[Call], None] = lambda _: None
        self.polled: Callable[[], Answer | None] = lambda: None
        self.delay = delay
        self.lines: set[asyncio.Transport] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._port = 0

    def __enter__(self) -> "CountingTelegram":
        self._thread.start()
        self._port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def url(self, service: str = "loa") -> str:
        """Where one service sends to."""
        return f"http://127.0.0.1:{self._port}/{service}"

    def sent(self, number: int) -> int:
        """How many people have an announcement."""
        return self._reached[number]

    def wait_for(self, happened: Callable[[], bool], seconds: float = 60.0) -> bool:
        """Look every few milliseconds until it happened; whether it did."""
        end = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    async def _listen(self) -> int:
        self._server = await self._loop.create_server(lambda: _Line(self), "127.0.0.1", 0, backlog=500)
        return int(self._server.sockets[0].getsockname()[1])

    async def _close(self) -> None:
        self._server.close()
        for line in list(self.lines):
            line.abort()
        await asyncio.sleep(0)


class _Line(asyncio.Protocol):
    def __init__(self, telegram: CountingTelegram) -> None:
        self._telegram = telegram
        self._heard = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._telegram.lines.add(transport)

    def connection_lost(self, _: Exception | None) -> None:
        if self._transport:
            self._telegram.lines.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (end := self._heard.find(b"\r\n\r\n")) >= 0:
            found = _LENGTH.search(self._heard, 0, end)
            length = int(found[1]) if found else 0
            if len(self._heard) < end + 4 + length:
                return
            path = self._heard.split(b" ", 2)[1].decode()
            body = self._heard[end + 4 : end + 4 + length].decode()
            self._heard = self._heard[end + 4 + length :]
            self._answer(path, body)

    def _answer(self, path: str, body: str) -> None:
        telegram = self._telegram
        _, service, *_, method = path.split("/")
        later = telegram._loop.call_later
        if method == "getUpdates":
            given = dict(parse_qsl(body))
            patience = 2.0 if given.get("timeout", "0") != "0" else 0
            trouble = telegram.polled()
            later(0.1 if trouble else patience, self._say, trouble or Answer(body=_well([])))
        elif method != "sendMessage":
            self._say(Answer(body=_well(BOT if method == "getMe" else True)))
        else:
            given = dict(parse_qsl(body))
            found = _NUMBER.search(given["text"])
            call = Call(service, int(given["chat_id"]), int(found[1]) if found else -1)
            telegram.calls.append((service, time.monotonic()))
            answer = telegram.trouble(call)
            if answer is None or answer.taken:
                telegram._reached[call.number] += not telegram.taken[call.chat, call.number]
                telegram.taken[call.chat, call.number] += 1
            later(telegram.delay(), self._say, answer or Answer(body=_message(call)), call)

    def _say(self, answer: Answer, call: Call | None = None) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        if answer.body is None:
            self._transport.abort()
            return
        said = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        kind = "text/html" if isinstance(answer.body, str) else "application/json"
        head = f"HTTP/1.1 {answer.status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(said.encode())}\r\n\r\n"
        if answer.dribble:
            self._transport.write(head.encode())
            self._dribble(said.encode(), answer.dribble)
            return
        self._transport.write((head + said[: round(len(said) * answer.share)]).encode())
        if answer.share < 1:
            self._transport.close()
        if call:
            self._telegram.after(call)

    def _dribble(self, rest: bytes, seconds: float) -> None:
        if rest and self._transport and not self._transport.is_closing():
            self._transport.write(rest[:1])
            self._telegram._loop.call_later(seconds, self._dribble, rest[1:], seconds)


def _well(result: object) -> dict[str, object]:
    return {"ok": True, "result": result}


def _message(call: Call) -> dict[str, object]:
    chat = {"id": call.chat, "type": "private", "first_name": "Lan"}
    return _well({"message_id": call.number + 2, "date": int(time.time()), "chat": chat, "text": "…"})
