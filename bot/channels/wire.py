"""HTTP/1.1 to a messenger: a transport for httpx that stays cheap with hundreds of requests in flight.

httpx's own pool looks at every connection for every request and collapses past about ten in flight (measured:
108 messages a second where this one sends more than 900). It also cannot say what a courier must know: whether a
request that failed had left this machine. Here `ConnectError`, `ConnectTimeout`, `WriteError` and `WriteTimeout`
mean that it had not, not whole; every other error means that it may have been taken.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Callable, Mapping
from typing import TypeVar, cast

import h11
import httpx

LONGEST_ANSWER = 16 << 20  # bytes
LONGEST_HEAD = 64 << 10  # bytes of status line and headers
IDLE_SECONDS = 15.0  # shorter than any server's patience, so that a kept connection is seldom closed under us
KEPT = 256  # idle connections to one server
DEFAULT_SECONDS = 20.0

# A request that failed so had not left this machine, not whole: it was surely not taken.
NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.LocalProtocolError,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.WriteError,
    httpx.WriteTimeout,
)

_Awaited = TypeVar("_Awaited")
_Origin = tuple[str, str, int]
_PORTS = {"http": 80, "https": 443}


class Wire(httpx.AsyncBaseTransport):
    """Keeps connections alive and verifies certificates; whoever sends limits how many requests are in flight.

    The timeouts are the request's own (`extensions["timeout"]`, seconds). `read` is how long the whole answer may
    take, so that a server which dribbles holds nobody up. Errors never hold an address, which may hold a token.
    """

    def __init__(self, *, certificates: Callable[[], ssl.SSLContext] = httpx.create_ssl_context) -> None:
        self._certificates = certificates
        self._context: ssl.SSLContext | None = None
        self._idle: dict[_Origin, deque[_Connection]] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request and its whole answer. Raises httpx.TransportError."""
        url, timeouts = request.url, request.extensions.get("timeout", {})
        origin = (url.scheme, url.raw_host.decode("ascii"), url.port or _PORTS.get(url.scheme, 0))
        connection = self._kept(origin) or await self._connected(origin, _seconds(timeouts, "connect"))
        try:
            response = await connection.exchange(request, await request.aread(), timeouts)
        except BaseException:
            connection.close()
            raise
        self._keep(origin, connection)
        return response

    async def aclose(self) -> None:
        """Let go of every idle connection."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._idle.clear()
        await asyncio.sleep(0)  # the loop closes the sockets in its next turn

    def _kept(self, origin: _Origin) -> "_Connection | None":
        """The connection used last, if one is still open."""
        connections = self._idle.get(origin)
        while connections:
            connection = connections.pop()
            if connection.usable():
                return connection
            connection.close()
        return None

    def _keep(self, origin: _Origin, connection: "_Connection") -> None:
        connections = self._idle.setdefault(origin, deque())
        while connections and (len(connections) >= KEPT or not connections[0].usable()):
            connections.popleft().close()
        if connection.rest():
            connections.append(connection)
        else:
            connection.close()

    async def _connected(self, origin: _Origin, seconds: float) -> "_Connection":
        scheme, host, port = origin
        if scheme not in _PORTS or not host:
            raise httpx.UnsupportedProtocol("only http:// and https:// addresses can be reached")
        if scheme == "https" and self._context is None:
            self._context = self._certificates()
        try:
            async with asyncio.timeout(seconds):
                _, connection = await asyncio.get_running_loop().create_connection(
                    _Connection,
                    host,
                    port,
                    ssl=self._context if scheme == "https" else None,
                    happy_eyeballs_delay=0.25,
                )
        except TimeoutError:
            raise httpx.ConnectTimeout(f"no connection within {seconds:.0f} s") from None
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(_plain(error)) from None
        return connection


class _Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
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
                _seconds(timeouts, "write"), self._flushed, httpx.WriteTimeout, "could not be written"
            )
        return await _within(_seconds(timeouts, "read"), self._answered, httpx.ReadTimeout, "no whole answer")

    def usable(self) -> bool:
        """Whether another request may go this way."""
        return not self._transport.is_closing() and self._loop.time() - self._idle_since < IDLE_SECONDS

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
            head = h11.Request(
                method=request.method, target=request.url.raw_path, headers=request.headers.raw
            )
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
            self._fail(httpx.ReadError("the answer is too long"))
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
        self._fail(httpx.ReadError(_plain(exc) if exc else "the connection was closed before an answer"))

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
        if any(name == b"content-encoding" and value != b"identity" for name, value in headers):
            self._fail(httpx.RemoteProtocolError("the answer is compressed, which was not asked for"))
        elif self._answered:
            self._answered.set_result(
                httpx.Response(self._head.status_code, headers=headers, content=b"".join(self._body))
            )

    def _fail(self, error: httpx.TransportError) -> None:
        if self._answered and not self._answered.done():
            self._answered.set_exception(error)
            self._transport.abort()


async def _within(
    seconds: float, awaited: "asyncio.Future[_Awaited]", late: type[httpx.TimeoutException], what: str
) -> _Awaited:
    try:
        async with asyncio.timeout(seconds):
            return await awaited
    except TimeoutError:
        raise late(f"{what} within {seconds:.0f} s") from None


def _seconds(timeouts: Mapping[str, float | None], which: str) -> float:
    given = timeouts.get(which)
    return DEFAULT_SECONDS if given is None else given


def _plain(error: Exception) -> str:
    """What the system says, without an address."""
    said = error.strerror if isinstance(error, OSError) else None
    return said or type(error).__name__
