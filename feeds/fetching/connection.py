"""One connection of HTTP/1.1: bytes out, one answer in, over asyncio's own sockets."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar, cast

import h11
import httpx

LONGEST_ANSWER = 16 << 20  # bytes
LONGEST_HEAD = 64 << 10  # bytes of status line and headers
IDLE_SECONDS = 15.0  # shorter than any server's patience, so that a kept connection is seldom closed under us
DEFAULT_SECONDS = 20.0
_PIECE = 4096  # bytes

_Awaited = TypeVar("_Awaited")


class TooLong(httpx.ReadError):
    """The answer has more bytes than anybody reads."""


class Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self, *, idle: float = IDLE_SECONDS, packed: bool = False) -> None:
        self._idle, self._packed = idle, packed
        self._loop = asyncio.get_running_loop()
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=LONGEST_HEAD)
        self._answered: asyncio.Future[httpx.Response] | None = None
        self._flushed: asyncio.Future[None] | None = None  # while part of a request waits for the kernel
        self._head: h11.Response | None = None
        self._body: list[bytes] = []
        self._length = 0
        self._idle_since = 0.0

    async def exchange(
        self, request: httpx.Request, body: bytes, timeouts: Mapping[str, float | None]
    ) -> httpx.Response:
        """Write a request and wait for its answer. Raises httpx.TransportError; the connection is then spent."""
        self._answered = self._loop.create_future()
        self._head, self._body, self._length = None, [], 0
        self._transport.write(self._written(request, body))
        if self._transport.is_closing():
            raise httpx.WriteError("the connection was closed before anything was written")
        if self._flushed:
            await _within(
                seconds_of(timeouts, "write"), self._flushed, httpx.WriteTimeout, "could not be written"
            )
        return await _within(
            seconds_of(timeouts, "read"), self._answered, httpx.ReadTimeout, "no whole answer"
        )

    def usable(self) -> bool:
        """Whether another request may go this way."""
        return not self._transport.is_closing() and self._loop.time() - self._idle_since < self._idle

    def rest(self) -> bool:
        """After an answer: ready for the next request? False where one side wants the connection closed."""
        finished = self._http.our_state is h11.DONE and self._http.their_state is h11.DONE
        if not finished or self._transport.is_closing() or self._http.trailing_data != (b"", False):
            return False
        self._http.start_next_cycle()
        self._answered, self._idle_since = None, self._loop.time()
        return True

    def close(self) -> None:
        self._answered = None
        self._transport.abort()

    def _written(self, request: httpx.Request, body: bytes) -> bytes:
        try:
            head = _head(request.method, request.url.raw_path, tuple(request.headers.raw))
            parts = (self._http.send(head), self._http.send(h11.Data(data=body)) if body else b"")
            return b"".join((*parts, self._http.send(h11.EndOfMessage())))
        except h11.LocalProtocolError:
            raise httpx.LocalProtocolError("no request of HTTP can say this") from None

    # ── what the loop calls ───────────────────────────────────────────────────────────────────────────────

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=0)  # so that «flushed» means that the kernel has it all

    def pause_writing(self) -> None:
        self._flushed = self._loop.create_future()

    def resume_writing(self) -> None:
        if self._flushed and not self._flushed.done():
            self._flushed.set_result(None)
        self._flushed = None

    def data_received(self, data: bytes) -> None:
        if self._answered is None or self._answered.done():
            self._transport.abort()  # nobody asked
            return
        self._length += len(data)
        if self._length > LONGEST_ANSWER:
            self._fail(TooLong("the answer is too long"))
            return
        self._parse(data)

    def eof_received(self) -> None:
        if self._length == 0:
            self._fail(httpx.ReadError("the connection was closed before an answer"))
        elif self._answered and not self._answered.done():
            self._parse(b"")

    def connection_lost(self, exc: Exception | None) -> None:
        if self._flushed and not self._flushed.done():
            self._flushed.set_exception(
                httpx.WriteError("the connection broke while the request was written")
            )
            return
        self._fail(httpx.ReadError(plainly(exc) if exc else "the connection was closed before an answer"))

    def _parse(self, data: bytes) -> None:
        try:
            self._http.receive_data(data)
            while (event := self._http.next_event()) is not h11.NEED_DATA:
                match event:
                    case h11.Response():
                        self._head = event
                    case h11.Data():
                        self._body.append(bytes(event.data))
                    case h11.InformationalResponse():
                        continue
                    case _:
                        self._done()
                        return
        except h11.RemoteProtocolError as error:
            self._fail(httpx.RemoteProtocolError(str(error)))

    def _done(self) -> None:
        if self._head is None:
            self._fail(httpx.RemoteProtocolError("the connection was closed before an answer"))
            return
        headers = list(self._head.headers)
        told_as = b",".join(value for name, value in headers if name == b"content-encoding")
        packings = [one for one in told_as.lower().split(b",") if one.strip() not in (b"", b"identity")]
        packed = bool(packings)
        if len(packings) > self._packed:  # packed twice, a small piece grows a millionfold
            self._fail(httpx.RemoteProtocolError("the answer is packed in a way that was not asked for"))
        elif self._answered:
            # What is packed is unpacked by whoever reads it, piece by piece, so that a bomb is noticed.
            told: dict[str, Any] = (
                {"stream": _Pieces(self._body)} if packed else {"content": b"".join(self._body)}
            )
            self._answered.set_result(httpx.Response(self._head.status_code, headers=headers, **told))

    def _fail(self, error: httpx.TransportError) -> None:
        if self._answered and not self._answered.done():
            self._answered.set_exception(error)
            self._transport.abort()


class _Pieces(httpx.AsyncByteStream):
    """A body in pieces that grow to a few megabytes at most when they are unpacked (a thousandfold)."""

    def __init__(self, parts: list[bytes]) -> None:
        self._body = b"".join(parts)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._body), _PIECE):
            yield self._body[start : start + _PIECE]


@lru_cache(
    maxsize=256
)  # a broadcast asks the same thing of the same place, and each header is held against a pattern
def _head(method: str, target: bytes, headers: tuple[tuple[bytes, bytes], ...]) -> h11.Request:
    return h11.Request(method=method, target=target, headers=list(headers))


async def _within(
    seconds: float, awaited: "asyncio.Future[_Awaited]", late: type[httpx.TimeoutException], what: str
) -> _Awaited:
    try:
        async with asyncio.timeout(seconds):
            return await awaited
    except TimeoutError:
        raise late(f"{what} within {seconds:.0f} s") from None


def seconds_of(timeouts: Mapping[str, float | None], which: str) -> float:
    given = timeouts.get(which)
    return DEFAULT_SECONDS if given is None else given


def plainly(error: Exception) -> str:
    """What the system says, without an address."""
    said = error.strerror if isinstance(error, OSError) else None
    return said or type(error).__name__
