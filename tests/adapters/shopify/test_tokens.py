"""Tokens that expire: renewed in time, once, and never lost."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from attrs import Factory, define

from retention_adapters.http import Http
from retention_adapters.http.retrying import Patience
from retention_adapters.shopify import ExpiringTokens, FileStore, Tokens
from retention_sdk import Secret
from retention_sdk.errors import CredentialsRefused, TryLater

if TYPE_CHECKING:
    from pathlib import Path

SHOP = "bean-and-leaf.myshopify.com"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@define
class Door:
    """Shopify's token endpoint: a refresh token is good until the token that it brought is used."""

    good: set[str] = Factory(lambda: {"refresh-0"})
    made: int = 0
    lose: int = 0
    status: int = 200
    asked: list[dict[str, Any]] = Factory(list)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Renew."""
        asked = json.loads(request.content)
        self.asked.append(asked | {"host": request.url.host})
        if self.status != 200:
            return httpx.Response(self.status, json={})
        if asked["refresh_token"] not in self.good:
            return httpx.Response(400, json={"error": "invalid_grant"})
        self.made += 1
        self.good.add(f"refresh-{self.made}")
        if self.lose:
            self.lose -= 1
            raise httpx.ReadTimeout("lost", request=request)
        told = {"access_token": f"access-{self.made}", "expires_in": 3600, "refresh_token": f"refresh-{self.made}"}
        return httpx.Response(200, json=told | {"refresh_token_expires_in": 7_776_000, "scope": "read_orders"})

    def use(self, refresh: str) -> None:
        """The pair that this one belongs to is used: those before it are void."""
        self.good = {refresh}


@define
class World:
    """A store of tokens, the endpoint, and a clock."""

    store: FileStore
    door: Door = Factory(Door)
    now: datetime = NOW

    def tokens(self) -> ExpiringTokens:
        """A process that knows the tokens."""

        def http(shop: str) -> Http:
            return Http(f"https://{shop}", transport=httpx.MockTransport(self.door.answer), patience=Patience(tries=1))

        return ExpiringTokens("app", Secret("shpss"), self.store, http, lambda: self.now)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A shop that was installed an hour ago, less ten minutes."""
    found = World(FileStore(tmp_path / "tokens.json"))
    found.store.write(SHOP, Tokens(Secret("access-0"), NOW + timedelta(minutes=10), Secret("refresh-0")))
    return found


def test_a_token_that_works(world: World) -> None:
    """It is not renewed."""
    assert world.tokens().token(SHOP) == "access-0"
    assert world.door.asked == []


def test_it_is_renewed_before_it_ends(world: World) -> None:
    """Five minutes before; the new pair is kept, for this process and for others."""
    world.now += timedelta(minutes=6)
    tokens = world.tokens()
    assert [tokens.token(SHOP), tokens.token(SHOP), world.tokens().token(SHOP)] == ["access-1"] * 3
    [asked] = world.door.asked
    assert (asked["grant_type"], asked["refresh_token"], asked["host"]) == ("refresh_token", "refresh-0", SHOP)


def test_an_answer_that_is_lost(world: World) -> None:
    """The old refresh token is still good, so the next call renews with it; until then the old token serves."""
    world.now += timedelta(minutes=6)
    world.door.lose = 1
    tokens = world.tokens()
    assert tokens.token(SHOP) == "access-0"
    world.now += timedelta(minutes=1)
    tokens = world.tokens()
    assert tokens.token(SHOP) == "access-2"
    assert [one["refresh_token"] for one in world.door.asked] == ["refresh-0", "refresh-0"]


def test_nobody_answers_and_it_has_ended(world: World) -> None:
    """Then nothing can be done, for now."""
    world.now += timedelta(minutes=11)
    world.door.status = 503
    with pytest.raises(TryLater):
        world.tokens().token(SHOP)


def test_a_refresh_token_that_is_void(world: World) -> None:
    """A merchant has to open the app; the reason says so, and holds no token."""
    world.now += timedelta(minutes=6)
    world.door.good.clear()
    with pytest.raises(CredentialsRefused, match="open the app") as told:
        world.tokens().token(SHOP)
    assert "refresh-0" not in told.value.reason


def test_a_shop_without_tokens(world: World) -> None:
    """It was never installed; it does not get another's."""
    with pytest.raises(CredentialsRefused, match="no tokens of other"):
        world.tokens().token("other.myshopify.com")


def test_a_token_that_was_refused(world: World) -> None:
    """Another process may have renewed it meanwhile: then that one is taken, and nothing is renewed."""
    mine, theirs = world.tokens(), world.tokens()
    assert mine.token(SHOP) == "access-0"
    world.now += timedelta(minutes=6)
    assert theirs.token(SHOP) == "access-1"
    world.door.use("refresh-1")
    assert mine.refused(SHOP, "access-0") == "access-1"
    assert mine.refused(SHOP, "access-1") == "access-2"
    assert len(world.door.asked) == 2


def test_many_threads_renew_once(world: World) -> None:
    """The first renews; the others wait and take what it got."""
    world.now += timedelta(minutes=6)
    tokens, found = world.tokens(), list[str]()
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        found.append(tokens.token(SHOP))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["access-1"] * 8
    assert len(world.door.asked) == 1


def test_the_file(world: World) -> None:
    """Its owner alone can read it, each shop has its own, and nothing shows a token."""
    world.store.write("other.myshopify.com", Tokens(Secret("x"), NOW, Secret("y")))
    assert world.store.path.stat().st_mode & 0o077 == 0
    kept = world.store.read(SHOP)
    assert kept is not None
    assert kept.access.reveal() == "access-0"
    assert "access-0" not in repr(kept)
    assert [one.name for one in world.store.path.parent.iterdir()] == ["tokens.json"]


def test_an_answer_without_tokens(world: World) -> None:
    """What is no pair of tokens is not kept."""
    world.now += timedelta(minutes=11)

    def http(shop: str) -> Http:
        answer = httpx.Response(200, json={"access_token": "x", "scope": ""})
        return Http(f"https://{shop}", transport=httpx.MockTransport(lambda _: answer))

    with pytest.raises(TryLater, match="without tokens"):
        ExpiringTokens("app", Secret("s"), world.store, http, lambda: world.now).token(SHOP)
