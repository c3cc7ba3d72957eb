"""One request to a messenger's server, and what came back: the file that translates httpx's errors for both Zalos.

Nothing here tells an address: the bot's token is part of it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx

from bot.channels.judging import refused_before
from bot.messages import Failed, Outcome, Sent, Throttled, Unknown, UsedUp
from feeds.fetching.wire import NEVER_LEFT

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
LARGEST_ANSWER = 1 << 20
FIRST_WAIT, LONGEST_WAIT = 5.0, 3600.0  # seconds


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
    patience: httpx.Timeout = TIMEOUT,
    seen: Callable[[Mapping[str, str]], None] = lambda _: None,
) -> Reply:
    """One POST; `seen` is shown the headers of an answer. Never raises for what a network or a server may do."""
    try:
        answer = await client.post(url, json=json, data=form, headers=headers, timeout=patience)
    except NEVER_LEFT as error:
        return Silence(written=False, reason=type(error).__name__)
    except httpx.HTTPError as error:
        return Silence(written=True, reason=type(error).__name__)
    except (httpx.InvalidURL, UnicodeError):
        return Silence(written=False, reason="the address cannot be used")
    seen(answer.headers)
    return _read(answer)


def lost(reply: Noise | Silence) -> Outcome:
    """What it means for a message that nobody who knows of it answered."""
    if isinstance(reply, Silence):
        return Unknown(reply.reason) if reply.written else Failed(reply.reason)
    reason = trouble(reply)
    return Unknown(reason) if reply.status < 300 else refused_before(reply.status, reason)


class Patience:
    """How long to wait where a messenger refuses without naming a time: 5 s, doubling with each refusal up to an hour.

    Refusals of what was already under way are one refusal. Times are monotonic seconds.
    """

    def __init__(self) -> None:
        self._wait = 0.0
        self._until = 0.0

    def judged(self, outcome: Outcome, now: float) -> Outcome:
        """The same outcome, a refusal for speed or quota with the time to wait from `now`."""
        if isinstance(outcome, Throttled | UsedUp):
            return replace(outcome, seconds=max(outcome.seconds, self._refused(now)))
        if isinstance(outcome, Sent):
            self._taken(now)
        return outcome

    def _refused(self, now: float) -> float:
        if now >= self._until:
            self._wait = min(max(FIRST_WAIT, self._wait * 2), LONGEST_WAIT)
            self._until = now + self._wait
        return self._until - now

    def _taken(self, now: float) -> None:
        if now >= self._until:  # else it was still on its way when we were refused
            self._wait = 0.0


def trouble(reply: Noise | Silence) -> str:
    """Why there was no answer, in one line."""
    if isinstance(reply, Silence):
        return f"no answer: {reply.reason}"
    return f"no answer of the API, HTTP {reply.status}"


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
