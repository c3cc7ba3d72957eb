"""The way to the network: every name is resolved by us, checked, and connected to at the address that was checked.

So a name that answers with another address at the second question (DNS rebinding) gains nothing.
"""

import asyncio
import socket
import ssl
import urllib.request
from collections.abc import Awaitable, Callable, Collection, Sequence

import httpx

from feeds.errors import Unanswered
from feeds.fetching.wire import Wire
from feeds.reach import literal, reachable

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_MOST = 4  # addresses of one name that are tried
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_IDLE = 65.0  # seconds a connection is kept for the next question


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, the system's favourite first. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[4][0]) for place in found))


class Network:
    """Where a host's connections may be made: at public addresses, and at those that were `admitted`."""

    def __init__(self, admitted: Collection[str], *, resolve: Resolve = resolve) -> None:
        self._admitted = admitted
        self._resolve = resolve

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """In the order of trying. Raises Unanswered where none may be connected to, and OSError where there is none."""
        if literal(host):
            return [host.strip("[]")]
        try:
            found = await self._resolve(host, port)
        except OSError as fault:
            raise OSError(fault.errno, f"{host} is not resolved: {fault.strerror}") from None
        allowed = reachable(host, found, self._admitted)
        if found and not allowed:
            raise Unanswered(
                f"{host} leads to {found[0]}, an address inside a private network; if the portal stands there, "
                f'add "{found[0]}" to portal.hosts',
                elsewhere=True,
            )
        return allowed[:_MOST]


def checked(trust: ssl.SSLContext, network: Network) -> Wire:
    """The way to the hosts of a portal."""
    return Wire(certificates=lambda: trust, addresses=network.addresses, idle=_IDLE, packed=True)


def mounts(trust: ssl.SSLContext, direct: httpx.AsyncBaseTransport) -> dict[str, httpx.AsyncBaseTransport]:
    """Where an office may only leave through its proxy (HTTP_PROXY, HTTPS_PROXY), the proxy is what we connect to."""
    proxies = urllib.request.getproxies()
    ways: dict[str, httpx.AsyncBaseTransport] = {
        f"{scheme}://": httpx.AsyncHTTPTransport(verify=trust, proxy=proxies[scheme])
        for scheme in ("http", "https")
        if scheme in proxies
    }
    own = [*_LOCAL, *filter(None, map(str.strip, proxies.get("no", "").split(",")))] if ways else []
    return ways | {f"all://{host.lstrip('.*')}": direct for host in own if host != "*"}
