"""What an update of the Bot API, as the library reads it, says in our words. Pure."""

import re

import telegram
from telegram import Update

from bot.messages import Chose, Incoming, Left, Returned, Said
from storage.records import Address, Messenger, Person

_NAMED = re.compile(r"/\w+@(\w+)")


def incoming(update: Update, username: str = "") -> Incoming | None:
    """What an update says in our words; None for what we do not listen to, as a command that names another bot."""
    if update.callback_query:
        return _chose(update.callback_query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    message = update.message or update.channel_post
    return _said(message, username) if message else None


def _said(message: telegram.Message, username: str) -> Said | None:
    """Words of a person. Who speaks in the name of the chat itself (a channel's post, a leader who stays anonymous)
    leads it; other bots are not listened to."""
    chat, speaker = message.chat, message.from_user
    if message.text is None and message.effective_attachment is None:
        return None  # the messenger's own news of a group: who came, who left, what it is called
    named = _NAMED.match(message.text or "")
    if named and username and named[1].lower() != username.lower():
        return None  # a bot that leads a group is told of what others are asked
    itself = message.sender_chat is not None and message.sender_chat.id == chat.id
    if not itself and (speaker is None or speaker.is_bot):
        return None
    who = chat.id if itself or speaker is None else speaker.id
    return Said(
        address=Address(Messenger.TELEGRAM, str(chat.id)),
        person=Person(Messenger.TELEGRAM, str(who)),
        text=message.text or message.caption or "",
        ref=str(message.message_id),
        at=message.date,
        reply_to=_answered(message),
        private=chat.type == "private",
        admin=True if itself else None,
        thread=_thread(message),
    )


def _answered(message: telegram.Message) -> str | None:
    """The message that was replied to; in a topic of a forum every message «replies» to the topic's first."""
    reply = message.reply_to_message
    if reply is None or (message.is_topic_message and reply.message_id == message.message_thread_id):
        return None
    return str(reply.message_id)


def _thread(message: telegram.Message) -> str:
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""


def _chose(query: telegram.CallbackQuery) -> Chose:
    message = query.message
    return Chose(
        address=Address(Messenger.TELEGRAM, str(message.chat.id if message else query.from_user.id)),
        person=Person(Messenger.TELEGRAM, str(query.from_user.id)),
        code=query.data or "",
        press=query.id,
        ref=str(message.message_id) if message else None,
        private=message is None or message.chat.type == "private",
        thread=_thread(message) if isinstance(message, telegram.Message) else "",
    )


def _membership(change: telegram.ChatMemberUpdated) -> Incoming:
    """A channel must let the bot post; a group must have it there, and not silenced."""
    address, bot = Address(Messenger.TELEGRAM, str(change.chat.id)), change.new_chat_member
    broadcast = change.chat.type == "channel"
    if broadcast:
        heard = getattr(bot, "can_post_messages", False)
    else:
        allowed = getattr(bot, "is_member", False) and getattr(bot, "can_send_messages", False)
        heard = bot.status in ("creator", "administrator", "member") or allowed
    if heard:
        return Returned(address=address, broadcast=broadcast, at=change.date)
    return Left(address=address, at=change.date)
