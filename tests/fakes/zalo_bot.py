"""A Zalo Bot Platform of the tests' own, built from the public facts: it knows nothing of Loa's code.

It answers errors with HTTP 200, hands out one update at a time without an acknowledgement, and may tell the same
update again (`replays`) or forget one it told (`drops`).
"""

import itertools
import json
from collections import deque
from collections.abc import Callable
from typing import Any

import httpx

Refusal = tuple[int, dict[str, Any] | str]


class FakeZaloBot:
    """One bot. `refuse` may answer a call in place of the bot; `replays`: how often each update is told again."""

    def __init__(self, token: str = "12345689:abc-xyz") -> None:
        self.token = token
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.sent: list[tuple[str, str]] = []
        self.webhook: tuple[str, str] | None = None
        self.reachable = True
        self.replays = 0
        self.per_month: int | None = None
        self.refuse: Callable[[str, dict[str, Any]], Refusal | None] = lambda *_: None
        self._updates: deque[dict[str, Any]] = deque()
        self._ids = itertools.count(1)

    def say(self, person: str, text: str, *, group: str = "") -> dict[str, Any]:
        """Somebody writes; returns the event as a webhook would bring it."""
        message = {
            "from": {"id": person, "display_name": "Lan", "is_bot": False},
            "chat": {"id": group or person, "chat_type": "GROUP" if group else "PRIVATE"},
            "text": text,
            "message_id": f"{next(self._ids):020x}",
            "date": 1750316131602,
        }
        event = {"event_name": "message.text.received", "message": message}
        self._updates.extend([event] * (1 + self.replays))
        return event

    def sent_to(self, chat: str) -> list[str]:
        """What a phone shows."""
        return [text for whom, text in self.sent if whom == chat]

    @property
    def heard(self) -> bool:
        """Whether every update was asked for."""
        return not self._updates

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        bot, method = request.url.path.strip("/").split("/")
        given = json.loads(request.content or b"{}")
        self.calls.append((method, given))
        if refused := self.refuse(method, given):
            status, body = refused
            return (
                httpx.Response(status, html=body)
                if isinstance(body, str)
                else httpx.Response(status, json=body)
            )
        if bot != f"bot{self.token}":
            return httpx.Response(200, json=_error(401, "Unauthorized"))
        answer = getattr(self, f"_{method}", lambda _: _error(404, "Not Found"))(given)
        return httpx.Response(408 if answer.get("error_code") == 408 else 200, json=answer)

    def _getMe(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  # the API's own name
        me = {"id": "1459232241454765289", "account_name": "bot.VDKyGxQvc", "account_type": "BASIC"}
        return {"ok": True, "result": me | {"can_join_groups": False}}

    def _sendMessage(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if not given.get("chat_id"):
            return _error(400, "Bad request: The chat_id must not be empty")
        if not 1 <= len(given["text"].encode("utf-16-le")) // 2 <= 2000:
            return _error(400, "Bad request: text must be 1 to 2000 characters")
        if self.per_month is not None and len(self.sent) >= self.per_month:
            return _error(429, "Quota exceeded")
        self.sent.append((given["chat_id"], given["text"]))
        return {"ok": True, "result": {"message_id": f"{next(self._ids):020x}", "date": 1749632637199}}

    def _sendChatAction(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return {"ok": True}

    def _getUpdates(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if self.webhook:
            return _error(
                400, "You cannot use this API while a webhook is set. Please remove the webhook first"
            )
        if not self._updates:
            return _error(408, "Request timeout")
        return {"ok": True, "result": self._updates.popleft()}

    def _setWebhook(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self.webhook = (given["url"], given["secret_token"])
        verified: dict[str, Any] = {"ok": True, "status_code": 200, "outcome": "webhook.ok"}
        if not self.reachable:
            verified = {"ok": False, "status_code": 403, "outcome": "webhook.http.403"}
        return {"ok": True, "result": {"url": given["url"], "updated_at": 1, "verification": verified}}

    def _getWebhookInfo(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if self.webhook is None:
            return _error(404, "Not Found")
        return {"ok": True, "result": {"url": self.webhook[0], "updated_at": 1}}

    def _deleteWebhook(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self.webhook = None
        return {"ok": True, "result": {"url": "", "updated_at": 1}}


def _error(code: int | str, description: str) -> dict[str, Any]:
    return {"ok": False, "description": description, "error_code": code}
