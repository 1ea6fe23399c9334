"""Sees to it that an address a merchant wrote leads to the public internet, not to our own machines.

Names are resolved once, at connecting, and what was looked at is what is connected to: a name that answers otherwise
the second time (DNS rebinding) gains nothing.
"""

import socket
import ssl
from collections.abc import Iterable
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore
import httpx

NAT64 = IPv6Network("64:ff9b::/96")


class PrivateAddress(Exception):
    """A name leads to an address that is not of the public internet."""


def is_public(address: str) -> bool:
    """Whether an IP address is of the public internet.

    Args:
        address: such as "203.0.113.7"; an IPv4 address may be wrapped in an IPv6 one.

    Returns:
        False for what is private, loopback, link-local, shared, reserved or multicast.
    """
    found = ip_address(address.partition("%")[0])
    return all(each.is_global and not each.is_multicast for each in (found, *_wrapped(found)))


def _wrapped(address: IPv4Address | IPv6Address) -> Iterable[IPv4Address]:
    if isinstance(address, IPv4Address):
        return ()
    last_bits = IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
    teredo = address.teredo or ()
    return [found for found in (address.ipv4_mapped, address.sixtofour, *teredo, last_bits) if found is not None]


class PublicOnly(httpcore.NetworkBackend):
    """Connects to public addresses alone."""

    def __init__(self) -> None:
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a name that answers, where all of them are public."""
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in _addresses(host, port):
            try:
                return self._real.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
    if not all(map(is_public, addresses)):
        raise PrivateAddress(host)
    return addresses


@cache
def tls() -> ssl.SSLContext:
    """Which certificates are trusted; reading them takes a while, so it is done once."""
    return httpx.create_ssl_context()


class PublicTransport(httpx.HTTPTransport):
    """httpx's own transport over a pool that connects to public addresses alone; it goes through no proxy."""

    def __init__(self) -> None:
        context = tls()
        super().__init__(verify=context)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=PublicOnly(),
        )
