"""A Zalo Official Account and its followers: what their phones show, who may be written to, what it has yet to tell.

No HTTP. Sources: Zalo's documentation and what others observed of a state agency's account.
"""

import asyncio
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from bot.sandbox.pulse import Pulse
from bot.sandbox.zalo.world import Shown, milliseconds

OA_ID, APP_ID = "388613280878808645", "2553928453557884079"
WINDOW = timedelta(days=7)  # how long after their last words somebody may be written to
LIFETIME = timedelta(hours=25)  # of an access token
_FIRST_USER = 246_845_883_529_197_922


class Code(IntEnum):
    """The account's refusals."""

    BUSY = -32
    WRONG = -201
    TOO_LONG = -210
    QUOTA = -211
    NOT_FOLLOWING = -213
    NOT_READY = -214
    BAD_TOKEN = -216
    EXPIRED = -220
    QUIET = -230
    NEVER_WROTE = -232
    NIGHT = -234
    WRONG_KIND = -235


ON_DEMAND = {"busy": Code.BUSY, "quota": Code.QUOTA, "quiet": Code.QUIET}


@dataclass(frozen=True, slots=True)
class Follower:
    """A phone. `wrote_at` is when its owner last wrote or pressed a button."""

    id: str
    name: str
    follows: bool = False
    wrote_at: datetime | None = None


class Account:
    """One account of a state agency, so only the older endpoint takes its messages. `clock` gives aware times."""

    def __init__(self, *, clock: Callable[[], datetime], pulse: Pulse | None = None) -> None:
        self.clock = clock
        self.pulse = pulse or Pulse()
        self.app_secret, self.key, self.refresh = (secrets.token_hex(16) for _ in range(3))
        self.events: asyncio.Queue[bytes] = asyncio.Queue()
        self._access = ""
        self._until = clock()
        self._people: dict[str, Follower] = {}
        self._chats: dict[str, list[Shown]] = {}
        self._troubles: dict[Code, datetime] = {}
        self._count = 0

    # ── what phones do ────────────────────────────────────────────────────────────────────────────────────

    def add_person(self, name: str) -> str:
        """A new phone, which does not follow the account yet."""
        user = str(_FIRST_USER + len(self._people))
        self._people[user], self._chats[user] = Follower(user, name), []
        self.pulse.beat()
        return user

    def person(self, user: str) -> Follower:
        """Raises LookupError."""
        if user not in self._people:
            raise LookupError(f"nobody on Zalo is {user}")
        return self._people[user]

    def chat(self, user: str) -> tuple[Shown, ...]:
        """Everything a phone shows, oldest first. Raises LookupError."""
        return tuple(self._chats[self.person(user).id])

    def follow(self, user: str, follows: bool) -> None:
        """Begin or end following. Raises LookupError."""
        if self.person(user).follows == follows:
            return
        self._people[user] = replace(self.person(user), follows=follows)
        self._tell(
            "follow" if follows else "unfollow", follower={"id": user}, oa_id=OA_ID, source="oa_profile"
        )
        self.pulse.beat()

    def say(self, user: str, text: str) -> None:
        """Write to the account. Raises LookupError."""
        self._heard(user, text, self._show(user, text, from_bot=False).message_id)

    def press(self, user: str, payload: str) -> None:
        """Press a button: the account hears its payload as if it had been written; the phone shows nothing."""
        self._heard(user, payload, secrets.token_hex(10))
        self.pulse.beat()

    # ── what goes wrong ───────────────────────────────────────────────────────────────────────────────────

    def trouble(self, code: Code, seconds: int) -> None:
        """Every sending is refused so for so long."""
        self._troubles[code] = self.clock() + timedelta(seconds=seconds)
        self.pulse.beat()

    def expire(self) -> None:
        """The access token ends before its time."""
        self._until = self.clock()
        self.pulse.beat()

    # ── what the account does ─────────────────────────────────────────────────────────────────────────────

    def exchange(self, refresh: str) -> dict[str, str] | None:
        """A new pair for a refresh token, which is good for one use; None for any other."""
        if not secrets.compare_digest(refresh.encode(), self.refresh.encode()):
            return None
        self.refresh, self._access = secrets.token_hex(16), secrets.token_hex(16)
        self._until = self.clock() + LIFETIME
        seconds = int(LIFETIME.total_seconds())
        return {"access_token": self._access, "refresh_token": self.refresh, "expires_in": str(seconds)}

    def token_fault(self, access: str) -> Code | None:
        if not access or not secrets.compare_digest(access.encode(), self._access.encode()):
            return Code.BAD_TOKEN
        return Code.EXPIRED if self.clock() >= self._until else None

    def ordered(self) -> Code | None:
        """The refusal that was asked for, while it lasts."""
        now = self.clock()
        return next((code for code, until in self._troubles.items() if now < until), None)

    def followers(self) -> list[str]:
        return [user for user, person in self._people.items() if person.follows]

    def hindrance(self, user: str) -> Code | None:
        """Why somebody may not be written to now."""
        now, ordered = self.clock(), self.ordered()
        person = self._people.get(user)
        if ordered or person is None or not person.follows:
            return ordered or Code.NOT_FOLLOWING
        if person.wrote_at is None:
            return Code.NEVER_WROTE
        return Code.QUIET if now - person.wrote_at > WINDOW else None

    def deliver(self, user: str, text: str, buttons: Sequence[Mapping[str, Any]]) -> Shown:
        return self._show(user, text, from_bot=True, buttons=buttons)

    # ── within ────────────────────────────────────────────────────────────────────────────────────────────

    def _heard(self, user: str, text: str, name: str) -> None:
        self._people[user] = replace(self.person(user), wrote_at=self.clock())
        message = {"text": text, "msg_id": name}
        self._tell("user_send_text", sender={"id": user}, recipient={"id": OA_ID}, message=message)

    def _show(
        self, user: str, text: str, *, from_bot: bool, buttons: Sequence[Mapping[str, Any]] = ()
    ) -> Shown:
        self._count += 1
        shown = Shown(
            number=self._count,
            message_id=secrets.token_hex(10),
            from_bot=from_bot,
            text=text,
            at=self.clock(),
            buttons=tuple(buttons),
        )
        self._chats[self.person(user).id].append(shown)
        self.pulse.beat()
        return shown

    def _tell(self, name: str, **body: Any) -> None:
        """All ids and times are strings."""
        stamp = str(milliseconds(self.clock()))
        event = {"app_id": APP_ID, "event_name": name, **body, "timestamp": stamp}
        self.events.put_nowait(json.dumps(event, ensure_ascii=False).encode())
