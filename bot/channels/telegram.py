"""Telegram, through python-telegram-bot: the only file that knows it.

Limits and refusals are those of the Bot API 10.0; the order of tests matters, because the library's
`BadRequest` is a `NetworkError` and rewrites the case of what Telegram says.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import httpx
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels import Unreachable
from bot.channels.fitting import bare, fit, utf16
from bot.codec import encode
from bot.messages import (
    Chose,
    Failed,
    Gone,
    Incoming,
    Left,
    Link,
    Message,
    Moved,
    Outcome,
    Refused,
    Returned,
    Said,
    Sent,
    Throttled,
    Unknown,
)
from storage.records import Address, Messenger, Person

os.environ.setdefault("PTB_TIMEDELTA", "1")  # else the library warns at every RetryAfter

log = logging.getLogger(__name__)

TEXT_LIMIT = 4096
TOAST_LIMIT = 200
POLL_SECONDS = 25
TOKEN_REFUSED_WAIT = 60.0
_GONE = ("chat not found", "no write access", "not enough rights", "user is deactivated", "peer_id_invalid")
_HEARD = ["message", "callback_query", "my_chat_member"]
_NEVER_WRITTEN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class Telegram:
    """A bot on Telegram. `webhook` is (address, secret) where updates are pushed instead of polled;
    `transport` replaces the network in tests."""

    messenger = Messenger.TELEGRAM
    edits = True
    buttons = True

    def __init__(
        self,
        token: str,
        *,
        api: str = "https://api.telegram.org",
        in_flight: int = 10,
        commands: Sequence[tuple[str, str]] = (),
        webhook: tuple[str, str] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        options: dict[str, Any] = {"transport": transport} if transport else {}
        self._bot = telegram.Bot(
            token,
            base_url=f"{api.rstrip('/')}/bot",
            request=HTTPXRequest(connection_pool_size=in_flight + 4, read_timeout=20, httpx_kwargs=options),
            get_updates_request=HTTPXRequest(connection_pool_size=1, httpx_kwargs=options),
        )
        self._commands = tuple(commands)
        self._webhook = webhook
        self._offset: int | None = None

    @property
    def pushed(self) -> str | None:
        return self._webhook[1] if self._webhook else None

    async def open(self) -> None:
        try:
            await self._bot.initialize()
            if self._webhook:
                url, secret = self._webhook
                await self._bot.set_webhook(url, secret_token=secret, allowed_updates=_HEARD)
        except TelegramError as error:
            raise Unreachable(_plain(error)) from None
        try:
            await self._bot.set_my_commands(self._commands)
        except TelegramError as error:
            log.warning("telegram: the command menu could not be set: %s", _plain(error))

    async def close(self) -> None:
        try:
            if self._offset is not None:
                await self._bot.get_updates(offset=self._offset, limit=1, timeout=0)
        except TelegramError as error:
            log.info("telegram: the last updates could not be confirmed: %s", _plain(error))
        await self._bot.shutdown()

    async def send(self, chat: str, message: Message) -> Outcome:
        async def post(text: str, **formed: Any) -> telegram.Message:
            return await self._bot.send_message(chat, text, disable_notification=message.silent, **formed)

        return await self._twice(post, message)

    async def edit(self, chat: str, ref: str, message: Message) -> Outcome:
        async def post(text: str, **formed: Any) -> telegram.Message | bool:
            return await self._bot.edit_message_text(text, chat_id=chat, message_id=int(ref), **formed)

        return await self._twice(post, message)

    async def toast(self, press: str, text: str) -> Outcome:
        try:
            await self._bot.answer_callback_query(press, text=fit(text, TOAST_LIMIT) or None)
        except TelegramError as error:
            return outcome(error)
        return Sent("")

    async def hear(self) -> Sequence[Incoming]:
        if self._webhook:
            await asyncio.Event().wait()
        try:
            updates = await self._bot.get_updates(
                offset=self._offset, timeout=timedelta(seconds=POLL_SECONDS), allowed_updates=_HEARD
            )
        except Conflict as error:
            await self._forget_webhook(error)
            raise Unreachable(_plain(error)) from None
        except TelegramError as error:
            raise Unreachable(_plain(error)) from None
        if updates:
            self._offset = updates[-1].update_id + 1
        heard = (incoming(update) for update in updates)
        return [one for one in heard if one is not None]

    def read(self, body: dict[str, Any]) -> Incoming | None:
        """One update as a webhook brings it; None for what we do not listen to. Raises ValueError for nonsense."""
        try:
            return incoming(Update.de_json(body, self._bot))
        except (KeyError, TypeError, AttributeError, TelegramError) as error:
            raise ValueError("not an update of the Bot API") from error

    async def _forget_webhook(self, error: Conflict) -> None:
        """A webhook left over from another way of running would keep us deaf for ever."""
        if "webhook is active" not in error.message.lower():
            return
        try:
            await self._bot.delete_webhook()
        except TelegramError as again:
            log.warning("telegram: the old webhook could not be removed: %s", _plain(again))

    async def _twice(
        self, post: Callable[..., Awaitable[telegram.Message | bool]], message: Message
    ) -> Outcome:
        """Formatted first; refused for its form, once more as plain text with bare links."""
        try:
            done = await post(**formed(message))
        except BadRequest as error:
            first = outcome(error)
            if not isinstance(first, Refused):
                return first
            log.error("telegram refused the form of a message, sending it plain: %s", first.reason)
            try:
                done = await post(fit(bare(message), TEXT_LIMIT), reply_markup=keyboard(message, links=False))
            except TelegramError as again:
                return outcome(again)
        except TelegramError as error:
            return outcome(error)
        return Sent(str(done.message_id) if isinstance(done, telegram.Message) else "")


def formed(message: Message) -> dict[str, Any]:
    """The parameters of a message. Entities, because unlike HTML they cannot fail to parse."""
    text = fit(message.text, TEXT_LIMIT)
    preview = message.preview or ""
    return {
        "text": text,
        "entities": [
            MessageEntity(MessageEntity.BOLD, utf16(text[:start]), utf16(text[start:end]))
            for start, end in message.bold
            if start < end <= len(text)
        ],
        "reply_markup": keyboard(message),
        "link_preview_options": LinkPreviewOptions(url=preview or None, is_disabled=not preview),
    }


def keyboard(message: Message, *, links: bool = True) -> InlineKeyboardMarkup | None:
    """The buttons of a message; without `links` only those that come back to us."""
    rows = [
        [
            InlineKeyboardButton(button.label, url=button.url)
            if isinstance(button, Link)
            else InlineKeyboardButton(button.label, callback_data=encode(button.action))
            for button in row
            if links or not isinstance(button, Link)
        ]
        for row in message.rows
    ]
    return InlineKeyboardMarkup([row for row in rows if row]) if any(rows) else None


def outcome(error: TelegramError) -> Outcome:
    """What an error of the library means for what we do next."""
    said = _plain(error)
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Throttled(wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case InvalidToken():
            log.error("telegram refuses the token: check LOA_TELEGRAM_TOKEN")
            return Throttled(TOKEN_REFUSED_WAIT)
        case Forbidden():
            return Gone(said)
        case BadRequest():
            if "message is not modified" in said.lower():
                return Sent("")
            return Gone(said) if any(words in said.lower() for words in _GONE) else Refused(said)
        case NetworkError():
            return _network(error, said)
        case _:
            return Unknown(said)  # an answer with status 200 that is not JSON: it may have been delivered


def _network(error: NetworkError, said: str) -> Outcome:
    cause = error.__cause__
    if "Request Entity Too Large" in said:
        return Refused(said)
    if cause is None or isinstance(cause, _NEVER_WRITTEN) or not isinstance(cause, httpx.HTTPError):
        return Failed(said)
    return Unknown(said)


def _plain(error: TelegramError) -> str:
    """One line without the address, which holds the token."""
    cause = error.__cause__
    return type(cause).__name__ if isinstance(cause, httpx.HTTPError) else error.message[:200]


def incoming(update: Update) -> Incoming | None:
    """What an update says in our words; None for what we do not listen to."""
    if update.callback_query:
        return _chose(update.callback_query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    message = update.message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    return Said(
        address=Address(Messenger.TELEGRAM, str(message.chat.id)),
        person=Person(Messenger.TELEGRAM, str(message.from_user.id)),
        text=message.text or "",
        ref=str(message.message_id),
        at=message.date,
        reply_to=str(message.reply_to_message.message_id) if message.reply_to_message else None,
        private=message.chat.type == "private",
    )


def _chose(query: telegram.CallbackQuery) -> Chose:
    message = query.message
    return Chose(
        address=Address(Messenger.TELEGRAM, str(message.chat.id if message else query.from_user.id)),
        person=Person(Messenger.TELEGRAM, str(query.from_user.id)),
        code=query.data or "",
        press=query.id,
        ref=str(message.message_id) if message else None,
        private=message is None or message.chat.type == "private",
    )


def _membership(change: telegram.ChatMemberUpdated) -> Incoming:
    address = Address(Messenger.TELEGRAM, str(change.chat.id))
    if change.new_chat_member.status in ("kicked", "left"):
        return Left(address=address)
    return Returned(address=address)
