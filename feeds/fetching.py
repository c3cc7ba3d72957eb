"""Asks portals for bytes, politely and with limits: the only file that knows the HTTP client.

One cookie jar, because NukeViet opens a session and counts a view for every visitor without a cookie.
Redirects are followed by hand and only to hosts that were allowed.
"""

import asyncio
import codecs
import email.utils
import gzip
import ssl
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit

import httpx

from feeds.errors import Unanswered
from feeds.fold import fold
from feeds.portals import Portal

LARGEST = 8 * 1024 * 1024  # bytes of a body, unpacked; NukeViet's thirty items are 20 kB
PATIENCE = 30.0  # seconds for the whole answer, however it trickles
REDIRECTS = 5
_TIMEOUTS = httpx.Timeout(10.0, connect=5.0)
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


class Fetcher:
    """Fetches for one portal. `transport` replaces the network in tests."""

    def __init__(
        self,
        portal: Portal,
        *,
        clock: Callable[[], datetime],
        transport: httpx.AsyncBaseTransport | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._clock = clock
        self._transport = transport
        self._patience = patience
        self._agent = f"Loa/{version('loa')} (+{portal.url}; {fold(portal.contact) or 'no contact given'})"
        self._cookies = httpx.Cookies()
        self._clients: dict[str | None, httpx.AsyncClient] = {}

    async def get(
        self,
        address: str,
        *,
        hosts: Collection[str],
        etag: str | None = None,
        last_modified: str | None = None,
        ca_bundle: str | None = None,
    ) -> Fetched:
        """The body at `address`, or `unchanged` since the validators. Raises Unanswered in plain words."""
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        given = {name: value for name, value in headers.items() if value}
        try:
            async with asyncio.timeout(self._patience):
                return await self._follow(self._client(ca_bundle), address, hosts, given)
        except TimeoutError:
            raise Unanswered(f"no whole answer within {self._patience:.0f} s") from None
        except _BROKEN as error:
            raise Unanswered(_plain(error)) from None

    async def close(self) -> None:
        """Let go of the connections."""
        for client in self._clients.values():
            await client.aclose()

    async def _follow(
        self, client: httpx.AsyncClient, address: str, hosts: Collection[str], headers: dict[str, str]
    ) -> Fetched:
        for _ in range(REDIRECTS):
            if not _allowed(address, hosts):
                raise Unanswered(f"it leads to another place: {_place(address)}", elsewhere=True)
            async with client.stream("GET", address, headers=headers) as response:
                if not response.has_redirect_location:
                    return await self._read(response)
                address = urljoin(address, response.headers["Location"])
        raise Unanswered(f"more than {REDIRECTS} redirects, the last one to {_place(address)}")

    async def _read(self, response: httpx.Response) -> Fetched:
        status, headers = response.status_code, response.headers
        validators = {"etag": headers.get("ETag"), "last_modified": headers.get("Last-Modified")}
        if status == HTTPStatus.NOT_MODIFIED:
            return Fetched(url=str(response.url), unchanged=True, **validators)
        if status != HTTPStatus.OK:
            raise Unanswered(
                _status(status),
                gone=status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE),
                retry_after=_retry_after(headers.get("Retry-After"), self._clock()),
            )
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > LARGEST:
                raise Unanswered(f"the answer is larger than {LARGEST // 1024 // 1024} MB")
        media_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Fetched(
            url=str(response.url),
            body=bytes(body),
            media_type=media_type,
            charset=_charset(response.charset_encoding),
            **validators,
        )

    def _client(self, ca_bundle: str | None) -> httpx.AsyncClient:
        if ca_bundle not in self._clients:
            self._clients[ca_bundle] = httpx.AsyncClient(
                headers={"User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"},
                cookies=self._cookies,
                timeout=_TIMEOUTS,
                verify=_trust(ca_bundle),
                transport=self._transport,
                mounts={f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")},
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
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and (parts.hostname or "") in hosts


def _place(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.hostname or address[:80]}{parts.path[:80]}"


def _status(status: int) -> str:
    try:
        return f"answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"answered with the unknown status {status}"


def _retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Seconds or a date, as RFC 9110 §10.2.3 allows; nonsense is no wish."""
    if value is None:
        return None
    if value.strip().isdigit():
        return timedelta(seconds=min(int(value), 86_400))
    try:
        return max(email.utils.parsedate_to_datetime(value) - now, timedelta())
    except (ValueError, TypeError):
        return None


def _charset(name: str | None) -> str | None:
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


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
        case httpx.RemoteProtocolError():
            return "the answer broke off"
        case _:
            return f"the answer cannot be read ({type(error).__name__})"
