"""The parameters of a call to a messenger: GET or POST, in the address, as a form or as JSON."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"
LONGEST_BODY = 1 << 20  # bytes


class Unreadable(Exception):
    """The body cannot be taken; the message says why, `status` as HTTP does."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


async def parameters(request: Request) -> dict[str, Any]:
    """What stands in the address and in the body, a form's values still as strings. Raises Unreadable."""
    query: dict[str, Any] = dict(request.query_params)
    raw = await _body(request)
    if not raw:
        return query
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == FORM:
            return query | dict(parse_qsl(raw.decode(), keep_blank_values=True, strict_parsing=True))
        if kind == "application/json":
            said = json.loads(raw)
            if isinstance(said, dict):
                return query | said
            raise Unreadable(400, "object expected as request body")
    except (ValueError, RecursionError):
        raise Unreadable(400, f"can't parse the request body as {kind}") from None
    raise Unreadable(400, f"the sandbox takes no request body of type {kind or 'unknown'}")


async def _body(request: Request) -> bytes:
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LONGEST_BODY:
            raise Unreadable(413, "Request Entity Too Large")
    return raw
