"""A screen on Zalo."""

from typing import Any

from bot.sandbox.page.asked import BadRequest
from bot.sandbox.page.segments import segments
from bot.sandbox.zalo.world import ZaloWorld
from storage.records import Address, Messenger


class ZaloPhone:
    """Somebody's chat with the bot on Zalo: only words, in both directions."""

    def __init__(self, world: ZaloWorld, user: str) -> None:
        self._world, self._user = world, user
        self.id = str(Address(Messenger.ZALO_BOT, user))

    def row(self) -> dict[str, Any]:
        told = (shown.number for shown in self._world.chat(self._user) if shown.from_bot)
        return {
            "id": self.id,
            "kind": "zalo",
            "name": self._world.person(self._user).name,
            "blocked": False,
            "newest": max(told, default=0),
            "members": [],
        }

    def bubbles(self) -> list[dict[str, Any]]:
        return [
            {
                "id": shown.number,
                "from_bot": shown.from_bot,
                "by": "",
                "name": "",
                "segments": segments(shown.text, ()),
                "rows": [],
                "silent": False,
                "reply_to": None,
                "edited_at": None,
                "at": shown.at.isoformat(),
            }
            for shown in self._world.chat(self._user)
        ]

    def toasts(self, by: str) -> list[str]:
        return []

    def say(self, text: str, *, by: str, answers: int | None) -> None:
        if answers is not None:
            raise BadRequest("Zalo does not tell a bot which message was answered")
        self._world.say(self._user, text)

    def press(self, message: int, data: str, *, by: str) -> None:
        raise BadRequest("there are no buttons on Zalo")

    def block(self, blocked: bool) -> None:
        raise BadRequest("Zalo does not tell a bot that it was turned away")
