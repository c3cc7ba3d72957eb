"""What the page can show: phones on both messengers, and the groups that several people share."""

from collections.abc import Iterator
from typing import Any, Protocol

from bot.sandbox.page.asked import BadRequest
from bot.sandbox.page.on_telegram import TelegramGroup, TelegramPhone
from bot.sandbox.page.on_zalo import ZaloFollower, ZaloPhone
from bot.sandbox.telegram.world import World
from bot.sandbox.zalo.account import Account
from bot.sandbox.zalo.world import ZaloWorld


class Screen(Protocol):
    """One chat with the bot. `by` names who acts: in a group one of its members, elsewhere the phone's owner."""

    @property
    def id(self) -> str:
        """The address, as `telegram:<chat>`, `zalo_bot:<chat>` or `zalo_oa:<chat>`."""
        ...

    def row(self) -> dict[str, Any]:
        """How the chooser shows it: `{id, kind, name, blocked, newest, members}`; of a group also its `topics`."""
        ...

    def bubbles(self) -> list[dict[str, Any]]:
        """Its messages, oldest first; their numbers grow."""
        ...

    def toasts(self, by: str) -> list[str]:
        """The texts that answered presses, oldest first."""
        ...

    def say(self, text: str, *, by: str, answers: int | None, topic: int | None) -> None:
        """Write, in a forum under a topic, or answer one message. Raises BadRequest."""
        ...

    def press(self, message: int, data: str, *, by: str) -> None:
        """Press a button. Raises BadRequest."""
        ...

    def block(self, blocked: bool) -> None:
        """Turn the bot away, or take it back. Raises BadRequest where nobody can."""
        ...


class Screens:
    """All screens, in the order of the chooser: phones on Telegram, on Zalo, then the groups."""

    def __init__(self, telegram: World, zalo: ZaloWorld, account: Account) -> None:
        self._telegram, self._zalo, self._account = telegram, zalo, account
        self._phones: list[Screen] = []
        self._groups: list[Screen] = []

    def add_telegram(self, name: str) -> int:
        """Somebody with Telegram; gives their user id."""
        user = self._telegram.add_person(name)
        self._phones.append(TelegramPhone(self._telegram, user))
        return user

    def add_zalo(self, name: str) -> str:
        """Somebody with Zalo; gives their user id."""
        user = self._zalo.add_person(name)
        self._phones.append(ZaloPhone(self._zalo, user))
        return user

    def add_follower(self, name: str) -> str:
        """Somebody with Zalo who may follow the Official Account; gives their user id."""
        user = self._account.add_person(name)
        self._phones.append(ZaloFollower(self._account, user))
        return user

    def add_group(self, chat: int, kind: str) -> None:
        self._groups.append(TelegramGroup(self._telegram, chat, kind))

    def __iter__(self) -> Iterator[Screen]:
        return iter([*self._phones, *self._groups])

    @property
    def newest(self) -> Screen:
        """The phone added last."""
        return self._phones[-1]

    def find(self, name: str) -> Screen:
        """Raises BadRequest."""
        found = next((screen for screen in self if screen.id == name), None)
        if found is None:
            raise BadRequest(f"there is no phone {name[:80]}")
        return found
