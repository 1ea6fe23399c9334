"""Addresses that merchants write lead to the public internet, over real connections."""

import socket
from typing import Any

import pytest

from retention_adapters.http import Http, NotSent, is_public
from retention_sdk.errors import Refused, TryLater
from tests.adapters.http.server import served
from tests.adapters.http.time import VirtualTime, shop


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - nobody binds to it
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff0e::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    """Neither a cloud's own address nor an inner one that is wrapped in an outer one passes."""
    assert is_public(address) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "127.1"])
def test_this_machine_is_not_called(host: str) -> None:
    """However it is spelled, a private address is refused before anything is sent, and the way out is named."""
    with served() as (port, seen):
        http = Http(f"http://{host}:{port}")
        with pytest.raises(Refused, match="allow_private = true"):
            http.request("GET", "a", repeatable=True)
        http.close()
        assert seen == []


def test_where_it_is_allowed() -> None:
    """A shop in the same network is called where the merchant says so."""
    with served() as (port, seen):
        http = Http(f"http://127.0.0.1:{port}", allow_private=True)
        assert http.request("GET", "a", repeatable=True).text == "/a"
        http.close()
        assert seen == ["/a"]


def _names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let shop.example resolve to one list of addresses after the other."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *args: Any, **more: Any) -> Any:
        if host != "shop.example":
            return real(host, port, *args, **more)
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"]])
def test_a_name_that_leads_inside(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    """A public name is refused where any of its addresses is private."""
    _names(monkeypatch, addresses)
    with served() as (port, seen):
        http = Http(f"http://shop.example:{port}")
        with pytest.raises(Refused, match="not called"):
            http.request("GET", "a", repeatable=True)
        assert seen == []


def test_what_was_looked_at_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is resolved once a connection: a second answer that leads inside is never asked for."""
    asked = _names(monkeypatch, ["203.0.113.7"], ["127.0.0.1"])
    monkeypatch.setattr("retention_adapters.http.addresses.is_public", lambda address: address != "127.0.0.1")
    connected: list[Any] = []

    def connect(address: Any, *_args: Any, **_more: Any) -> Any:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    http = Http("http://shop.example")
    with pytest.raises(NotSent):
        http.once("GET", "a")
    assert connected == [("203.0.113.7", 80)]
    assert asked == ["shop.example"]


def test_the_next_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a name has two addresses and the first does not answer, the second is asked."""
    _names(monkeypatch, ["127.0.0.9", "127.0.0.1"])
    monkeypatch.setattr("retention_adapters.http.addresses.is_public", lambda _address: True)
    with served() as (port, seen):
        http = Http(f"http://shop.example:{port}")
        assert http.request("GET", "a", repeatable=False).text == "/a"
        http.close()
        assert seen == ["/a"]


def test_a_name_that_there_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that does not resolve may resolve later; nothing has left."""

    def resolve(*_args: Any, **_more: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(NotSent, match="Name or service not known"):
        shop(VirtualTime(), "https://nowhere.example").request("POST", "a", repeatable=False)


def test_a_redirect_is_not_followed() -> None:
    """Over a real connection too a redirect is an answer, and nobody goes where it points."""
    with served() as (port, seen):
        http = Http(f"http://127.0.0.1:{port}", allow_private=True)
        answer = http.request("GET", "away", repeatable=True)
        http.close()
        assert (answer.status_code, answer.headers["location"]) == (302, "/landed")
        assert seen == ["/away"]


def test_nobody_answers() -> None:
    """Over a real network: a closed port is surely nothing sent, a hang-up is not known of."""
    time = VirtualTime()
    with served() as (port, seen):
        http = shop(time, f"http://127.0.0.1:{port}", allow_private=True)
        with pytest.raises(TryLater) as caught:
            http.request("GET", "gone", repeatable=False)
        assert type(caught.value) is TryLater
        http.close()
        assert seen == ["/gone"]
    http = shop(time, f"http://127.0.0.1:{port}", allow_private=True)
    with pytest.raises(NotSent, match="refused"):
        http.request("POST", "a", repeatable=False)
    assert len(time.slept) == 3
