"""Screens on Zalo: a chat with the bot, and one with the Official Account."""

from typing import Any

from bot.sandbox.page.asked import BadRequest
from bot.sandbox.page.segments import segments
from bot.sandbox.zalo.account import Account
from bot.sandbox.zalo.world import Shown, ZaloWorld
from storage.records import Address, Messenger

_SHORT = 5  # letters


class ZaloPhone:
    """Somebody's chat with the bot on Zalo: only words, in both directions."""

    def __init__(self, world: ZaloWorld, user: str) -> None:
        self._world, self._user = world, user
        self.id = str(Address(Messenger.ZALO_BOT, user))

    def row(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": "zalo",
            "name": self._world.person(self._user).name,
            "blocked": False,
            "newest": _newest(self._world.chat(self._user)),
            "members": [],
        }

    def bubbles(self) -> list[dict[str, Any]]:
        return [_bubble(shown) for shown in self._world.chat(self._user)]

    def toasts(self, by: str) -> list[str]:
        return []

    def say(self, text: str, *, by: str, answers: int | None, topic: int | None) -> None:
        if answers is not None or topic is not None:
            raise BadRequest("Zalo does not tell a bot which message was answered")
        self._world.say(self._user, text)

    def press(self, message: int, data: str, *, by: str) -> None:
        raise BadRequest("there are no buttons on Zalo")

    def block(self, blocked: bool) -> None:
        raise BadRequest("Zalo does not tell a bot that it was turned away")


class ZaloFollower:
    """Somebody's chat with the Official Account: words, and up to five buttons; not following is as good as a block."""

    def __init__(self, account: Account, user: str) -> None:
        self._account, self._user = account, user
        self.id = str(Address(Messenger.ZALO_OA, user))

    def row(self) -> dict[str, Any]:
        person = self._account.person(self._user)
        return {
            "id": self.id,
            "kind": "oa",
            "name": person.name,
            "blocked": not person.follows,
            "newest": _newest(self._account.chat(self._user)),
            "members": [],
        }

    def bubbles(self) -> list[dict[str, Any]]:
        return [_bubble(shown) for shown in self._account.chat(self._user)]

    def toasts(self, by: str) -> list[str]:
        return []

    def say(self, text: str, *, by: str, answers: int | None, topic: int | None) -> None:
        if answers is not None or topic is not None:
            raise BadRequest("this phone cannot answer a single message")
        self._account.say(self._user, text)

    def press(self, message: int, data: str, *, by: str) -> None:
        shown = next((one for one in self._account.chat(self._user) if one.number == message), None)
        if shown is None or data not in [button.get("payload") for button in shown.buttons]:
            raise BadRequest(f"there is no message {message} with this button on this phone")
        self._account.press(self._user, data)

    def block(self, blocked: bool) -> None:
        self._account.follow(self._user, not blocked)


def _bubble(shown: Shown) -> dict[str, Any]:
    keys = [{"text": button.get("title"), "callback_data": button.get("payload")} for button in shown.buttons]
    return {
        "id": shown.number,
        "from_bot": shown.from_bot,
        "by": "",
        "name": "",
        "segments": segments(shown.text, ()),
        "rows": _rows(keys),
        "silent": False,
        "reply_to": None,
        "edited_at": None,
        "at": shown.at.isoformat(),
    }


def _rows(keys: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Zalo stacks the buttons; five short ones are drawn side by side, as stars."""
    if keys and all(len(str(key["text"])) <= _SHORT for key in keys):
        return [keys]
    return [[key] for key in keys]


def _newest(chat: tuple[Shown, ...]) -> int:
    return max((shown.number for shown in chat if shown.from_bot), default=0)
