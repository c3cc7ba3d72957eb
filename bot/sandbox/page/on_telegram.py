"""Screens on Telegram: somebody's own chat with the bot, and the groups that several people share."""

from typing import Any

from bot.sandbox.page.asked import BadRequest
from bot.sandbox.page.segments import segments
from bot.sandbox.telegram.forms import Shown
from bot.sandbox.telegram.roles import BOSSES, THERE
from bot.sandbox.telegram.world import World
from storage.records import Address, Messenger


class TelegramPhone:
    """Somebody's private chat with the bot on Telegram."""

    def __init__(self, world: World, user: int) -> None:
        self._world, self._user = world, user
        self.id = str(Address(Messenger.TELEGRAM, str(user)))

    def row(self) -> dict[str, Any]:
        person = self._world.person(self._user)
        return {
            "id": self.id,
            "kind": "telegram",
            "name": person.name,
            "blocked": person.blocked,
            "newest": _newest(self._world.chat(self._user)),
            "members": [],
        }

    def bubbles(self) -> list[dict[str, Any]]:
        return [_bubble(self._world, shown) for shown in self._world.chat(self._user)]

    def toasts(self, by: str) -> list[str]:
        return self._world.toasts(self._user)

    def say(self, text: str, *, by: str, answers: int | None, topic: int | None) -> None:
        if topic is not None:
            raise BadRequest("there are no topics on this phone")
        if answers is None:
            self._world.say(self._user, text)
        else:
            self._world.reply(self._user, _on(self._world, self._user, answers).message_id, text)

    def press(self, message: int, data: str, *, by: str) -> None:
        self._world.press(self._user, _with_buttons(self._world, self._user, message), data)

    def block(self, blocked: bool) -> None:
        (self._world.block if blocked else self._world.unblock)(self._user)


class TelegramGroup:
    """A group with the bot in it: «group» for neighbours, «forum» for those who talk under topics, «staff» for duty."""

    def __init__(self, world: World, chat: int, kind: str) -> None:
        self._world, self._chat, self._kind = world, chat, kind
        self.id = str(Address(Messenger.TELEGRAM, str(chat)))

    def row(self) -> dict[str, Any]:
        group, bot = self._world.groups.get(self._chat), self._world.bot["id"]
        return {
            "id": self.id,
            "kind": self._kind,
            "name": group.title,
            "blocked": group.role(bot) not in THERE,
            "newest": _newest(self._world.chat(self._chat)),
            "members": [
                {"id": str(user), "name": self._world.person(user).name, "boss": role in BOSSES}
                for user, role in group.roles.items()
                if user != bot and role in THERE
            ],
            "topics": [
                {"id": thread, "name": name, "newest": _newest(self._world.chat(self._chat), thread)}
                for thread, name in (group.topics or {}).items()
            ],
        }

    def bubbles(self) -> list[dict[str, Any]]:
        return [_bubble(self._world, shown) for shown in self._world.chat(self._chat) if not shown.service]

    def toasts(self, by: str) -> list[str]:
        return self._world.toasts(self._member(by))

    def say(self, text: str, *, by: str, answers: int | None, topic: int | None) -> None:
        user = self._member(by)
        if topic is not None and topic not in (self._world.groups.get(self._chat).topics or {}):
            raise BadRequest(f"there is no topic {topic} in this group")
        if answers is None:
            self._world.say(user, text, chat=self._chat, thread=topic)
        else:
            answered = _on(self._world, self._chat, answers).message_id
            self._world.reply(user, answered, text, chat=self._chat)

    def press(self, message: int, data: str, *, by: str) -> None:
        user = self._member(by)
        self._world.press(user, _with_buttons(self._world, self._chat, message), data, chat=self._chat)

    def block(self, blocked: bool) -> None:
        """Its maker removes the bot, or adds it again."""
        maker = next(iter(self._world.groups.get(self._chat).roles))
        role = "kicked" if blocked else "member"
        self._world.groups.make(self._chat, self._world.bot["id"], role, by=maker)

    def _member(self, by: str) -> int:
        """The member named; the first where none is. Raises BadRequest."""
        members = [one["id"] for one in self.row()["members"]]
        if by and by not in members:
            raise BadRequest(f"there is no member {by} in this group")
        return int(by or members[0])


def _bubble(world: World, shown: Shown) -> dict[str, Any]:
    return {
        "id": shown.message_id,
        "from_bot": shown.from_bot,
        "by": str(shown.sender or ""),
        "name": world.person(shown.sender).name if shown.sender else "",
        "segments": segments(shown.text, shown.entities),
        "rows": shown.rows,
        "silent": shown.silent,
        "reply_to": shown.reply_to,
        "topic": shown.thread,
        "edited_at": shown.edited_at.isoformat() if shown.edited_at else None,
        "at": shown.at.isoformat(),
    }


def _newest(chat: tuple[Shown, ...], topic: int | None = None) -> int:
    """The bot's newest message, under a topic or anywhere; 0 where it said nothing."""
    ours = (one for one in chat if one.from_bot and (topic is None or one.thread == topic))
    return max((one.message_id for one in ours), default=0)


def _on(world: World, chat: int, message: int) -> Shown:
    shown = world.seen(chat, message)
    if shown is None:
        raise BadRequest(f"there is no message {message} on this phone")
    return shown


def _with_buttons(world: World, chat: int, message: int) -> int:
    shown = world.seen(chat, message)
    if shown is None or not shown.from_bot:
        raise BadRequest(f"there is no message {message} with buttons on this phone")
    return message
