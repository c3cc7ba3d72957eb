"""A Telegram whose answers a test decides."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import httpx

from bot.channels.telegram import Telegram

TOKEN = "1:secret-token-that-never-shows"

Answer = Callable[[str, dict[str, Any]], httpx.Response]


def bot(answer: Answer, *, paid: bool = False) -> Telegram:
    async def handle(request: httpx.Request) -> httpx.Response:
        fields = {key: values[0] for key, values in parse_qs(request.content.decode()).items()}
        return answer(request.url.path.rpartition("/")[2], fields)

    return Telegram(TOKEN, api="http://telegram.test", paid=paid, transport=httpx.MockTransport(handle))


def ok(result: Any) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, "result": result})


def sent(number: int = 55) -> httpx.Response:
    return ok({"message_id": number, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x"})
