"""Which machines may be asked: a portal must not be able to send us into the office's own network."""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

_WEB = re.compile(r"https?://", re.IGNORECASE)
_SPACE = re.compile(r"[\s\x00-\x1f]")
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: IPv4 behind a translator


def is_loopback(host: str) -> bool:
    """Whether `host`, as an address writes it, is this machine: no politeness is owed to it."""
    ip = literal(host)
    return ip.is_loopback if ip else host == "localhost" or host.endswith(".localhost")


def host_of(address: str) -> str:
    """The host of an address in small letters, "" where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def has_port(address: str) -> bool:
    """Whether the port that an address names, if it names one, can exist."""
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def is_web(address: str) -> bool:
    """Whether this is an address of the web whose machine can exist; what it asks for there may be anything."""
    host = host_of(address)
    return bool(_WEB.match(address)) and bool(host) and not _SPACE.search(host) and has_port(address)


def literal(host: str) -> Ip | None:
    """The network address that `host` writes out in full; None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def is_public(ip: Ip) -> bool:
    """Whether anybody on the internet has this address.

    Private, shared, loopback, link-local, reserved and multicast ones are not, nor what only wraps one of them
    (IPv4-mapped, 6to4, Teredo and NAT64 addresses).
    """
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _TRANSLATED:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped:
            return is_public(wrapped)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def reachable(host: str, found: Collection[str], admitted: Collection[str]) -> list[str]:
    """Those of the addresses `found` for `host` that may be connected to, in their order.

    A host written out as an address was named by the operator and is what it is, and so is «localhost». A name may
    lead to public addresses only, whatever its owner says today, and to those the operator `admitted` one by one.
    """
    if literal(host) or is_loopback(host):
        return list(found)
    return [ip for ip in found if ip in admitted or ((parsed := literal(ip)) and is_public(parsed))]
