"""POST /hooks/telegram: updates pushed by Telegram. Answered with 200 only after their effects are committed."""

import hmac
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.messages import Incoming
from storage.database import DatabaseUnavailable

log = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name of a header (Bot API, setWebhook)

Read = Callable[[dict[str, Any]], Incoming | None]
Handle = Callable[[Sequence[Incoming]], Awaitable[None]]


def telegram_route(read: Read, handle: Handle, *, secret: str) -> Route:
    """The webhook. Strangers get 403; a body nobody understands gets 200, else Telegram would repeat it for ever."""

    async def hook(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return Response(status_code=403)
        if int(request.headers.get("content-length") or 0) > LARGEST_BODY:
            return Response(status_code=413)
        try:
            incoming = read(await request.json())
        except (ValueError, UnicodeDecodeError):
            log.warning("telegram: a pushed update could not be read")
            return Response(status_code=200)
        try:
            await handle([incoming] if incoming else [])
        except DatabaseUnavailable:
            return Response(status_code=503)
        return Response(status_code=200)

    return Route("/hooks/telegram", hook, methods=["POST"])
