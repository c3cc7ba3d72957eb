"""Telegram, through python-telegram-bot, which only this file and `updates.py` know.

The library asks through a line of our own, which judges every answer before the library can: its `BadRequest` is a
`NetworkError`, and it rewrites the case of what Telegram says.
"""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import httpx
import telegram
from telegram import Update
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.channels import Unreachable, same
from bot.channels.asking import ask
from bot.channels.fitting import fit
from bot.channels.forming import formed, manner, plain
from bot.channels.judging import NotTaken, of_the_form, result
from bot.channels.updates import incoming
from bot.clocks import TheirClock
from bot.messages import Gone, Incoming, Message, Outcome, Sent, Unknown
from feeds.fetching.wire import Wire
from storage.records import Messenger

os.environ.setdefault("PTB_TIMEDELTA", "1")  # else the library warns at every RetryAfter

log = logging.getLogger(__name__)

TOAST_LIMIT = 200
FREE_PER_SECOND = 30  # past it Telegram wants `allow_paid_broadcast`, and 0.1 Star a message
POLL_SECONDS = 25
ANSWER_SECONDS = 20.0
PARTING_SECONDS = 1.0  # the last word to a messenger: what it leaves unconfirmed is told again
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name of a header (Bot API, setWebhook)
_HEARD = ["message", "channel_post", "callback_query", "my_chat_member"]
# What the library raises for a field it misses, or for a time no clock shows.
_NONSENSE = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
_LEADERS = ("creator", "administrator")
_NO_TOPIC = ("message thread not found", "topic_closed")


class Telegram:
    """A bot on Telegram. `commands` are its menu by language («» for every other);
    `webhook` is (address, secret) where updates are pushed instead of polled; `paid` sends past
    30 a second for Telegram's fee; `transport` replaces the network in tests."""

    messenger = Messenger.TELEGRAM
    edits = True
    buttons = True
    replays = False

    def __init__(
        self,
        token: str,
        *,
        api: str = "https://api.telegram.org",
        commands: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        webhook: tuple[str, str] | None = None,
        paid: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.their = TheirClock(monotonic)
        self._line = _Line(transport or Wire(), self.their)
        self._bot = telegram.Bot(
            token, base_url=f"{api.rstrip('/')}/bot", request=self._line, get_updates_request=self._line
        )
        self._commands = dict(commands or {})
        self._webhook = webhook
        self._paid = paid
        self._username = ""  # known once it was asked
        self._offset: int | None = None  # confirms every update before it
        self._heard_to: int | None = None

    @property
    def pushed(self) -> bool:
        return self._webhook is not None

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        return self._webhook is not None and same(headers.get(SECRET_HEADER, ""), self._webhook[1])

    async def examine(self) -> str:
        await self.open()
        return "the token is accepted"

    async def attend(self, chat: str) -> None:
        """Telegram answers before anybody could see it."""

    async def open(self) -> None:
        try:
            await self._bot.initialize()
            self._username = self._bot.username or ""
            if self._webhook:
                url, secret = self._webhook
                await self._bot.set_webhook(url, secret_token=secret, allowed_updates=_HEARD)
        except TelegramError as error:
            raise Unreachable(_plain(error)) from None
        try:
            for language, commands in self._commands.items():
                await self._bot.set_my_commands(commands, language_code=language or None)
        except TelegramError as error:
            log.warning("telegram: the command menu could not be set: %s", _plain(error))

    async def close(self) -> None:
        try:
            if self._offset is not None:
                async with asyncio.timeout(PARTING_SECONDS):
                    await self._bot.get_updates(offset=self._offset, limit=1, timeout=0)
        except TimeoutError:
            log.info("telegram: the last updates could not be confirmed: no answer")
        except TelegramError as error:
            log.info("telegram: the last updates could not be confirmed: %s", _plain(error))
        await self._bot.shutdown()

    async def send(self, chat: str, message: Message) -> Outcome:
        """Where a forum's topic is gone, the message goes to the forum itself rather than to nobody."""
        given = {"chat_id": chat, **manner(message, paid=self._paid)}
        sent = await self._twice("sendMessage", given, message)
        if isinstance(sent, Gone) and message.thread and any(w in sent.reason.lower() for w in _NO_TOPIC):
            del given["message_thread_id"]
            return await self._twice("sendMessage", given, message)
        return sent

    async def edit(self, chat: str, ref: str, message: Message) -> Outcome:
        return await self._twice("editMessageText", {"chat_id": chat, "message_id": ref}, message)

    async def toast(self, press: str, text: str) -> Outcome:
        return await self._asked(
            "answerCallbackQuery", {"callback_query_id": press, "text": fit(text, TOAST_LIMIT)}
        )

    async def leads(self, chat: str, user: str) -> bool:
        try:
            member = await self._bot.get_chat_member(chat, int(user))
        except TelegramError as error:
            raise Unreachable(_plain(error)) from None
        return member.status in _LEADERS

    async def hear(self) -> Sequence[Incoming]:
        if self._webhook:
            await asyncio.Event().wait()
        try:
            updates = await self._bot.get_updates(
                offset=self._offset, timeout=timedelta(seconds=POLL_SECONDS), allowed_updates=_HEARD
            )
        except TelegramError as error:
            await self._forget_webhook(error)
            raise Unreachable(_plain(error)) from None
        except _NONSENSE:
            raise Unreachable("updates that are not the Bot API's") from None
        if updates:
            self._heard_to = updates[-1].update_id + 1
        heard = (incoming(update, self._username) for update in updates)
        return [one for one in heard if one is not None]

    def remembered(self) -> None:
        self._offset = self._heard_to

    def read(self, body: dict[str, Any]) -> Incoming | None:
        """One update as a webhook brings it; None for what we do not listen to. Raises ValueError for nonsense."""
        try:
            return incoming(Update.de_json(body, self._bot), self._username)
        except (*_NONSENSE, TelegramError) as error:
            raise ValueError("not an update of the Bot API") from error

    async def _forget_webhook(self, error: TelegramError) -> None:
        """A webhook left over from another way of running would keep us deaf for ever."""
        if "webhook is active" not in _plain(error).lower():
            return
        try:
            await self._bot.delete_webhook()
        except TelegramError as again:
            log.warning("telegram: the old webhook stays: %s", _plain(again))

    async def _twice(self, method: str, more: Mapping[str, str], message: Message) -> Outcome:
        """Formatted first; refused for its form, once more as plain text with bare links."""
        first = await self._asked(method, {**more, **formed(message)})
        if not of_the_form(first):
            return first
        log.error("telegram refused the form of a message, sending it plain: %s", first.reason)
        return await self._asked(method, {**more, **plain(message)})

    async def _asked(self, method: str, parameters: Mapping[str, str]) -> Outcome:
        """Through the library's request, not its method, which would encode the keyboard for every chat anew and
        build every part of an answer of which one number is wanted."""
        written = cast("RequestData", SimpleNamespace(json_parameters=parameters))
        try:
            done = await self._line.post(f"{self._bot.base_url}/{method}", written)
        except TelegramError as error:
            return outcome(error)
        return Sent(str(done["message_id"]) if isinstance(done, dict) and "message_id" in done else "")


class _Line(BaseRequest):
    """The library's requests over a transport of httpx, without httpx's client and its pool of connections."""

    def __init__(self, transport: httpx.AsyncBaseTransport, their: TheirClock) -> None:
        self._transport = transport
        self._their = their

    @property
    def read_timeout(self) -> float:
        return ANSWER_SECONDS

    async def initialize(self) -> None:
        """Nothing to do: connections are made when they are needed."""

    async def shutdown(self) -> None:
        await self._transport.aclose()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **timeouts: Any
    ) -> tuple[int, bytes]:
        given = {name: one for name, one in timeouts.items() if one is not BaseRequest.DEFAULT_NONE}
        seconds = {name.removesuffix("_timeout"): one for name, one in given.items()}
        parameters = request_data.json_parameters if request_data else {}
        try:
            timeouts = {"read": ANSWER_SECONDS} | seconds
            return 200, await ask(self._transport, url, parameters, timeouts, seen=self._their.told)
        except NotTaken as error:
            raise TelegramError("not taken") from error

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Held against the form all answers have."""
        try:
            return {"result": result(200, payload)}
        except NotTaken as error:
            raise TelegramError("not understood") from error


def outcome(error: TelegramError) -> Outcome:
    """What an error of the library means for what we do next."""
    cause = error.__cause__
    return cause.outcome if isinstance(cause, NotTaken) else Unknown(type(cause or error).__name__)


def _plain(error: TelegramError) -> str:
    """One line without the address, which holds the token."""
    return str(error.__cause__) if isinstance(error.__cause__, NotTaken) else type(error).__name__
