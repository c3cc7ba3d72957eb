"""Zalo's Bot Platform: a thin client of its HTTP API. No buttons, no edits, and formatting that no title survives."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

import httpx

from bot.channels import Unreachable, same
from bot.channels.fitting import spelled
from bot.channels.posting import TIMEOUT, Body, Noise, Patience, Reply, post, trouble
from bot.channels.zalo_bot.answers import described, empty_poll, outcome, result, webhook_is_set
from bot.channels.zalo_bot.events import incoming
from bot.clocks import TheirClock
from bot.messages import Incoming, Message, Outcome, Refused, Sent
from feeds.fetching.wire import Wire
from storage.records import Messenger

log = logging.getLogger(__name__)

API = "https://bot-api.zaloplatforms.com"
TEXT_LIMIT = 2000
POLL_SECONDS = 30
WEBHOOK_CHECKED = 600.0  # seconds; whoever else holds the token can take it away, and then nobody is heard
BETWEEN_POLLS = 1.05  # seconds; the same update may come again at once, and a server that is hammered bars us
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105  # the name of a header


class ZaloBot:
    """A bot on Zalo. `webhook` is (address, secret) where events are pushed instead of polled; `name` is the bot's own
    in groups, `leaders` are the ids of those who lead them; `transport`, `pause` and `monotonic` replace network and
    time in tests."""

    messenger = Messenger.ZALO_BOT
    edits = False
    buttons = False
    replays = True

    def __init__(
        self,
        token: str,
        *,
        api: str = API,
        name: str = "",
        leaders: Collection[str] = (),
        webhook: tuple[str, str] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = f"{api.rstrip('/')}/bot{token}"
        self._name = name
        self._leaders = frozenset(leaders)
        self._webhook = webhook
        self.their = TheirClock(monotonic)
        self._client = httpx.AsyncClient(transport=transport or Wire())
        self._pause = pause
        self._monotonic = monotonic
        self._patience = Patience()
        self._unremembered: list[Incoming] = []
        self._next_poll = 0.0

    @property
    def pushed(self) -> bool:
        return self._webhook is not None

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        return self._webhook is not None and same(headers.get(SECRET_HEADER, ""), self._webhook[1])

    def read(self, body: dict[str, Any]) -> Incoming | None:
        return incoming(body, name=self._name)

    async def open(self) -> None:
        await self._asked("getMe")
        if self._webhook and (fault := await self._set_webhook(*self._webhook)):
            log.warning("zalo_bot: the webhook is saved, but Zalo could not reach it: %s", fault)

    async def examine(self) -> str:
        account = result(await self._asked("getMe"))
        if self._webhook and (fault := await self._set_webhook(*self._webhook)):
            raise Unreachable(f"the webhook is saved, but Zalo could not reach it: {fault}")
        way = "events are pushed, Zalo reached the webhook" if self._webhook else "events are polled"
        return f"the token is accepted ({account.get('account_type') or 'plan unknown'}), {way}"

    async def send(self, chat: str, message: Message) -> Outcome:
        if not chat:
            return Refused("no chat to send to")
        text = spelled(message, TEXT_LIMIT).text
        reply = await self._call("sendMessage", {"chat_id": chat, "text": text})
        return self._patience.judged(outcome(reply), self._monotonic())

    async def edit(self, chat: str, ref: str, message: Message) -> Outcome:
        return Refused("Zalo's bots cannot change a message")

    async def toast(self, press: str, text: str) -> Outcome:
        return Sent("")

    async def leads(self, chat: str, user: str) -> bool:
        """Zalo tells a bot nothing about the members of a group: the office names who leads one."""
        return user in self._leaders

    async def attend(self, chat: str) -> None:
        await self._call("sendChatAction", {"chat_id": chat, "action": "typing"})

    async def hear(self) -> Sequence[Incoming]:
        if self._webhook:
            await self._pause(WEBHOOK_CHECKED)
            await self._look_after(*self._webhook)
            return ()
        if self._unremembered:  # Zalo tells everything once, whatever becomes of it here
            return self._unremembered
        if (wait := self._next_poll - self._monotonic()) > 0:
            await self._pause(wait)
        self._next_poll = self._monotonic() + BETWEEN_POLLS
        patient = httpx.Timeout(POLL_SECONDS + 15.0, connect=10.0)
        reply = await self._call("getUpdates", {"timeout": POLL_SECONDS}, patience=patient)
        if isinstance(reply, Noise) and reply.status == 408:
            return ()
        said = await self._understood(reply)
        update = said.get("result")
        heard = map(self._heard, update if isinstance(update, list) else [update])
        self._unremembered = [one for one in heard if one is not None]
        return self._unremembered

    def remembered(self) -> None:
        self._unremembered = []

    async def close(self) -> None:
        await self._client.aclose()

    async def _understood(self, reply: Reply) -> Mapping[str, Any]:
        """The answer to a poll; empty where nobody said anything. Raises Unreachable."""
        if not isinstance(reply, Body):
            raise Unreachable(trouble(reply))
        if reply.said.get("ok") is True:
            return reply.said
        if empty_poll(reply.said):
            return {}
        if webhook_is_set(reply.said):
            log.warning("zalo_bot: a webhook was left over; it is removed, else nobody would be heard")
            await self._call("deleteWebhook")
        raise Unreachable(described(reply.said))

    def _heard(self, update: Any) -> Incoming | None:
        if not isinstance(update, dict):
            return None
        try:
            return incoming(update, name=self._name)
        except ValueError as fault:
            log.warning("zalo_bot: an update could not be read: %s", fault)
            return None

    async def _look_after(self, url: str, secret: str) -> None:
        """Set the webhook anew where it is gone or leads elsewhere. Raises Unreachable."""
        reply = await self._call("getWebhookInfo")
        if not isinstance(reply, Body):
            raise Unreachable(f"getWebhookInfo: {trouble(reply)}")
        if reply.said.get("ok") is True and result(reply.said).get("url") == url:
            return
        log.warning("zalo_bot: the webhook was gone or led elsewhere; it is set again")
        await self._set_webhook(url, secret)

    async def _set_webhook(self, url: str, secret: str) -> str:
        """Have events pushed; returns why Zalo could not reach the address, or nothing. Raises Unreachable."""
        found = result(await self._asked("setWebhook", {"url": url, "secret_token": secret}))
        verified = found.get("verification")
        if not isinstance(verified, dict) or verified.get("ok") is not False:
            return ""
        said = (verified.get("outcome"), verified.get("status_code"), verified.get("hint"))
        return ", ".join(str(part)[:200] for part in said if part) or "no reason given"

    async def _asked(self, method: str, given: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """The answer of a method that must succeed. Raises Unreachable."""
        reply = await self._call(method, given)
        if isinstance(reply, Body) and reply.said.get("ok") is True:
            return reply.said
        if isinstance(reply, Body):
            said = described(reply.said) if "ok" in reply.said else "an answer that is not the Bot API's"
            raise Unreachable(f"{method}: {said}")
        raise Unreachable(f"{method}: {trouble(reply)}")

    async def _call(
        self, method: str, given: Mapping[str, Any] | None = None, *, patience: httpx.Timeout = TIMEOUT
    ) -> Reply:
        url = f"{self._address}/{method}"
        return await post(self._client, url, json=given or {}, patience=patience, seen=self.their.told)
