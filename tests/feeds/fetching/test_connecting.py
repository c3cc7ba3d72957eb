"""Which addresses are connected to: what a name says is checked, and what was checked is what is used."""

import asyncio
import ssl
from collections.abc import Sequence

import httpx
import pytest

from feeds.errors import Unanswered
from feeds.fetching.connecting import Network, checked, mounts
from feeds.reach import is_loopback, is_public, literal, reachable

PUBLIC, ALSO_PUBLIC = "203.162.1.1", "2405:4800::1"


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.5", "172.16.0.1", "192.168.1.1", "127.0.0.1", "127.8.8.8", "0.0.0.0", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1",
        "ff02::1", "::ffff:10.0.0.5", "::ffff:127.0.0.1", "64:ff9b::a00:5", "2002:7f00:1::", "2002:a00:5::1",
    ],
)  # fmt: skip
def test_addresses_of_no_public_machine(address: str) -> None:
    ip = literal(address)
    assert ip
    assert not is_public(ip)
    assert reachable("portal.vn", [address], ()) == []
    assert reachable("portal.vn", [address], {address}) == [address]


@pytest.mark.parametrize("address", [PUBLIC, ALSO_PUBLIC, "8.8.8.8", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert reachable("portal.vn", [address], ()) == [address]


def test_a_host_written_out_was_named_by_the_operator() -> None:
    assert reachable("127.0.0.1", ["127.0.0.1"], ()) == ["127.0.0.1"]
    assert reachable("localhost", ["::1", "127.0.0.1"], ()) == ["::1", "127.0.0.1"]
    assert [is_loopback(host) for host in ("::1", "127.9.9.9", "a.localhost", "10.0.0.1", "localhost.vn", "")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def network(*answer: str, admitted: tuple[str, ...] = ()) -> Network:
    """A name server that says this of every name, or does not know it."""

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        if not answer:
            raise OSError(-2, "Name or service not known")
        return answer

    return Network(admitted, resolve=resolve)


async def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    hosts: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        hosts.extend(line for line in head.split(b"\r\n") if line.lower().startswith(b"host:"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    # Nobody listens at the first address: the next one is tried.
    inside = network("127.0.0.2", "127.0.0.1", admitted=("127.0.0.1", "127.0.0.2"))
    async with httpx.AsyncClient(transport=checked(ssl.create_default_context(), inside)) as client:
        assert (await client.get(f"http://portal.vn:{port}/")).text == "ok"
    server.close()
    assert hosts == [f"Host: portal.vn:{port}".encode()]


async def test_a_name_that_turns_inwards_is_refused() -> None:
    with pytest.raises(
        Unanswered, match=r'leads to 10\.0\.0\.5.*add "10\.0\.0\.5" to portal\.hosts'
    ) as raised:
        async with httpx.AsyncClient(
            transport=checked(ssl.create_default_context(), network("10.0.0.5"))
        ) as client:
            await client.get("http://portal.vn/")
    assert raised.value.elsewhere
    admitted = network("10.0.0.5", admitted=("portal.vn", "10.0.0.5"))
    assert await admitted.addresses("portal.vn", 80) == ["10.0.0.5"]


async def test_only_the_public_ones_of_several_addresses_are_tried_and_few_of_them() -> None:
    many = [f"203.162.1.{n}" for n in range(9)]
    assert await network("127.0.0.1", ALSO_PUBLIC, PUBLIC).addresses("portal.vn", 80) == [ALSO_PUBLIC, PUBLIC]
    assert await network(*many).addresses("portal.vn", 80) == many[:4]


async def test_a_name_nobody_knows_is_no_surprise() -> None:
    async with httpx.AsyncClient(transport=checked(ssl.create_default_context(), network())) as client:
        with pytest.raises(httpx.ConnectError, match="not resolved"):
            await client.get("http://portal.vn/")


async def test_a_host_written_out_is_not_resolved() -> None:
    assert await network().addresses("[::1]", 80) == ["::1"]


async def test_behind_a_proxy_all_but_named_hosts_go_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "NO_PROXY",
        "no_proxy",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    trust = ssl.create_default_context()
    direct = checked(trust, Network(()))
    assert mounts(trust, direct) == {}
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "intranet.example, *")
    ways = mounts(trust, direct)
    assert [place for place, way in ways.items() if way is direct] == [
        "all://127.0.0.1", "all://localhost", "all://[::1]", "all://intranet.example",
    ]  # fmt: skip
    assert ways["https://"] is not direct
    for way in ways.values():
        await way.aclose()
