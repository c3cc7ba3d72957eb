"""HTTP/1.1 to a portal or a messenger: a transport for httpx, cheap with one request in flight and with hundreds.

httpx's own pool looks at every connection for every request and collapses past about ten in flight (measured:
108 messages a second where this one sends more than 900); a request costs it four times as much CPU as here. It also
cannot say what a courier must know: whether a request that failed had left this machine. Here `ConnectError`,
`ConnectTimeout`, `WriteError` and `WriteTimeout` mean that it had not, not whole; every other error means that it may
have been taken.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from functools import partial

import httpx

from feeds.fetching.connection import IDLE_SECONDS, Connection, plainly, seconds_of

KEPT = 256  # idle connections to one server

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

Addresses = Callable[[str, int], Awaitable[Sequence[str]]]
_Origin = tuple[str, str, int]
_PORTS = {"http": 80, "https": 443}


class Wire(httpx.AsyncBaseTransport):
    """Keeps connections alive and verifies certificates; whoever sends limits how many requests are in flight.

    The timeouts are the request's own (`extensions["timeout"]`, seconds). `read` is how long the whole answer may
    take, so that a server which dribbles holds nobody up. Errors never hold an address, which may hold a token.
    `addresses` says where the connections to a host and port are made, the first that takes one; without it the
    system does. An idle connection is used again for `idle` seconds. A `packed` answer is handed on as it came.
    """

    def __init__(
        self,
        *,
        certificates: Callable[[], ssl.SSLContext] = httpx.create_ssl_context,
        addresses: Addresses | None = None,
        idle: float = IDLE_SECONDS,
        packed: bool = False,
    ) -> None:
        self._certificates = certificates
        self._addresses = addresses
        self._made = partial(Connection, idle=idle, packed=packed)
        self._context: ssl.SSLContext | None = None
        self._idle: dict[_Origin, deque[Connection]] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request and its whole answer. Raises httpx.TransportError."""
        url, timeouts = request.url, request.extensions.get("timeout", {})
        origin = (url.scheme, url.raw_host.decode("ascii"), url.port or _PORTS.get(url.scheme, 0))
        connection = self._kept(origin) or await self._connected(origin, seconds_of(timeouts, "connect"))
        with ExitStack() as spent:  # whatever breaks the exchange, its connection is used no more
            spent.callback(connection.close)
            response = await connection.exchange(request, await request.aread(), timeouts)
            spent.pop_all()
        self._keep(origin, connection)
        return response

    async def aclose(self) -> None:
        """Let go of every idle connection."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._idle.clear()
        await asyncio.sleep(0)  # the loop closes the sockets in its next turn

    def _kept(self, origin: _Origin) -> Connection | None:
        """The connection used last, if one is still open."""
        connections = self._idle.get(origin)
        while connections:
            connection = connections.pop()
            if connection.usable():
                return connection
            connection.close()
        return None

    def _keep(self, origin: _Origin, connection: Connection) -> None:
        connections = self._idle.setdefault(origin, deque())
        while connections and (len(connections) >= KEPT or not connections[0].usable()):
            connections.popleft().close()
        if connection.rest():
            connections.append(connection)
        else:
            connection.close()

    async def _connected(self, origin: _Origin, seconds: float) -> Connection:
        scheme, host, port = origin
        if scheme not in _PORTS or not host:
            raise httpx.UnsupportedProtocol("only http:// and https:// addresses can be reached")
        if scheme == "https" and self._context is None:
            self._context = self._certificates()
        try:
            async with asyncio.timeout(seconds):
                places = await self._addresses(host, port) if self._addresses else [host]
                return await self._first(origin, places)
        except TimeoutError:
            raise httpx.ConnectTimeout(f"no connection within {seconds:.0f} s") from None
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(plainly(error)) from None

    async def _first(self, origin: _Origin, places: Sequence[str]) -> Connection:
        scheme, host, port = origin
        secure = scheme == "https"
        trouble: OSError = OSError("it has no address")
        for place in places:
            try:
                _, connection = await asyncio.get_running_loop().create_connection(
                    self._made,
                    place,
                    port,
                    ssl=self._context if secure else None,
                    server_hostname=host if secure else None,
                    happy_eyeballs_delay=0.25,
                )
            except OSError as failed:
                trouble = failed
            else:
                return connection
        raise trouble
