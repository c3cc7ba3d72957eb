"""Asks portals for bytes, politely and with limits: the only file that knows the HTTP client.

One cookie jar, because NukeViet opens a session and counts a view for every visitor without a cookie.
Redirects are followed by hand and only to hosts that were allowed, each host at its pace.
"""

import asyncio
import gzip
import ssl
import time
import zlib
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from importlib.metadata import version
from urllib.parse import urlsplit

import httpx

from feeds.errors import Unanswered
from feeds.fetching.connecting import Network, checked, mounts
from feeds.fetching.connection import TooLong
from feeds.fetching.headers import charset, fresh_for, retry_after
from feeds.fetching.pace import Pace
from feeds.fetching.patience import Patience
from feeds.fold import fold
from feeds.portals import Portal
from feeds.reach import has_port, host_of
from feeds.text import absolute

LARGEST = 8 * 1024 * 1024  # bytes of a body, unpacked; NukeViet's thirty items are 20 kB
PATIENCE = 30.0  # seconds for the whole answer, however it trickles
REDIRECTS = 5
WAIT = timedelta(minutes=1)  # how long a host is left alone that is too busy and does not say for how long
_TIMEOUTS = httpx.Timeout(PATIENCE, connect=5.0)
_TOO_LARGE = f"the answer is larger than {LARGEST // 1024 // 1024} MB"
_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
_BROKEN = (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, zlib.error, gzip.BadGzipFile, UnicodeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer with status 200, or `unchanged` (304)."""

    url: str
    body: bytes = b""
    media_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False
    fresh_for: timedelta = timedelta()  # how long the answer promises to stay the same


class Fetcher:
    """Fetches for one portal. `transport` replaces the network in tests."""

    def __init__(
        self,
        portal: Portal,
        *,
        clock: Callable[[], datetime],
        transport: httpx.AsyncBaseTransport | None = None,
        patience: float = PATIENCE,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.pace = Pace(portal.per_minute, monotonic=monotonic, sleep=sleep)
        self.clock = clock
        self._admitted = portal.hosts
        self._transport = transport
        self._patience = patience
        self._monotonic = monotonic
        self._agent = f"Loa/{version('loa')} (+{portal.url}; {fold(portal.contact) or 'no contact given'})"
        self._cookies = httpx.Cookies()
        self._clients: dict[str | None, httpx.AsyncClient] = {}
        self._opening = asyncio.Lock()

    async def get(
        self,
        address: str,
        *,
        hosts: Collection[str],
        etag: str | None = None,
        last_modified: str | None = None,
        ca_bundle: str | None = None,
        patience: Patience | None = None,
    ) -> Fetched:
        """The body at `address`, or `unchanged` since the validators. Raises Unanswered in plain words.

        All its redirects together have one patience: that of whoever asks for more than this, or one of its own.
        """
        patience = patience or self.patience()
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        given = {name: value for name, value in headers.items() if value}
        client = self._clients.get(ca_bundle) or await self._client(ca_bundle)
        for _ in range(REDIRECTS):
            if not _allowed(address, hosts):
                raise Unanswered(f"it leads to another place: {_place(address)}", elsewhere=True)
            answer = await self._ask(client, address, given, patience)
            if isinstance(answer, Fetched):
                return answer
            address = answer
        raise Unanswered(f"more than {REDIRECTS} redirects, the last one to {_place(address)}")

    def patience(self) -> Patience:
        """What one visit may take, whatever it has to ask for."""
        return Patience(self._patience, monotonic=self._monotonic)

    async def close(self) -> None:
        """Let go of the connections."""
        for client in self._clients.values():
            await client.aclose()

    async def _ask(
        self, client: httpx.AsyncClient, address: str, headers: dict[str, str], patience: Patience
    ) -> Fetched | str:
        """The answer, or the address it leads to. Our patience counts from the moment the host has a turn for us."""
        host = host_of(address)
        async with self.pace.turn(host):
            try:
                async with (
                    patience.spent(),
                    client.stream("GET", address, headers=headers) as response,
                ):
                    if response.has_redirect_location:
                        return absolute(response.headers["Location"], address)
                    return await self._read(response)
            except TimeoutError:
                raise Unanswered(f"no whole answer within {self._patience:.0f} s") from None
            except _BROKEN as error:
                raise Unanswered(_plain(error)) from None
            except Unanswered as refusal:
                if refusal.busy:
                    self.pace.pause(host, refusal.retry_after or WAIT)
                raise

    async def _read(self, response: httpx.Response) -> Fetched:
        status, headers = response.status_code, response.headers
        validators = {"etag": headers.get("ETag"), "last_modified": headers.get("Last-Modified")}
        if status == HTTPStatus.NOT_MODIFIED:
            await response.aread()  # nothing comes, but a connection is only kept after its answer's end
            fresh = fresh_for(headers, self.clock())
            return Fetched(url=str(response.url), unchanged=True, fresh_for=fresh, **validators)
        if status != HTTPStatus.OK:
            raise Unanswered(
                _status(status),
                gone=status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE),
                retry_after=retry_after(headers.get("Retry-After"), self.clock()),
                busy=status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE),
            )
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > LARGEST:
                raise Unanswered(_TOO_LARGE)
        media_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Fetched(
            url=str(response.url),
            body=bytes(body),
            media_type=media_type,
            charset=charset(response.charset_encoding),
            fresh_for=fresh_for(headers, self.clock()),
            **validators,
        )

    async def _client(self, ca_bundle: str | None) -> httpx.AsyncClient:
        """The client that trusts a bundle. Reading who is trusted takes some forty milliseconds, so others go on."""
        async with self._opening:
            if ca_bundle not in self._clients:
                trust = await asyncio.to_thread(_trust, ca_bundle)
                way = self._transport or checked(trust, Network(self._admitted))
                self._clients[ca_bundle] = httpx.AsyncClient(
                    headers={
                        "User-Agent": self._agent,
                        "Accept": _ACCEPT,
                        "Accept-Encoding": "gzip, deflate",
                    },
                    cookies=self._cookies,
                    timeout=_TIMEOUTS,
                    transport=way,
                    mounts={} if self._transport else mounts(trust, way),
                )
        return self._clients[ca_bundle]


def _trust(ca_bundle: str | None) -> ssl.SSLContext:
    """The usual authorities, and the intermediate certificate that a portal forgot to send."""
    context = httpx.create_ssl_context()
    if ca_bundle:
        try:
            context.load_verify_locations(ca_bundle)
        except OSError:
            raise Unanswered(f"ca_bundle {ca_bundle} cannot be used; name a readable PEM file") from None
    return context


def _allowed(address: str, hosts: Collection[str]) -> bool:
    return address.startswith(("http://", "https://")) and host_of(address) in hosts and has_port(address)


def _place(address: str) -> str:
    host = host_of(address)
    return f"{host}{urlsplit(address).path[:80]}" if host else f"«{address[:80]}»"


def _status(status: int) -> str:
    try:
        return f"answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"answered with the unknown status {status}"


def _plain(error: Exception) -> str:
    match error:
        case httpx.ConnectTimeout():
            return "the server does not take the connection"
        case httpx.TimeoutException():
            return "the server stopped answering"
        case httpx.ConnectError() if "CERTIFICATE" in str(error).upper():
            return "its certificate cannot be checked; give ca_bundle the missing intermediate certificate"
        case httpx.ConnectError():
            return "the server cannot be reached"
        case httpx.DecodingError() | zlib.error() | gzip.BadGzipFile():
            return "the packed answer cannot be unpacked"
        case TooLong():
            return _TOO_LARGE
        case httpx.RemoteProtocolError() | httpx.ReadError():
            return "the answer broke off"
        case _:
            return f"the answer cannot be read ({type(error).__name__})"
