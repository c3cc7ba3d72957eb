"""One request to the Bot API and the answer to it, judged."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import quote_plus

import httpx

from bot.channels.judging import broken, result

_HEADERS = {b"Content-Type": b"application/x-www-form-urlencoded", b"Accept-Encoding": b"identity"}
_quoted = lru_cache(maxsize=256)(quote_plus)  # a text, a keyboard: quoted once, not once a chat
_address = lru_cache(maxsize=64)(httpx.URL)


async def ask(
    transport: httpx.AsyncBaseTransport,
    url: str,
    parameters: Mapping[str, str],
    seconds: Mapping[str, float],
    *,
    seen: Callable[[Mapping[str, str]], None],
) -> bytes:
    """The body of an answer with a status of success. Raises NotTaken.

    `seconds` are httpx's timeouts: connect, read, write. `seen` is shown the headers of every answer.
    """
    address, form = _address(url), body(parameters)
    headers = {b"Host": address.netloc, **_HEADERS, b"Content-Length": b"%d" % len(form)}
    request = httpx.Request(  # as a stream, and its headers whole: else httpx looks for what it could add
        "POST",
        address,
        stream=httpx.ByteStream(form),
        headers=headers,
        extensions={"timeout": dict(seconds)},
    )
    request.read()  # now: who reads a stream later makes a generator of it that the loop keeps account of
    try:
        response = await transport.handle_async_request(request)
        answer = await response.aread()
    except httpx.HTTPError as error:
        raise broken(error) from error
    seen(response.headers)
    if not response.is_success:
        result(response.status_code, answer)
    return answer


def body(parameters: Mapping[str, str]) -> bytes:
    """A form of these parameters."""
    pairs = (
        f"{name}={value if value.isascii() and value.isalnum() else _quoted(value)}"
        for name, value in parameters.items()
    )
    return "&".join(pairs).encode("ascii")
