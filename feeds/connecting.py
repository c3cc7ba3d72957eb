"""The way to the network: every name is resolved by us, checked, and connected to at the address that was checked.

So a name that answers with another address at the second question (DNS rebinding) gains nothing.
"""

import asyncio
import socket
import ssl
import urllib.request
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence

import httpcore
import httpx

from feeds.errors import Unanswered
from feeds.reach import literal, reachable

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_MOST = 4  # addresses of one name that are tried
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_IDLE = 65.0  # seconds a connection is kept for the next question


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, the system's favourite first. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[4][0]) for place in found))


class Network(httpcore.AsyncNetworkBackend):
    """Connects to public addresses, and to those that were `admitted`. Raises Unanswered for all others."""

    def __init__(
        self,
        admitted: Collection[str],
        *,
        resolve: Resolve = resolve,
        inner: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._admitted = admitted
        self._resolve = resolve
        self._inner = inner or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's own name
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        trouble: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in (await self._addresses(host, port, timeout))[:_MOST]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                trouble = failed
        raise trouble

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)

    async def _addresses(self, host: str, port: int, patience: float | None) -> list[str]:
        if literal(host):
            return [host.strip("[]")]
        try:
            async with asyncio.timeout(patience):
                found = await self._resolve(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"{host} is not resolved in time") from None
        except OSError as fault:
            raise httpcore.ConnectError(f"{host} is not resolved: {fault.strerror}") from None
        allowed = reachable(host, found, self._admitted)
        if found and not allowed:
            raise Unanswered(
                f"{host} leads to {found[0]}, an address inside a private network; if the portal stands there, "
                f'add "{found[0]}" to portal.hosts',
                elsewhere=True,
            )
        return allowed


class Checked(httpx.AsyncHTTPTransport):
    """httpx's own transport over `Network`: the pool underneath is the one place to put it in."""

    def __init__(self, trust: ssl.SSLContext, network: Network) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trust,
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=_IDLE,
            network_backend=network,
        )


def mounts(trust: ssl.SSLContext, checked: httpx.AsyncBaseTransport) -> dict[str, httpx.AsyncBaseTransport]:
    """Where an office may only leave through its proxy (HTTP_PROXY, HTTPS_PROXY), the proxy is what we connect to."""
    proxies = urllib.request.getproxies()
    ways: dict[str, httpx.AsyncBaseTransport] = {
        f"{scheme}://": httpx.AsyncHTTPTransport(verify=trust, proxy=proxies[scheme])
        for scheme in ("http", "https")
        if scheme in proxies
    }
    own = [*_LOCAL, *filter(None, map(str.strip, proxies.get("no", "").split(",")))] if ways else []
    return ways | {f"all://{host.lstrip('.*')}": checked for host in own if host != "*"}
