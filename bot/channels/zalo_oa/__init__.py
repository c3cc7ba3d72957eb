"""A Zalo Official Account: people follow it, it may write to those who wrote to it of late. Choices are typed digits;
up to five of them are buttons too, where the endpoint takes them."""

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx

from bot.actions import Rate
from bot.channels import Unreachable
from bot.channels.fitting import spelled
from bot.channels.posting import Patience, Reply, Silence, post, trouble
from bot.channels.zalo_oa.answers import (
    ACCOUNT_REFUSED_WAIT,
    BUTTONS_REFUSED,
    ENDPOINT_GONE,
    NOT_THIS_ENDPOINT,
    TOKEN_REFUSED,
    account_fault,
    error,
    outcome,
)
from bot.channels.zalo_oa.articles import Articles
from bot.channels.zalo_oa.events import PRESSED, incoming, signed
from bot.channels.zalo_oa.tokens import Tokens
from bot.clocks import TheirClock
from bot.codec import encode
from bot.messages import Choice, Incoming, Message, Outcome, Refused, Sent, Throttled, UsedUp
from storage import safe
from storage.database import Database, DatabaseUnavailable
from storage.records import Messenger

log = logging.getLogger(__name__)

API = "https://openapi.zalo.me"
TEXT_LIMIT = 2000
TITLE_LIMIT = 100
MOST_BUTTONS = 5
V3, V2 = "/v3.0/oa/message/cs", "/v2.0/oa/message"
QUOTA = "/v3.0/oa/quota/message"
_ENDPOINT, _PLAIN = "zalo_oa.endpoint", "zalo_oa.buttons"


class ZaloOa:
    """One Official Account. What is learnt of it (which endpoint, no buttons) is remembered in the database."""

    messenger = Messenger.ZALO_OA
    edits = False
    buttons = False
    replays = True
    pushed = True

    def __init__(
        self,
        database: Database,
        tokens: Tokens,
        client: httpx.AsyncClient,
        *,
        app_id: str,
        app_secret: str,
        secret_key: str,
        api: str = API,
        buttons: bool = True,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._tokens = tokens
        self._client = client
        self._app_id = app_id
        self._app_secret = app_secret
        self._secret_key = secret_key
        self._api = api.rstrip("/")
        self._wanted = buttons
        self._clock = clock
        self.their = TheirClock(monotonic)
        self._monotonic = monotonic
        self._patience = Patience()
        self._learnt: dict[str, str] | None = None
        self.articles = Articles(self._call, clock=clock)

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        return signed(headers, body, app_id=self._app_id, key=self._secret_key)

    def read(self, body: dict[str, Any]) -> Incoming | None:
        return incoming(body)

    async def open(self) -> None:
        """The answer tells what time it is there before anybody speaks."""
        await self._call(QUOTA, {})

    async def examine(self) -> str:
        reply = await self._call(QUOTA, {})
        if fault := account_fault(reply):
            raise Unreachable(f"{fault} ({error(reply)})")
        if isinstance(reply, Silence):
            raise Unreachable(trouble(reply))
        learnt = await self._known()
        way = "v2 messages" if learnt.get(_ENDPOINT) == V2 else "v3 messages"
        return f"the token is accepted, {way}, {'buttons' if self._presses(learnt) else 'typed digits alone'}"

    async def send(self, chat: str, message: Message) -> Outcome:
        if not chat:
            return Refused("no chat to send to")
        words: dict[str, Any] = {"text": spelled(message, TEXT_LIMIT).text}
        try:
            done = await self._said(chat, words, query_buttons(message))
        except Unreachable as fault:
            log.error("zalo_oa: %s", fault)
            done = Throttled(ACCOUNT_REFUSED_WAIT)
        # A used-up quota is often one person's, and names its own wait: it teaches nothing about speed.
        return done if isinstance(done, UsedUp) else self._patience.judged(done, self._monotonic())

    async def edit(self, chat: str, ref: str, message: Message) -> Outcome:
        return Refused("an Official Account cannot change a message")

    async def toast(self, press: str, text: str) -> Outcome:
        return Sent("")

    async def leads(self, chat: str, user: str) -> bool:
        return False  # there are no groups here

    async def attend(self, chat: str) -> None:
        """There is no sign of typing here."""

    async def hear(self) -> Sequence[Incoming]:
        await asyncio.Event().wait()
        return ()

    def remembered(self) -> None:
        """The webhook's 200 says so."""

    async def close(self) -> None:
        await self._client.aclose()

    async def _said(self, chat: str, words: dict[str, Any], buttons: Sequence[dict[str, str]]) -> Outcome:
        """With buttons first; refused for them, without. Those codes say «not accepted», so nobody reads it twice."""
        pressed = bool(buttons) and self._presses(await self._known())
        attached = {"attachment": {"type": "template", "payload": {"buttons": list(buttons)}}}
        reply = await self._posted(chat, words | attached if pressed else words)
        if pressed and error(reply) in BUTTONS_REFUSED:
            reply = await self._posted(chat, words)
            if error(reply) == 0:
                log.warning("zalo_oa: this account takes no buttons; people answer with digits")
                await self._learn(_PLAIN, "none")
        return outcome(reply, now=self._clock())

    async def _posted(self, chat: str, words: Mapping[str, Any]) -> Reply:
        """Over the endpoint that works for this kind of account: government accounts are refused by the newer one."""
        given = {"recipient": {"user_id": chat}, "message": words}
        path = (await self._known()).get(_ENDPOINT, V3)
        reply = await self._call(path, given)
        other = {(V3, NOT_THIS_ENDPOINT): V2, (V2, ENDPOINT_GONE): V3}.get((path, error(reply) or 0))
        if other is None:
            return reply
        again = await self._call(other, given)
        if error(again) not in (None, NOT_THIS_ENDPOINT, ENDPOINT_GONE):
            await self._learn(_ENDPOINT, other)
        return again

    async def _call(self, path: str, given: Mapping[str, Any]) -> Reply:
        """One call; a token that is refused is renewed once. Raises Unreachable where there is no token."""
        token = await self._tokens.access()
        reply = await self._with(token, path, given)
        if error(reply) in TOKEN_REFUSED:
            reply = await self._with(await self._tokens.access(refused=token), path, given)
        return reply

    async def _with(self, token: str, path: str, given: Mapping[str, Any]) -> Reply:
        proof = hmac.new(self._app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        headers = {"access_token": token, "appsecret_proof": proof}
        url = f"{self._api}{path}"
        return await post(self._client, url, json=given, headers=headers, seen=self.their.told)

    def _presses(self, learnt: Mapping[str, str]) -> bool:
        return self._wanted and _PLAIN not in learnt

    async def _known(self) -> dict[str, str]:
        """What was learnt of this account, in this process or before."""
        if self._learnt is None:
            async with self._database.reading() as tx:
                kept = {name: await safe.get(tx, name) for name in (_ENDPOINT, _PLAIN)}
            self._learnt = {name: words for name, words in kept.items() if words}
        return self._learnt

    async def _learn(self, name: str, words: str) -> None:
        """Also where the database is away: the message went, and must not look as if it had not."""
        (await self._known())[name] = words
        try:
            async with self._database.transaction() as tx:
                await safe.put(tx, name, words, now=self._clock())
        except DatabaseUnavailable as fault:
            log.warning("zalo_oa: what was learnt is kept until a restart: %s", fault)


def query_buttons(message: Message) -> list[dict[str, str]]:
    """The choices that fit: the five marks where there are any, else up to five of the others.

    A tap comes back as if the payload had been written.
    """
    choices = [button for row in message.rows for button in row if isinstance(button, Choice)]
    marks = [choice for choice in choices if isinstance(choice.action, Rate)]
    return [
        {
            "title": choice.label[:TITLE_LIMIT],
            "type": "oa.query.hide",
            "payload": f"{PRESSED}{encode(choice.action)}",
        }
        for choice in (marks or choices)
    ][:MOST_BUTTONS]
