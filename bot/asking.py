"""Asks an OpenAI-compatible address for a retelling: the only file that knows its API, and its only HTTP client.

Nothing it answers is believed as such: `feeds.gist.retelling` decides; the embedded summary stands in for every doubt.
"""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import assert_never
from urllib.parse import urlsplit

import httpx

from bot.config import Config
from bot.config.settings import Settings
from feeds.article import Gist, Version
from feeds.gist.retelling import Refused, question, read_answer, worth_retelling

log = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds for one article, a second try included
_TRIES = 2
_LARGEST = 256 * 1024  # bytes of an answer
_MOST_TOKENS = 800
_REMEMBERED = 256
_TRIAL = Version(title="Lịch tàu", body="Tàu chạy lúc 7h30 ngày 19/9.")


class Unusable(Exception):
    """No usable answer came; the message is one plain line without the key."""


class Reteller:
    """Retells versions through one address, each once. `transport` replaces the network in tests."""

    def __init__(
        self,
        endpoint: str,
        *,
        model: str = "",
        key: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._address = _completions(endpoint)
        self._model = model or "default"
        self._patience = patience
        self._told: OrderedDict[str, Gist] = OrderedDict()
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(patience),
            transport=transport,
            mounts={f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")},
        )

    async def __call__(self, version: Version, gist: Gist) -> Gist:
        """The gist with a retelling that may be believed, or as it was; asked once for each version."""
        if not worth_retelling(gist, version):
            return gist
        known = self._told.get(version.fingerprint)
        if known is None:
            known = self._told[version.fingerprint] = await self._patiently(version, gist)
            if len(self._told) > _REMEMBERED:
                self._told.popitem(last=False)
        return replace(gist, summary=known.summary, origin=known.origin)

    async def examine(self) -> str:
        """That the address answers as a chat does, in words for the doctor. Raises Unusable."""
        try:
            async with asyncio.timeout(self._patience):
                await self._answer(_TRIAL, None)
        except (TimeoutError, httpx.TimeoutException):
            raise Unusable(f"no answer within {self._patience:g} s") from None
        return f"{self._model} answers; what it says is checked article by article"

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def _patiently(self, version: Version, gist: Gist) -> Gist:
        try:
            async with asyncio.timeout(self._patience):
                return await self._retold(version, gist)
        except (TimeoutError, httpx.TimeoutException):
            why = f"no answer within {self._patience:g} s"
        except Unusable as trouble:
            why = str(trouble)
        log.warning("summary of %s by %s: %s; our own is used", _mark(version), self._model, why)
        return gist

    async def _retold(self, version: Version, gist: Gist) -> Gist:
        refused: Refused | None = None
        for left in reversed(range(_TRIES)):
            try:
                answer = await self._answer(version, refused)
            except Unusable:
                if left:
                    continue
                raise
            read = read_answer(answer, version, gist)
            match read:
                case Gist():
                    log.info("summary of %s by %s is used", _mark(version), self._model)
                    return read
                case Refused(alarms):
                    refused = read
                    log.warning(
                        "summary of %s by %s refused: %s", _mark(version), self._model, "; ".join(alarms)
                    )
                case _:
                    assert_never(read)
        return gist

    async def _answer(self, version: Version, refused: Refused | None) -> str:
        """The words of the model. Raises Unusable."""
        asked = {
            "model": self._model,
            "messages": question(version, 300, refused),
            "temperature": 0,
            "max_tokens": _MOST_TOKENS,
        }
        body = bytearray()
        try:
            async with self._client.stream("POST", self._address, json=asked) as response:
                if response.status_code != httpx.codes.OK:
                    raise Unusable(f"answered {response.status_code}")
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > _LARGEST:
                        raise Unusable("the answer is too large")
        except httpx.TimeoutException:
            raise
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise Unusable(f"cannot be asked ({type(error).__name__})") from None
        return _content(bytes(body))


def _completions(endpoint: str) -> str:
    """`https://host`, `https://host/v1` and the whole address all mean the same."""
    bare = endpoint.rstrip("/")
    if bare.endswith("/chat/completions"):
        return bare
    return f"{bare}{'' if urlsplit(bare).path else '/v1'}/chat/completions"


def _content(body: bytes) -> str:
    try:
        said = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError):
        raise Unusable("the answer is none of a chat") from None
    if not isinstance(said, str):
        raise Unusable("the answer holds no text")
    return said


def _mark(version: Version) -> str:
    """The beginning of the source's hash, for the log."""
    return version.fingerprint[:12]


def reteller_of(settings: Settings, config: Config) -> Reteller | None:
    """Who retells summaries, where the office named an address for it."""
    wanted, key = config.summary, settings.summary_key
    if not wanted.endpoint:
        return None
    return Reteller(wanted.endpoint, model=wanted.model, key=key.get_secret_value() if key else "")


@asynccontextmanager
async def retelling(read: Settings, config: Config) -> AsyncIterator[Reteller | None]:
    """Who retells summaries during one command, if anybody does."""
    retell = reteller_of(read, config)
    try:
        yield retell
    finally:
        if retell:
            await retell.close()
