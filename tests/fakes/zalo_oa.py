"""A Zalo Official Account of the tests' own, built from the public facts: it knows nothing of Loa's code.

OAuth v4 with refresh tokens good for one use, v3 and v2 messages, errors with HTTP 200, signed webhook events.
"""

import hashlib
import itertools
import json
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs

import httpx

V3, V2 = "/v3.0/oa/message/cs", "/v2.0/oa/message"


class FakeZaloOa:
    """One account of one app. `refuse` may answer a sending with an error code in place of the account; `time` is what
    its servers' clocks show, where answers have a Date."""

    def __init__(self) -> None:
        self.app_id, self.app_secret, self.key = "2553928453557884079", "app-secret", "test-oa-secret-key"
        self.refresh = "refresh-0"
        self.accepted: set[str] = set()
        self.exchanges: list[dict[str, str]] = []
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.paths: list[str] = []
        self.government = False
        self.buttons = True
        self.refuse: Callable[[str, str], int] = lambda *_: 0
        self.verifier_hash = ""
        self.time: Callable[[], datetime] | None = None
        self.articles: dict[str, dict[str, Any]] = {}
        self.slow_articles = 0
        self.broadcasts: list[dict[str, Any]] = []
        self.on_broadcast: Callable[[], int] = lambda: 0
        self._ids = itertools.count(1)

    def sent_to(self, chat: str) -> list[str]:
        """What a phone shows."""
        return [str(message["text"]) for whom, message in self.sent if whom == chat]

    def expire(self) -> None:
        """Every access token ends now."""
        self.accepted.clear()

    def event(
        self, person: str, text: str, *, name: str = "user_send_text", at: datetime | None = None
    ) -> tuple[bytes, dict[str, str]]:
        """What somebody does, as the webhook brings it: the raw body and its headers."""
        stamp = str(int(at.timestamp() * 1000)) if at else "1699003881354"
        body: dict[str, Any] = {"app_id": self.app_id, "event_name": name, "timestamp": stamp}
        if name in ("follow", "unfollow"):
            body |= {"oa_id": "388613280878808645", "follower": {"id": person}}
        else:
            message = {"text": text, "msg_id": f"{next(self._ids):020x}"}
            body |= {"sender": {"id": person}, "recipient": {"id": "388613280878808645"}, "message": message}
        raw = json.dumps(body).encode()
        made = hashlib.sha256(f"{self.app_id}{raw.decode()}{stamp}{self.key}".encode()).hexdigest()
        return raw, {"X-ZEvent-Signature": f"mac={made}"}

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._dated)

    def _dated(self, request: httpx.Request) -> httpx.Response:
        answer = self._answer(request)
        if self.time:
            answer.headers["Date"] = format_datetime(self.time(), usegmt=True)
        return answer

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/v4/oa/access_token":
            form = {key: values[0] for key, values in parse_qs(request.content.decode()).items()}
            return httpx.Response(200, json=self._exchange(form, request.headers.get("secret_key")))
        given = json.loads(request.content)
        self.paths.append(path)
        if request.headers.get("access_token") not in self.accepted:
            return _error(-216, "Access token is invalid")
        if path.startswith("/v2.0/article/"):
            return self._article(path, given)
        if path == V2 and "target" in given["recipient"]:
            return self._broadcast(given)
        if path not in (V3, V2):
            return httpx.Response(404, html="<h1>Not Found</h1>")
        return self._message(path, given)

    def _message(self, path: str, given: dict[str, Any]) -> httpx.Response:
        chat, message = given["recipient"]["user_id"], given["message"]
        if path == V3 and self.government:
            return _error(-235, "This API does not support this type of OA")
        if code := self.refuse(path, chat):
            return _error(code, "refused")
        if len(message["text"].encode("utf-16-le")) // 2 > 2000:
            return _error(-210, "Message is too long")
        if not self.buttons and "attachment" in message:
            return _error(-201, "attachment is invalid")
        if len(message.get("attachment", {}).get("payload", {}).get("buttons", ())) > 5:
            return _error(-201, "too many buttons")
        self.sent.append((chat, message))
        data = {"message_id": f"{next(self._ids):020x}", "user_id": chat}
        return httpx.Response(200, json={"data": data, "error": 0, "message": "Success"})

    def _article(self, path: str, given: dict[str, Any]) -> httpx.Response:
        if code := self.refuse(path, ""):
            return _error(code, "refused")
        if path == "/v2.0/article/create":
            long = len(given["title"]) > 150 or len(given["author"]) > 50 or len(given["description"]) > 300
            if long or not given["cover"]["photo_url"].startswith("https://") or not given["body"]:
                return _error(-201, "Params is invalid")
            token = f"draft-{next(self._ids)}"
            self.articles[token] = given
            return httpx.Response(200, json={"data": {"token": token}, "error": 0, "message": "Success"})
        if given["token"] not in self.articles:
            return _error(-201, "Params is invalid")
        if self.slow_articles:
            self.slow_articles -= 1
            return _error(-214, "processing")
        return httpx.Response(200, json={"data": {"id": f"article-{given['token']}"}, "error": 0})

    def _broadcast(self, given: dict[str, Any]) -> httpx.Response:
        payload = given["message"]["attachment"]["payload"]
        [element] = payload["elements"]
        article = self.articles[element["attachment_id"].removeprefix("article-")]
        assert (payload["template_type"], element["media_type"]) == ("media", "article")
        if code := self.on_broadcast():
            return _error(code, "refused")
        self.broadcasts.append(article)
        return httpx.Response(200, json={"data": {"message_id": "b1"}, "error": 0, "message": "Success"})

    def _exchange(self, form: dict[str, str], secret: str | None) -> dict[str, Any]:
        self.exchanges.append(form)
        if form["app_id"] != self.app_id or secret != self.app_secret:
            return {"error": -14004, "error_name": "Invalid secret key"}
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != self.refresh:
            return {"error": -14014, "error_name": "Invalid refresh token"}
        if form["grant_type"] == "authorization_code" and form["code"] != "code-1":
            return {"error": -14015, "error_name": "Invalid authorization code"}
        number = next(self._ids)
        self.refresh = f"refresh-{number}"
        self.accepted = {f"access-{number}"}
        return {"access_token": f"access-{number}", "refresh_token": self.refresh, "expires_in": "90000"}


def _error(code: int, message: str) -> httpx.Response:
    return httpx.Response(200, json={"error": code, "message": message})
