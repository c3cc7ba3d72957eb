"""Which addresses are connected to: what a name says is checked, and what was checked is what is used."""

import ssl
from collections.abc import Iterable, Sequence

import httpcore
import httpx
import pytest

from feeds.connecting import Checked, Network, mounts
from feeds.errors import Unanswered
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


class Wire(httpcore.AsyncMockBackend):
    """Takes every connection but those to `down`, and notes where they went."""

    def __init__(self, *down: str) -> None:
        super().__init__([b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", b"ok"])
        self.down = down
        self.went: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.went.append(host)
        if host in self.down:
            raise httpcore.ConnectError("refused")
        return await super().connect_tcp(host, port, timeout, local_address, socket_options)


async def ask(
    wire: Wire, *answers: Sequence[str], admitted: tuple[str, ...] = (), host: str = "portal.vn"
) -> list[str]:
    """The bodies of as many questions as the name has answers."""
    said = iter(answers)

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        answer = next(said)
        if not answer:
            raise OSError(-2, "Name or service not known")
        return answer

    bodies = []
    for _ in answers:
        network = Network(admitted, resolve=resolve, inner=wire)
        async with httpx.AsyncClient(transport=Checked(ssl.create_default_context(), network)) as client:
            bodies.append((await client.get(f"http://{host}/")).text)
    return bodies


async def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    wire = Wire()
    assert await ask(wire, [PUBLIC]) == ["ok"]
    assert wire.went == [PUBLIC]


async def test_a_name_that_turns_inwards_is_refused() -> None:
    wire = Wire()
    with pytest.raises(
        Unanswered, match=r'leads to 10\.0\.0\.5.*add "10\.0\.0\.5" to portal\.hosts'
    ) as raised:
        await ask(wire, [PUBLIC], ["10.0.0.5"])
    assert raised.value.elsewhere
    assert wire.went == [PUBLIC]
    assert await ask(wire, ["10.0.0.5"], admitted=("portal.vn", "10.0.0.5")) == ["ok"]


async def test_only_the_public_ones_of_several_addresses_are_tried_and_one_after_the_other() -> None:
    wire = Wire(ALSO_PUBLIC)
    assert await ask(wire, ["127.0.0.1", ALSO_PUBLIC, PUBLIC]) == ["ok"]
    assert wire.went == [ALSO_PUBLIC, PUBLIC]


async def test_a_name_nobody_knows_is_no_surprise() -> None:
    with pytest.raises(httpx.ConnectError, match="not resolved"):
        await ask(Wire(), [])
    with pytest.raises(httpx.ConnectError, match="refused"):
        await ask(Wire(PUBLIC), [PUBLIC])


async def test_a_host_written_out_is_not_resolved() -> None:
    wire = Wire()
    assert await ask(wire, [], host="[::1]") == ["ok"]
    assert wire.went == ["::1"]


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
    checked = Checked(trust, Network(()))
    assert mounts(trust, checked) == {}
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "intranet.example, *")
    ways = mounts(trust, checked)
    assert [place for place, way in ways.items() if way is checked] == [
        "all://127.0.0.1", "all://localhost", "all://[::1]", "all://intranet.example",
    ]  # fmt: skip
    assert not isinstance(ways["https://"], Checked)
    for way in ways.values():
        await way.aclose()
