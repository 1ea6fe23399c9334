"""A shop's past: by bulk operation, whose lines come in any turn, or order by order."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from attrs import Factory, define
from hypothesis import given
from hypothesis import strategies as st

from retention_adapters.http import Http
from retention_adapters.shopify import FixedToken
from retention_adapters.shopify.graphql import GraphQL, Timer
from retention_adapters.shopify.history import History, WholeOrders
from retention_adapters.shopify.history.bulk import Bulk
from retention_adapters.shopify.history.download import lines_of
from retention_adapters.shopify.history.spool import families
from retention_sdk import CustomersMerged, MonthDay, ProfileChanged, Purchase, Refund, Secret, SignUp
from retention_sdk.errors import CredentialsRefused, TryLater, UnreadableWebhook
from tests.adapters.shopify.fake import FakeShopify
from tests.adapters.shopify.fake.shop import TOKEN
from tests.adapters.shopify.ours import BODIES, SHOP, held, line, order, refund, shopify, webhook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.adapters.shopify.fake.state import Row

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@define
class Shop:
    """A fake shop whose bulk operations end while somebody waits for them."""

    fake: FakeShopify = Factory(FakeShopify)
    people: list[Row] = Factory(list)
    ends: dict[str, Any] = Factory(lambda: {"status": "COMPLETED"})
    waited: list[float] = Factory(list)
    queries: list[str] = Factory(list)

    def sleep(self, seconds: float) -> None:
        """While one waits, every operation ends, on the third look."""
        self.waited.append(seconds)
        if len(self.waited) % 2:
            return
        for one in self.fake.state.table("BulkOperation").values():
            if one["status"] == "CREATED":
                self.queries.append(one["query"])
                rows = self.people if "customers(" in one["query"] else self.orders()
                where = f"https://storage.example/{len(self.queries)}?X-Signature=a%2Fb"
                self.files[httpx.URL(where).path] = "".join(json.dumps(row) + "\n" for row in rows).encode()
                one.update({"url": where if rows else None} | self.ends)

    files: dict[str, bytes] = Factory(dict)

    def orders(self) -> list[Row]:
        """Bulk lines of all orders: children after all parents, as they come since 2026-01."""
        parents, children = list[Any](), list[Any]()
        for one in self.fake.state.table("Order").values():
            plain = {name: value for name, value in one.items() if name not in ("lineItems", "shippingLines")}
            parents.append(plain | {"refunds": [{"id": each["id"]} for each in one["made_refunds"]][:1]})
            of = one["lineItems"]["nodes"] + one["shippingLines"]["nodes"]
            children += [child | {"__parentId": one["id"]} for child in of]
        return [*parents, *reversed(children)]

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The shop, and the host that has the files."""
        if request.url.host != "storage.example":
            return self.fake.answer(request)
        assert "X-Shopify-Access-Token" not in request.headers
        return ranged(self.files[request.url.path], request)

    def history(self) -> History:
        """What reads it."""
        transport = httpx.MockTransport(self.answer)
        tokens = FixedToken(SHOP, Secret(TOKEN))
        graphql = GraphQL(SHOP, tokens, Http(f"https://{SHOP}", transport=transport))
        bulk = Bulk(graphql, lambda base: Http(base, transport=transport), Timer(sleep=self.sleep))
        return History("shopify", WholeOrders(graphql), bulk, lambda: NOW)


def ranged(data: bytes, request: httpx.Request) -> httpx.Response:
    """A part of a file, as storage answers it."""
    begin, end = map(int, request.headers["Range"].removeprefix("bytes=").split("-"))
    if begin >= len(data):
        return httpx.Response(416)
    return httpx.Response(206, content=data[begin : end + 1])


@pytest.fixture
def shop() -> Shop:
    """A shop with two orders, one of them partly sent back, and a customer."""
    found = Shop()
    item, other = line(1, quantity=2), line(2, "tea")
    held(found.fake.state, order(7, lines=[item, other], refunds=[refund(1, [(item, 1)], "10.00")]))
    held(found.fake.state, order(8, lines=[line(3), line(4, "tea")]))
    found.people.append(
        {
            "id": "gid://shopify/Customer/42",
            "createdAt": "2026-11-01T09:00:00Z",
            "updatedAt": "2026-11-02T09:00:00Z",
            "state": "ENABLED",
            "firstName": "Ada",
            "lastName": "L",
            "locale": "de",
            "defaultEmailAddress": {
                "emailAddress": "ada@example.com",
                "marketingState": "SUBSCRIBED",
                "marketingOptInLevel": "SINGLE_OPT_IN",
                "marketingUpdatedAt": "2026-11-02T08:00:00Z",
            },
            "defaultPhoneNumber": None,
            "birthDate": {"value": "1990-02-28"},
        }
    )
    return found


def test_everything(shop: Shop) -> None:
    """Customers with consent and birthday, and orders: the same events that their webhooks tell."""
    events = list(shop.history().since(None))
    told_of = events[:4]
    assert [type(one) for one in told_of] == [ProfileChanged, SignUp, CustomersMerged, ProfileChanged]
    profile = told_of[0]
    assert profile.profile is not None
    assert profile.profile.birthday == MonthDay(2, 28, 1990)
    item = line(1, quantity=2)
    bodies = [
        order(7, lines=[item, line(2, "tea")], refunds=[refund(1, [(item, 1)], "10.00")]),
        order(8, lines=[line(4, "tea"), line(3)]),  # as the lines of the file are
    ]
    told = chain.from_iterable(shopify().receive(webhook("orders/updated", one)) for one in bodies)
    assert events[4:] == list(told)
    assert 'query: "' not in "".join(shop.queries)


def test_since_a_long_time(shop: Shop) -> None:
    """The filter goes by the key that it is sorted by."""
    list(shop.history().since(NOW - timedelta(days=9)))
    assert all("query: \"updated_at:>='2026-11-13T09:00:00Z'\", sortKey: UPDATED_AT" in one for one in shop.queries)
    assert len(shop.queries) == 2


def test_a_short_time_is_read_order_by_order(shop: Shop) -> None:
    """It begins at once; pages are turned."""
    for number in range(100, 250):
        held(shop.fake.state, order(number))
    events = list(shop.history().since(NOW - timedelta(hours=1)))
    assert len([one for one in events if isinstance(one, Purchase)]) == 152
    assert len([one for one in events if isinstance(one, Refund)]) == 1
    assert shop.fake.asked.count("orders") == 2


def test_it_is_waited_for(shop: Shop) -> None:
    """The webhook that tells of its end may not come: it is looked for, less and less often."""
    list(shop.history().since(None))
    assert shop.waited == [1.0, 2.0, 1.0, 2.0]


def test_nothing_found() -> None:
    """An empty result has no address."""
    assert list(Shop().history().since(None)) == []


@pytest.mark.parametrize(
    ("ends", "error"),
    [
        ({"status": "FAILED", "errorCode": "INTERNAL_SERVER_ERROR"}, TryLater),
        ({"status": "FAILED", "errorCode": "ACCESS_DENIED"}, CredentialsRefused),
        ({"status": "CANCELED"}, TryLater),
        ({"status": "EXPIRED"}, TryLater),
    ],
)
def test_it_fails(shop: Shop, ends: dict[str, Any], error: type[Exception]) -> None:
    """What it found until then is told first; then that it failed."""
    shop.ends = ends
    shop.people.clear()
    with pytest.raises(error):
        list(shop.history().since(None))


def test_what_a_failed_one_found(shop: Shop) -> None:
    """It has another address; what stands there is told before the error."""
    found = list[Any]()
    history = shop.history()

    def ended(seconds: float) -> None:
        Shop.sleep(shop, seconds)
        for one in shop.fake.state.table("BulkOperation").values():
            if one["status"] == "COMPLETED":
                one.update(status="FAILED", errorCode="TIMEOUT", partialDataUrl=one["url"], url=None)

    object.__setattr__(history.bulk, "timer", Timer(sleep=ended))
    events = history.since(None)
    with pytest.raises(TryLater, match="failed: TIMEOUT"):
        found.extend(found_one for found_one in events)
    assert len(found) == 4


def test_too_many_run(shop: Shop) -> None:
    """Five at once are all that Shopify lets run."""
    for _ in range(5):
        shop.fake.state.add("BulkOperation", status="RUNNING")
    with pytest.raises(TryLater, match="as many"):
        list(shop.history().since(None))


def test_the_synthetic_file() -> None:
    """Children stand after all parents, and each finds its own."""
    lines = (BODIES / "bulk_orders.synthetic_ungrouped.jsonl").read_text("utf-8").splitlines()
    found = {str(parent["id"])[-13:]: len(children) for parent, children in families(lines)}
    assert found == {"5324830114101": 1, "5324790137142": 2, "5778367414385": 1}


ids = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=30)


@given(ids, st.randoms(use_true_random=False))
def test_lines_in_any_turn(children: list[tuple[int, int]], dice: Any) -> None:
    """A child before its parent, between others, or of a parent that is not there."""
    lines = [json.dumps({"id": f"p{parent}"}) for parent in range(4)]
    lines += [json.dumps({"id": str(name), "__parentId": f"p{parent}"}) for parent, name in children]
    dice.shuffle(lines)
    found = {parent["id"]: sorted(child["id"] for child in own) for parent, own in families(lines)}
    assert found == {
        f"p{parent}": sorted(str(name) for each, name in children if each == parent) for parent in range(4)
    }


@given(st.text(min_size=0, max_size=60), st.integers(1, 9))
def test_pieces_of_a_file(text: str, piece: int) -> None:
    """Wherever it is cut, within a letter too, the lines are whole."""
    data = text.encode(errors="replace")

    def http(base: str) -> Http:
        return Http(base, transport=httpx.MockTransport(lambda request: ranged(data, request)))

    expected = [one for one in data.decode().split("\n") if one]
    assert [one for one in lines_of("https://storage.example/x?y=1", http, piece) if one] == expected


def test_storage_that_sends_all_at_once() -> None:
    """Some storage knows no pieces; and an address that has ended is said to have."""

    def http(answer: httpx.Response) -> Any:
        return lambda base: Http(base, transport=httpx.MockTransport(lambda _: answer))

    assert list(lines_of("https://storage.example/x?y=1", http(httpx.Response(200, content=b"a\nb")))) == ["a", "b"]
    with pytest.raises(TryLater, match="403"):
        list(lines_of("https://storage.example/x?y=1", http(httpx.Response(403))))


def test_memory_does_not_grow() -> None:
    """Forty thousand lines need no more than four thousand."""

    def peak(orders: int) -> int:
        def lines() -> Iterable[str]:
            for number in range(orders):
                yield json.dumps({"id": f"gid://shopify/Order/{number}", "note": "x" * 200})
            for number in range(orders):
                yield json.dumps(
                    {"id": f"gid://shopify/LineItem/{number}", "__parentId": f"gid://shopify/Order/{number}"}
                )

        tracemalloc.start()
        assert sum(len(children) for _, children in families(lines())) == orders
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(20_000) < peak(2_000) + 500_000


def test_an_order_with_many_lines(shop: Shop) -> None:
    """What has a next page is read on: lines of the order, and lines of a refund."""
    many = [line(1000 + number) for number in range(120)]
    row = held(shop.fake.state, order(9, lines=many, refunds=[refund(5, [(one, 1) for one in many], None)]))
    pages(shop.fake.state, row, "lineItems", 50, 100)
    [back] = row["made_refunds"]
    shop.fake.state.table("Refund")[back["id"]] = back
    pages(shop.fake.state, back, "refundLineItems", 10, 100)
    found = WholeOrders(shop.history().orders.graphql).whole("9")
    assert found is not None
    assert (len(found.items), len(found.refunds[0].items)) == (120, 120)


def pages(state: Any, row: Row, name: str, first: int, next_: int) -> None:
    """Let a connection come in pages."""
    whole = row[name]["nodes"]

    def page(args: dict[str, Any]) -> Row:
        at = int(args.get("after") or 0)
        end = at + (next_ if at else first)
        return {"nodes": whole[at:end], "pageInfo": {"hasNextPage": end < len(whole), "endCursor": str(end)}}

    row[name] = page


@pytest.mark.parametrize("since", [None, NOW - timedelta(hours=1)])
def test_one_that_cannot_be_read(shop: Shop, since: datetime | None, caplog: pytest.LogCaptureFixture) -> None:
    """It is named in the log, and the others are told: one order does not end a backfill."""
    odd = held(shop.fake.state, order(9))
    odd["lineItems"]["nodes"][0]["originalUnitPriceSet"] = {"shopMoney": {"amount": "12,5", "currencyCode": "EUR"}}
    bought = [one.id for one in shop.history().since(since) if isinstance(one, Purchase)]
    assert bought == ["7", "8"]
    [told] = caplog.messages
    assert "/9" in told or ": 9" in told
    assert "originalUnitPriceSet" in told
    assert "12,5" not in told


def test_an_order_that_a_webhook_names_and_that_cannot_be_read(fake: FakeShopify) -> None:
    """The webhook is kept: it cannot be read either."""
    odd = held(fake.state, order(7))
    odd["lineItems"]["nodes"][0]["originalUnitPriceSet"] = {"shopMoney": {"amount": "12,5", "currencyCode": "EUR"}}
    with pytest.raises(UnreadableWebhook, match="refunds/create"):
        shopify().receive(webhook("refunds/create", refund(1, [], "1.00")))
