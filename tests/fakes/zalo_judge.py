"""Both of Zalo's surfaces as a harsh judge plays them: recorded bodies, and trouble by the dice. Knows nothing of Loa.

The Bot Platform tells updates again or forgets them, sends codes as numbers and as strings, HTML for 429, an empty
poll with HTTP 200 or 408, and may take a message and never answer. The Official Account's webhook comes twice, late and
out of order; its tokens end in the middle of everything, its refresh tokens are good for one use.
"""

import hashlib
import json
import random
from collections import defaultdict
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

import httpx

NGINX = "<html><head><title>429 Too Many Requests</title></head><body>nginx</body></html>"


class Judge:
    """`seed` decides all trouble; sends that carry news («TB…») meet more of it.

    `phones` is what people see: (surface, person) → texts in order."""

    app_id, app_secret, key, token = "2553928453557884079", "app-secret", "oa-key", "12345689:abc-xyz"

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.phones: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.updates: list[dict[str, Any]] = []
        self.webhooks: list[tuple[datetime, bytes, dict[str, str]]] = []
        self.refresh, self.access, self.spent = "refresh-0", "", 0
        self.rough = False
        self._names = 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        """One call of either API, or of the token endpoint."""
        if request.url.path.endswith("/access_token"):
            return self._exchange(parse_qs(request.content.decode()))
        given = json.loads(request.content or b"{}")
        if request.url.path.startswith("/bot"):
            return self._bot(request.url.path.rpartition("/")[2], given)
        return self._account(request, given)

    def writes(self, surface: str, person: str, text: str, *, at: datetime) -> bool:
        """Somebody writes, or taps a button whose payload is `text`; False where nobody will ever be told of it."""
        if surface == "zalo_bot":
            message = {
                "from": {"id": person, "display_name": "x", "is_bot": False},
                "chat": {"id": person, "chat_type": "PRIVATE"},
                "text": text,
                "message_id": self._name(),
                "date": int(at.timestamp() * 1000),
            }
            event = {"event_name": "message.text.received", "message": message}
            if self.rough and self.dice.random() < 0.1:
                return False
            self.updates += [event] * (self.dice.choice((1, 1, 2, 3)) if self.rough else 1)
            return True
        stamp = str(int(at.timestamp() * 1000))
        body = {
            "app_id": self.app_id,
            "event_name": "user_send_text",
            "sender": {"id": person},
            "recipient": {"id": "388613280878808645"},
            "message": {"text": text, "msg_id": self._name()},
            "timestamp": stamp,
        }
        raw = json.dumps(body).encode()
        mac = hashlib.sha256(self.app_id.encode() + raw + stamp.encode() + self.key.encode()).hexdigest()
        late = self.dice.choice((0, 0, 0, 30, 300)) if self.rough else 0
        again = self.dice.choice((0, 0, 1, 2)) if self.rough else 0
        for copy in range(1 + again):
            due = datetime.fromtimestamp(at.timestamp() + late + copy * 30, at.tzinfo)
            self.webhooks.append((due, raw, {"X-ZEvent-Signature": f"mac={mac}"}))
        return True

    def _bot(self, method: str, given: dict[str, Any]) -> httpx.Response:
        if method == "getUpdates":
            if self.rough and self.dice.random() < 0.1:
                return httpx.Response(429, html=NGINX)
            if not self.updates:
                empty = {
                    "ok": False,
                    "description": "Request timeout",
                    "error_code": self.dice.choice((408, "408")),
                }
                return httpx.Response(self.dice.choice((200, 408)), json=empty)
            return httpx.Response(200, json={"ok": True, "result": self.updates.pop(0)})
        if method != "sendMessage":
            return httpx.Response(200, json={"ok": True})
        rough = self.rough and "TB" in given["text"]
        if rough and (rolled := self.dice.random()) < 0.2:
            if rolled < 0.05:
                return httpx.Response(429, html=NGINX)
            code: int | str = self.dice.choice((429, "429", 500, "403"))
            return httpx.Response(
                200, json={"ok": False, "description": "Quota exceeded", "error_code": code}
            )
        self.phones["zalo_bot", given["chat_id"]].append(given["text"])
        if rough and self.dice.random() < 0.05:
            raise httpx.ReadTimeout("it was taken, and nobody says so")
        done: dict[str, Any] = {"ok": True}
        if not (rough and self.dice.random() < 0.1):
            done["result"] = {"message_id": self._name()}
        return httpx.Response(200, json=done)

    def _account(self, request: httpx.Request, given: dict[str, Any]) -> httpx.Response:
        if self.rough and self.dice.random() < 0.05:
            self.access = ""
        if not self.access or request.headers.get("access_token") != self.access:
            return _oa(self.dice.choice((-216, "-220")))
        if request.url.path.startswith("/v3.0"):
            return _oa(-235)
        rough = self.rough and "TB" in given["message"]["text"]
        if rough and self.dice.random() < 0.1:
            return _oa(self.dice.choice((-32, "-32", -9999)))
        self.phones["zalo_oa", given["recipient"]["user_id"]].append(given["message"]["text"])
        return httpx.Response(
            200, json={"data": {"message_id": self._name()}, "error": 0, "message": "Success"}
        )

    def _exchange(self, form: dict[str, list[str]]) -> httpx.Response:
        if form["refresh_token"] != [self.refresh]:
            self.spent += 1
            return httpx.Response(200, json={"error": -14014, "error_name": "Invalid refresh token"})
        self.refresh, self.access = f"refresh-{self._name()}", f"access-{self._name()}"
        pair = {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}
        return httpx.Response(200, json=pair)

    def _name(self) -> str:
        self._names += 1
        return f"{self._names:020x}"


def _oa(code: int | str) -> httpx.Response:
    return httpx.Response(200, json={"error": code, "message": "refused"})
