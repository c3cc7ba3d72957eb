"""The transport over real sockets: what a server may do to a line, and whether the request had left."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.fetching import connection
from feeds.fetching.wire import Wire

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def server(serve: Serve, *, context: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Its address; every connection is handed to `serve`."""

    async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(guarded, "127.0.0.1", 0, ssl=context)
    try:
        yield f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()


async def asked(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """(head, body) of one request."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        ),
        0,
    )
    return head, await reader.readexactly(length)


def answering(*answers: bytes, then_close: bool = False) -> Serve:
    """Give these answers in turn on each connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await asked(reader)
            writer.write(answer)
        if not then_close:
            await reader.read()

    return serve


async def post(
    line: Wire, address: str, content: bytes = b"text=a", *, scheme: str = "http", **seconds: float
) -> httpx.Response:
    request = httpx.Request(
        "POST", f"{scheme}://{address}/bot1:x/sendMessage", content=content, extensions={"timeout": seconds}
    )
    return await line.handle_async_request(request)


@pytest.fixture
async def line() -> AsyncIterator[Wire]:
    transport = Wire()
    yield transport
    await transport.aclose()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (OK, b"ok"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, b"ok"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", b"abcde"),
        (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", b"until the end"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
    ],
)
async def test_an_answer_is_read_whatever_way_it_is_framed(line: Wire, answer: bytes, said: bytes) -> None:
    async with server(answering(answer, then_close=True)) as address:
        response = await post(line, address)
        assert await response.aread() == said


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", httpx.ReadError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", httpx.RemoteProtocolError),
        (b"\x00\xff garbage of a broken proxy\r\n\r\n", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000, httpx.RemoteProtocolError),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok",
            httpx.RemoteProtocolError,
        ),
    ],
)
async def test_an_answer_that_breaks_may_follow_a_message_that_was_taken(
    line: Wire, answer: bytes, error: type[httpx.TransportError]
) -> None:
    async with server(answering(answer, then_close=True)) as address:
        with pytest.raises(error):
            await post(line, address)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=st.binary(max_size=60) | st.binary(max_size=40).map(lambda rest: OK[:20] + rest))
def test_no_answer_breaks_the_line_itself(answer: bytes) -> None:
    async def once() -> None:
        transport = Wire()
        async with server(answering(answer, then_close=True)) as address:
            try:
                came: object = await post(transport, address)
            except httpx.TransportError as trouble:
                came = trouble
            assert address not in str(came), "an address may hold a token"
        await transport.aclose()

    asyncio.run(once())


async def test_a_connection_is_used_again_until_the_server_closes_it(line: Wire) -> None:
    made: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        made.append(1)
        await answering(OK, OK, OK, then_close=True)(reader, writer)

    async with server(serve) as address:
        for _ in range(3):
            assert (await post(line, address)).status_code == 200
        assert len(made) == 1
        await asyncio.sleep(0.01)  # the end of the connection arrives
        await post(line, address)
        assert len(made) == 2


async def test_a_connection_idle_for_long_is_not_trusted() -> None:
    line = Wire(idle=0.0)
    made: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        made.append(1)
        await answering(OK, OK)(reader, writer)

    async with server(serve) as address:
        await post(line, address)
        await post(line, address)
    await line.aclose()
    assert len(made) == 2


async def test_what_is_packed_is_unpacked_in_small_pieces_by_its_reader() -> None:
    line, bomb = Wire(packed=True), gzip.compress(bytes(32 << 20))
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    async with server(answering(head + bomb)) as address:
        response = await post(line, address)
        pieces = [len(piece) async for piece in response.aiter_bytes()]
    await line.aclose()
    assert sum(pieces) == 32 << 20
    assert max(pieces) < 8 << 20


@pytest.mark.parametrize(
    "told", [b"Content-Encoding: gzip, gzip", b"Content-Encoding: gzip\r\nContent-Encoding: br"]
)
async def test_what_is_packed_twice_is_not_unpacked(told: bytes) -> None:
    bomb = gzip.compress(gzip.compress(bytes(32 << 20)))
    head = b"HTTP/1.1 200 OK\r\n%b\r\nContent-Length: %d\r\n\r\n" % (told, len(bomb))
    line = Wire(packed=True)
    async with server(answering(head + bomb)) as address:
        with pytest.raises(httpx.RemoteProtocolError, match="not asked for"):
            await post(line, address)
    await line.aclose()


async def test_bytes_nobody_asked_for_are_never_the_next_answer(line: Wire) -> None:
    async with server(answering(OK + OK.replace(b"ok", b"no"), OK)) as address:
        await post(line, address)
        assert await (await post(line, address)).aread() == b"ok"


async def test_requests_in_flight_do_not_wait_for_each_other(line: Wire) -> None:
    waiting: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        waiting.append(writer)
        if len(waiting) == 20:
            for one in waiting:
                one.write(OK)
        await reader.read()

    async with server(serve) as address:
        responses = await asyncio.gather(*(post(line, address) for _ in range(20)))
    assert [response.status_code for response in responses] == [200] * 20


async def test_a_server_that_dribbles_holds_nobody_up(line: Wire) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        for byte in OK * 100:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.005)

    async with server(serve) as address:
        with pytest.raises(httpx.ReadTimeout):
            await post(line, address, read=0.05)


async def test_a_server_that_never_reads_was_never_told(line: Wire) -> None:
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        await over.wait()

    async with server(serve) as address:
        with pytest.raises(httpx.WriteTimeout):
            await post(line, address, b"a" * 20_000_000, write=0.05)
        over.set()


async def test_a_reset_while_the_request_is_written_is_not_a_reset_after(line: Wire) -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async with server(serve) as address:
        with pytest.raises(httpx.WriteError):
            await post(line, address, b"a" * 20_000_000)


async def test_a_reset_after_the_request_is_unanswered(line: Wire) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.transport.abort()

    async with server(serve) as address:
        with pytest.raises(httpx.ReadError):
            await post(line, address)


async def test_nobody_there_is_a_connection_that_failed(line: Wire) -> None:
    async with server(answering()) as address:
        pass
    with pytest.raises(httpx.ConnectError):
        await post(line, address)
    with pytest.raises(httpx.ConnectError):
        await post(line, "no-such-host.invalid")
    with pytest.raises(httpx.ConnectError):
        await post(line, f"{'a' * 64}.invalid")
    with pytest.raises(httpx.UnsupportedProtocol):
        await line.handle_async_request(httpx.Request("GET", "ftp://127.0.0.1/"))


async def test_a_header_that_would_split_the_request_never_leaves(line: Wire) -> None:
    async with server(answering(OK)) as address:
        request = httpx.Request("GET", f"http://{address}/", headers={"X": "a\r\nY: b"})
        with pytest.raises(httpx.LocalProtocolError):
            await line.handle_async_request(request)


async def test_an_answer_without_end_is_cut_off(line: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "LONGEST_ANSWER", 1000)
    async with server(answering(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 2000, then_close=True)) as address:
        with pytest.raises(httpx.ReadError, match="too long"):
            await post(line, address)


async def test_a_request_given_up_leaves_no_connection_behind(line: Wire) -> None:
    made: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        made.append(1)
        if len(made) == 1:
            await reader.read()
        writer.write(OK)

    async with server(serve) as address:
        task = asyncio.create_task(post(line, address))
        while not made:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await post(line, address)).status_code == 200
    assert len(made) == 2


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1, signed by nobody but itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return path


async def test_only_a_certificate_somebody_vouches_for_is_spoken_to(certificate: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    trusting = Wire(certificates=lambda: ssl.create_default_context(cafile=certificate))
    careful = Wire()
    async with server(answering(OK, OK), context=context) as address:
        for _ in range(2):
            assert await (await post(trusting, address, scheme="https")).aread() == b"ok"
        with pytest.raises(httpx.ConnectError):
            await post(careful, address, scheme="https")
        with pytest.raises(httpx.ConnectError):
            await post(trusting, address.replace("127.0.0.1", "localhost"), scheme="https")
        await trusting.aclose()
