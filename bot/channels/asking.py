"""One request to the Bot API and the answer to it, judged."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote_plus

import httpx

from bot.channels.judging import broken, result

_LONG = 100  # letters from which on a value is worth remembering
_HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "identity"}
_quoted = lru_cache(maxsize=64)(quote_plus)
_address = lru_cache(maxsize=64)(httpx.URL)


async def ask(
    transport: httpx.AsyncBaseTransport, url: str, parameters: Mapping[str, str], seconds: Mapping[str, float]
) -> bytes:
    """The body of an answer with a status of success. Raises NotTaken.

    `seconds` are httpx's timeouts: connect, read, write.
    """
    extensions = {"timeout": dict(seconds)}
    request = httpx.Request(
        "POST", _address(url), content=body(parameters), headers=_HEADERS, extensions=extensions
    )
    try:
        response = await transport.handle_async_request(request)
        answer = await response.aread()
    except httpx.HTTPError as error:
        raise broken(error) from error
    if not response.is_success:
        result(response.status_code, answer)
    return answer


def body(parameters: Mapping[str, str]) -> bytes:
    """A form of these parameters. A long value (a text, a keyboard) is quoted once, not once a chat."""
    pairs = (
        f"{name}={_quoted(value) if len(value) > _LONG else quote_plus(value)}"
        for name, value in parameters.items()
    )
    return "&".join(pairs).encode("ascii")
