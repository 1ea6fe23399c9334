"""The client: three layers of errors, points that run out, and what is never sent twice."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from attrs import Factory, define

from retention_adapters.http import Http
from retention_adapters.shopify import FixedToken
from retention_adapters.shopify.graphql import GraphQL, Timer, UserErrors, has
from retention_adapters.shopify.graphql.answers import body_of, data_of
from retention_adapters.shopify.graphql.bucket import Bucket
from retention_sdk import Secret
from retention_sdk.errors import AdapterError, CredentialsRefused, Refused, TryLater
from tests.adapters.shopify.fake.shop import TOKEN, FakeShopify
from tests.adapters.shopify.ours import SHOP

if TYPE_CHECKING:
    from collections.abc import Mapping

TAGS = {"id": "gid://shopify/Customer/1", "tags": ["vip"]}


@define
class Time:
    """Time that goes on when somebody waits."""

    at: float = 0.0
    fake: FakeShopify | None = None
    slept: list[float] = Factory(list)

    def now(self) -> float:
        """Seconds."""
        return self.at

    def sleep(self, seconds: float) -> None:
        """Waits, and so does the shop."""
        self.slept.append(round(seconds, 3))
        self.at += seconds
        if self.fake:
            self.fake.state.now += timedelta(seconds=seconds)


def client(fake: FakeShopify, time: Time | None = None, token: str = TOKEN, shop: str = SHOP, **more: Any) -> GraphQL:
    """A client of a fake shop."""
    clock = time or Time(fake=fake)
    http = Http(f"https://{shop}", transport=fake.transport, sleep=clock.sleep)
    tokens = FixedToken(shop, Secret(token))
    return GraphQL(shop, tokens, http, timer=Timer(clock.now, clock.sleep), **more)


def with_customer() -> FakeShopify:
    """A shop that has a customer."""
    from tests.adapters.shopify.fake.people import add_customer

    fake = FakeShopify()
    add_customer(fake.state, 1)
    return fake


def test_data() -> None:
    """The data of an answer."""
    assert client(with_customer()).run("shop_info", {})["shop"]["myshopifyDomain"] == SHOP


def test_what_a_mutation_says_of_itself() -> None:
    """It did nothing, and says why: an exception of ours, for whoever asked to make something of."""
    with pytest.raises(UserErrors) as told:
        client(FakeShopify()).run("tags_add", TAGS)
    assert told.value.messages == ("id does not exist",)
    assert str(told.value) == "id does not exist" or "INVALID" in str(told.value)


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, CredentialsRefused), (402, CredentialsRefused), (403, CredentialsRefused), (404, CredentialsRefused),
     (423, CredentialsRefused), (301, CredentialsRefused), (400, Refused), (422, Refused), (500, TryLater)],
)  # fmt: skip
def test_a_status(status: int, error: type[AdapterError]) -> None:
    """What a status means; the token stands in no reason."""
    answer = httpx.Response(status, json={"errors": "no"}, headers={"Location": "https://elsewhere.example/"})
    with pytest.raises(error) as told:
        body_of(answer, SHOP, "2026-10")
    assert TOKEN not in told.value.reason


@pytest.mark.parametrize("content", [b"<html>", b"[]", b"", b"\xff"])
def test_an_answer_that_is_no_answer(content: bytes) -> None:
    """A page of something between us is no answer of Shopify's."""
    with pytest.raises(TryLater):
        body_of(httpx.Response(200, content=content), SHOP, "2026-10")


def failed(code: str | None, *path: str, message: str = "no") -> dict[str, Any]:
    """An error at the top of an answer."""
    return {"message": message, "path": list(path), **({"extensions": {"code": code}} if code else {})}


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"errors": [failed("ACCESS_DENIED", "x")], "data": {"x": None}}, CredentialsRefused),
        ({"errors": [failed("SHOP_INACTIVE")]}, CredentialsRefused),
        ({"errors": [failed("INTERNAL_SERVER_ERROR")]}, TryLater),
        ({"errors": [failed("MAX_COST_EXCEEDED")]}, Refused),
        ({"errors": [failed(None)], "data": None}, Refused),
        ({"errors": "gone"}, Refused),
        ({"errors": {"query": "Required"}}, Refused),
        ({"data": None}, TryLater),
        ({}, TryLater),
        # a change was made, and the answer to it is lost on the way up
        ({"errors": [failed("INTERNAL_SERVER_ERROR", "x", "y")], "data": {"x": None}}, TryLater),
        ({"errors": [failed("ACCESS_DENIED", "x", "y")], "data": {"x": None}}, TryLater),
    ],
)
def test_errors_at_the_top(body: Mapping[str, Any], error: type[AdapterError]) -> None:
    """With status 200 too."""
    with pytest.raises(error):
        data_of(body, changes=True)


def test_a_change_whose_answer_has_a_hole() -> None:
    """It was made: a field that could not be read does not make it undone. Of a query it is an error."""
    body = {"errors": [failed("ACCESS_DENIED", "x", "y")], "data": {"x": {"y": None, "userErrors": []}}}
    assert data_of(body, changes=True)["x"]["y"] is None
    with pytest.raises(CredentialsRefused):
        data_of(body, changes=False)


def test_errors_under_another_name() -> None:
    """`orderCancel` has its own, with codes."""
    wrong = {"code": "NOT_FOUND", "message": "gone"}
    with pytest.raises(UserErrors, match="NOT_FOUND: gone"):
        data_of({"data": {"orderCancel": {"job": None, "orderCancelUserErrors": [wrong]}}}, changes=True)


def test_throttled() -> None:
    """It is waited out, by what is missing and how fast it comes back; a mutation too, for nothing was done."""
    fake = with_customer()
    time = Time(fake=fake)
    fake.points, fake.most, fake.rate = 4.0, 20.0, 2.0
    client(fake, time).run("tags_add", TAGS)
    assert time.slept == [3.0]  # (10 - 4) / 2
    assert fake.asked == ["tagsAdd"]


def test_points_are_not_run_out_of() -> None:
    """Once a document's cost is known, it is not sent before there are points for it."""
    fake = with_customer()
    time = Time(fake=fake)
    fake.points, fake.most, fake.rate = 20.0, 20.0, 5.0
    shop = client(fake, time)
    for _ in range(4):
        shop.run("shop_info", {})
    assert time.slept == [2.0, 2.0]
    assert len(fake.asked) == 4


def test_patience_ends() -> None:
    """Whoever would wait too long is told when to come back."""
    fake = FakeShopify()
    fake.points, fake.most, fake.rate = 0.0, 20.0, 0.1
    time = Time(fake=fake)
    with pytest.raises(TryLater) as told:
        client(fake, time).run("shop_info", {})
    assert told.value.after == timedelta(seconds=100)
    assert time.slept == []


def test_an_old_shop_that_throttles_without_end() -> None:
    """Where the answer does not say what is missing, it is asked a second later, and not for ever."""
    fake = FakeShopify()
    fake.throttles(100)
    time = Time(fake=fake)
    with pytest.raises(TryLater):
        client(fake, time).run("shop_info", {})
    assert set(time.slept) == {1.0}


def test_a_mutation_is_never_sent_twice_blindly() -> None:
    """Its answer is lost: nobody knows what became of it, and it is not sent again."""
    for name, safe, times in (("tagsAdd", False, 1), ("tagsAdd", True, 2), ("shop", False, 2)):
        fake = with_customer()
        fake.loses(name if name != "shop" else "currentAppInstallation")
        document, variables = ("tags_add", TAGS) if name == "tagsAdd" else ("shop_info", {})
        if times == 1:
            with pytest.raises(TryLater):
                client(fake).run(document, variables, repeatable=safe)
        else:
            client(fake).run(document, variables, repeatable=safe)
        assert len(fake.asked) == times


def test_one_shops_token_never_reaches_another() -> None:
    """Two shops, many threads: each call has its own shop's token, whoever else is calling."""
    seen: set[tuple[str, str]] = set()

    def transport(request: httpx.Request) -> httpx.Response:
        seen.add((request.url.host, request.headers["X-Shopify-Access-Token"]))
        return httpx.Response(200, json={"data": {"shop": {}}})

    shops = {f"s{number}.myshopify.com": f"token of s{number}" for number in range(4)}
    clients = [
        GraphQL(
            shop, FixedToken(shop, Secret(token)), Http(f"https://{shop}", transport=httpx.MockTransport(transport))
        )
        for shop, token in shops.items()
    ]
    start = threading.Barrier(8)

    def call(number: int) -> None:
        start.wait()
        for turn in range(20):
            clients[(number + turn) % 4].run("shop_info", {})

    threads = [threading.Thread(target=call, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == set(shops.items())


def test_a_token_of_another_shop() -> None:
    """It is not given out."""
    with pytest.raises(CredentialsRefused):
        FixedToken("a.myshopify.com", Secret("t")).token("b.myshopify.com")


def test_a_token_that_was_refused() -> None:
    """Another one is asked for once; where there is none, that is said."""
    fake = with_customer()

    class Rotating:
        told: str | None = None

        def token(self, shop: str) -> str:
            return "old" if shop == SHOP else ""

        def refused(self, shop: str, token: str) -> str | None:
            self.told = token
            return TOKEN if shop == SHOP else None

    tokens = Rotating()
    http = Http(f"https://{SHOP}", transport=fake.transport)
    assert GraphQL(SHOP, tokens, http).run("shop_info", {})
    assert tokens.told == "old"
    with pytest.raises(CredentialsRefused, match="uninstalled"):
        client(fake, token="wrong").run("shop_info", {})  # noqa: S106


def test_the_bucket_is_shared_by_threads() -> None:
    """What is taken for one call is not there for the next, before any answer says so."""
    bucket = Bucket(lambda: 0.0)
    assert bucket.reserve("a") == 0.0
    status = {"maximumAvailable": 100, "currentlyAvailable": 100, "restoreRate": 10}
    bucket.learn("a", {"requestedQueryCost": 60, "throttleStatus": status})
    assert bucket.reserve("a") == 0.0
    assert bucket.reserve("a") == pytest.approx(2.0)


def test_what_differs_between_versions() -> None:
    """Fields that were added while older versions are supported."""
    assert not has("2026-04", "gift_card_initial_amount")
    assert has("2026-07", "gift_card_initial_amount")
    assert has("unstable", "contract_actor")
