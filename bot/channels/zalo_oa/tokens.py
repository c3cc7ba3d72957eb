"""The Official Account's tokens (OAuth v4): an access token for 25 hours, a refresh token that is good for one use.

One process at a time renews them, and the new pair is stored, sealed, before anything is done with it. Between Zalo's
answer and our commit lies a gap that nobody can close: a machine that dies there has spent its refresh token, and a
person must consent again (`loa zalo login`).
"""

import asyncio
import base64
import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.channels import Unreachable
from bot.channels.posting import Body, number, post, trouble
from storage import safe
from storage.database import Database, DatabaseUnavailable

OAUTH = "https://oauth.zaloapp.com"
PAIR = "zalo_oa.pair"
MARGIN = timedelta(minutes=10)
RENEWING = timedelta(seconds=60)
LIFETIME = 90_000  # seconds
_WAITS = 60
_MEND = "run «loa zalo login» once more; if that is refused too, check LOA_ZALO_OA_APP_ID and LOA_ZALO_OA_APP_SECRET"


@dataclass(frozen=True, slots=True)
class Pair:
    """Both tokens; `until` is when the first one ends (ISO 8601), `seed` names the environment's they grew from."""

    access: str
    refresh: str
    until: str
    seed: str = ""

    def __repr__(self) -> str:
        return "Pair(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person's browser is sent to, and what is needed when it comes back (PKCE, S256)."""

    address: str
    verifier: str
    state: str


class Tokens:
    """The tokens of one app. `seed` is a refresh token from the environment, for the very first pair."""

    def __init__(
        self,
        database: Database,
        client: httpx.AsyncClient,
        *,
        app_id: str,
        app_secret: str,
        seed: str = "",
        oauth: str = OAUTH,
        clock: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._client = client
        self._app_id = app_id
        self._app_secret = app_secret
        self._seed = seed
        self._oauth = oauth.rstrip("/")
        self._clock = clock
        self._pause = pause
        self._lock = asyncio.Lock()
        self._pair: Pair | None = None
        self._unstored: Pair | None = None

    async def access(self, *, refused: str = "") -> str:
        """An access token that lasts, and not the one that Zalo `refused`. Raises Unreachable."""
        async with self._lock:
            if self._unstored:
                await self._store(self._unstored)
            if not self._lasts(self._pair, refused):
                self._pair = await self._stored()
            if not self._lasts(self._pair, refused):
                self._pair = await self._renewed(refused)
            return self._pair.access if self._pair else ""

    def consent(self, redirect: str) -> Consent:
        """What to show a person who administers the account."""
        verifier, state = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "app_id": self._app_id,
            "redirect_uri": redirect,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "state": state,
        }
        address = f"{self._oauth}/v4/oa/permission?{urlencode(asked)}"
        return Consent(address=address, verifier=verifier, state=state)

    async def admitted(self, code: str, consent: Consent) -> None:
        """A person consented: exchange the code they came back with and store the first pair. Raises Unreachable."""
        given = {"grant_type": "authorization_code", "code": code, "code_verifier": consent.verifier}
        pair = await self._exchange(given)
        if isinstance(pair, str):
            raise Unreachable(f"Zalo refuses the code: {pair}; it is good for ten minutes and one use")
        await self._store(pair)

    async def _renewed(self, refused: str) -> Pair:
        """The pair after this one, from whichever process is first to ask for it."""
        for _ in range(_WAITS):
            now = self._clock()
            async with self._database.transaction() as tx:
                mine = await safe.borrow(tx, PAIR, now=now, until=now + RENEWING)
            pair = await self._stored()  # only now: another process may have renewed it meanwhile
            if pair and self._lasts(pair, refused):
                if mine:
                    await self._give_back()
                return pair
            if mine:
                return await self._refreshed(pair)
            await self._pause(0.5)
        raise Unreachable("another process has been renewing the token for too long")

    async def _refreshed(self, pair: Pair | None) -> Pair:
        why = "nobody has consented yet: run «loa zalo login»"
        try:
            for token in self._candidates(pair):
                fresh = await self._exchange({"grant_type": "refresh_token", "refresh_token": token})
                if isinstance(fresh, Pair):
                    await self._store(fresh)
                    return fresh
                why = f"no refresh token that Zalo takes ({fresh}): {_MEND}"
        except Unreachable:
            await self._give_back()
            raise
        await self._give_back()
        raise Unreachable(why)

    def _candidates(self, pair: Pair | None) -> list[str]:
        """A token newly put into the environment first, then the one that was kept."""
        newer = [self._seed] if self._seed and (pair is None or pair.seed != self._name_of_seed()) else []
        return [*newer, *([pair.refresh] if pair else [])]

    async def _exchange(self, given: Mapping[str, str]) -> Pair | str:
        """A new pair, or why Zalo refuses. Raises Unreachable where nobody answered."""
        url = f"{self._oauth}/v4/oa/access_token"
        headers = {"secret_key": self._app_secret}
        reply = await post(self._client, url, form={"app_id": self._app_id, **given}, headers=headers)
        if not isinstance(reply, Body):
            raise Unreachable(f"the token could not be renewed: {trouble(reply)}")
        access, refresh = reply.said.get("access_token"), reply.said.get("refresh_token")
        if not (isinstance(access, str) and isinstance(refresh, str) and access and refresh):
            return _refusal(reply.said)
        seconds = number(reply.said.get("expires_in")) or LIFETIME
        until = self._clock() + timedelta(seconds=max(0, min(seconds, LIFETIME)))
        return Pair(access, refresh, until.isoformat(), self._name_of_seed())

    async def _store(self, pair: Pair) -> None:
        """Kept before it is used. Where the database is not to be had it is tried again before anything else."""
        self._unstored = pair
        try:
            async with self._database.transaction() as tx:
                await safe.put(tx, PAIR, json.dumps(asdict(pair)), now=self._clock())
        except DatabaseUnavailable as fault:
            raise Unreachable(f"the new token cannot be stored: {fault}") from None
        self._pair, self._unstored = pair, None

    async def _stored(self) -> Pair | None:
        async with self._database.reading() as tx:
            words = await safe.get(tx, PAIR)
        return Pair(**json.loads(words)) if words else None

    async def _give_back(self) -> None:
        async with self._database.transaction() as tx:
            await safe.give_back(tx, PAIR)

    def _lasts(self, pair: Pair | None, refused: str) -> bool:
        if pair is None or pair.access == refused:
            return False
        return datetime.fromisoformat(pair.until) > self._clock() + MARGIN

    def _name_of_seed(self) -> str:
        return hashlib.sha256(self._seed.encode()).hexdigest()[:16] if self._seed else ""


def _refusal(said: Mapping[str, Any]) -> str:
    words = (
        said.get("error_description") or said.get("error_name") or said.get("message") or "no reason given"
    )
    return " ".join(f"{words} ({said.get('error')})".split())[:200]
