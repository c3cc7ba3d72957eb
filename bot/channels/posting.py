"""One request to a messenger's server, and what came back: the file that translates httpx's errors for both Zalos.

Nothing here tells an address: the bot's token is part of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.messages import Failed, Outcome, Refused, Throttled, Unknown

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
LARGEST_ANSWER = 1 << 20
# As the Wire has it: a request that broke while it was written had not left whole.
_NEVER_WRITTEN = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.WriteError,
    httpx.WriteTimeout,
    httpx.LocalProtocolError,
)


@dataclass(frozen=True, slots=True)
class Body:
    """The server spoke: one JSON object. The HTTP status says nothing; both Zalos send errors with 200."""

    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Noise:
    """Something that is no answer of the API: a proxy's page, a cut line."""

    status: int


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer at all. `written`: the request had left, so it may have had its effect."""

    written: bool
    reason: str


Reply = Body | Noise | Silence


async def post(
    client: httpx.AsyncClient,
    url: str,
    *,
    json: Mapping[str, Any] | None = None,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: httpx.Timeout = TIMEOUT,  # noqa: ASYNC109  # handed to the client, which keeps it
) -> Reply:
    """One POST. Never raises for what a network or a server may do."""
    try:
        answer = await client.post(url, json=json, data=form, headers=headers, timeout=timeout)
    except _NEVER_WRITTEN as error:
        return Silence(written=False, reason=type(error).__name__)
    except httpx.HTTPError as error:
        return Silence(written=True, reason=type(error).__name__)
    except (httpx.InvalidURL, UnicodeError):
        return Silence(written=False, reason="the address cannot be used")
    return _read(answer)


def lost(reply: Noise | Silence, *, throttle: float) -> Outcome:
    """What it means for a message that nobody who knows of it answered. `throttle`: seconds to wait where a proxy
    says «too many»."""
    if isinstance(reply, Silence):
        return Unknown(reply.reason) if reply.written else Failed(reply.reason)
    if reply.status == 429:
        return Throttled(throttle)
    if reply.status == 413:
        return Refused("too large for the server")
    reason = f"no answer of the API, HTTP {reply.status}"
    return Unknown(reason) if reply.status < 300 or reply.status == 504 else Failed(reason)


def number(value: Any) -> int | None:
    """A code or a time that is sometimes a number and sometimes a string of digits."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _read(answer: httpx.Response) -> Reply:
    try:
        said = json.loads(answer.content[:LARGEST_ANSWER])
    except (ValueError, RecursionError):
        return Noise(answer.status_code)
    return Body(said) if isinstance(said, dict) else Noise(answer.status_code)
