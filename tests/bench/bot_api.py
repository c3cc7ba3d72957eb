"""A Bot API in a process of its own that answers at once or after a while and is never what is measured.

`python -m tests.bench.bot_api SECONDS` prints its port and answers every message after SECONDS.
"""

import asyncio
import json
import sys
from itertools import count

_NUMBERS = count(1)
_HEAD = "HTTP/1.1 {}\r\nServer: nginx\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}"
_BOT = {"id": 1, "is_bot": True, "first_name": "Loa", "username": "loa_bot"}
_BUTTONS = [[{"text": f"{mark} ⭐", "callback_data": f"r:7:{mark}"} for mark in range(1, 6)]]
_MESSAGE = {
    "date": 1,
    "chat": {"id": 7, "type": "private", "first_name": "Lan"},
    "from": _BOT,
    "text": "Tàu nghỉ ngày mai do gió mạnh. " * 20,
    "entities": [{"type": "bold", "offset": 0, "length": 8}],
    "reply_markup": {"inline_keyboard": _BUTTONS},
}


class Line(asyncio.Protocol):
    """One connection: whole requests in, whole answers out."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end].lower()
            _, _, after = head.partition(b"content-length:")
            length = int(after.split(b"\r\n")[0]) if after else 0
            if len(self._held) < end + 4 + length:
                return
            method = head.split(b" ")[1].rpartition(b"/")[2].decode()
            self._held = self._held[end + 4 + length :]
            self.asked(method)

    def asked(self, method: str) -> None:
        """One request is whole."""
        if method in ("sendmessage", "editmessagetext"):
            self._loop.call_later(self._seconds, self.answer, message())
        else:
            self.answer(_BOT)

    def answer(self, result: object, **refused: object) -> None:
        """Write an answer, or a refusal."""
        body = json.dumps(refused or {"ok": True, "result": result})
        status = "429 Too Many Requests" if refused else "200 OK"
        self._transport.write(_HEAD.format(status, len(body), body).encode())


def message() -> dict[str, object]:
    """What became of a message."""
    return _MESSAGE | {"message_id": next(_NUMBERS)}


async def main() -> None:
    seconds = float(sys.argv[1])
    server = await asyncio.get_running_loop().create_server(
        lambda: Line(seconds), "127.0.0.1", 0, backlog=512
    )
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
