"""POST /hooks/<messenger>: what is pushed to us. Answered with 200 only after its effects are committed."""

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels import Channel
from bot.messages import Incoming
from storage.database import DatabaseUnavailable
from storage.records import Messenger

log = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024

Reply = Callable[[], Awaitable[None]]
Remember = Callable[[Sequence[Incoming]], Awaitable[Reply]]


def hook_path(messenger: str) -> str:
    """Where a messenger pushes to."""
    return f"/hooks/{messenger.replace('_', '-')}"


def hook_route(channel: Channel, remember: Remember) -> Route:
    """The webhook of a messenger that pushes.

    Strangers get 403. A body nobody understands gets 200, else it would be repeated until the webhook is switched
    off; so does an empty one, with which Zalo probes. The answers to people are sent after the 200: Zalo waits 2 s.
    """

    strangers = _Strangers(channel.messenger)

    async def hook(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response(status_code=400)
        if not body:
            return Response(status_code=200)
        if not channel.genuine(request.headers, body):
            strangers.knocked()
            return Response(status_code=403)
        try:
            heard = _read(channel, body)
        except ValueError as fault:
            log.warning("%s: a pushed event could not be read: %s", channel.messenger, fault)
            return Response(status_code=200)
        if heard is None:
            return Response(status_code=200)
        try:
            reply = await remember([heard])
        except DatabaseUnavailable:
            return Response(status_code=503)
        return Response(status_code=200, background=BackgroundTask(reply))

    return Route(hook_path(channel.messenger), hook, methods=["POST"])


class _Strangers:
    """Told of once: a wrong key of ours makes us deaf, and whoever likes may knock as often as they like."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self._told = False

    def knocked(self) -> None:
        """A push without the right secret or signature."""
        if not self._told:
            log.warning(
                "%s: a push without the right secret or signature was refused; where nobody is heard, compare "
                "the secret in .env with what the messenger shows",
                self._messenger,
            )
        self._told = True


async def _body(request: Request) -> bytes | None:
    """The raw body; None where it is larger than any event."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_BODY:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)


def _read(channel: Channel, body: bytes) -> Incoming | None:
    """Raises ValueError for nonsense."""
    try:
        said: Any = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(said, dict):
        raise ValueError("not an event")
    return channel.read(said)
