"""The fake is strict where the schema is not, and runs everything that was written down for the real one."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import parse, print_ast

from retention_adapters.http import Http
from retention_adapters.shopify.graphql import GraphQL
from retention_adapters.shopify.tokens import FixedToken
from retention_sdk import Secret
from tests.adapters.shopify.fake import FakeShopify, served
from tests.adapters.shopify.fake.orders import add_order
from tests.adapters.shopify.fake.subscriptions import add_contract
from tests.adapters.shopify.kit import ANN, seeded
from tests.adapters.shopify.schema.documents import documents

SHARED = Path(os.environ.get("RETENTION_SHARED", Path(__file__).parents[4] / "shared")) / "data/shopify/documents"
PAIRS = [
    (name, place)
    for name in sorted(one.name.removesuffix(".variables.json") for one in SHARED.glob("*.variables.json"))
    for place in json.loads((SHARED / f"{name}.variables.json").read_text("utf-8"))
]


def asked(fake: FakeShopify, query: str, variables: dict[str, Any], version: str = "2026-10") -> dict[str, Any]:
    """What the fake answers to a query."""
    client = httpx.Client(transport=fake.transport, base_url="https://bean-and-leaf.myshopify.com")
    headers = {"X-Shopify-Access-Token": fake.token}
    body = {"query": query, "variables": variables}
    answer: dict[str, Any] = client.post(f"/admin/api/{version}/graphql.json", json=body, headers=headers).json()
    return answer


def ready() -> FakeShopify:
    """A shop with what the shared documents name."""
    fake = seeded()
    state = fake.state
    state.add("Customer", 1, **{name: value for name, value in state.the(f"gid://shopify/Customer/{ANN}").items()
                                if name not in ("id", "__typename")})  # fmt: skip
    for number in (1, 10746691881):
        add_contract(state, number)
    add_order(state, 1)
    payment = state.the("gid://shopify/Order/5324790137142")["payments"][0]
    state.table("OrderTransaction")["gid://shopify/OrderTransaction/6492602990902"] = payment
    state.add("Segment", 1)
    contract = state.the("gid://shopify/SubscriptionContract/1")
    state.add("SubscriptionDraft", 1, contract=contract, revision=1, changes=[], status="ACTIVE", nextBillingDate=None)
    account = {"customer": f"gid://shopify/Customer/{ANN}", "currency": "EUR", "on_it": 50, "moved": []}
    state.add("StoreCreditAccount", 1, **account)
    code = {"kind": "DiscountCodeBasic", "title": "x", "code": "X-1", "startsAt": state.now.isoformat(), "used": 0}
    for number in (1, 2):
        state.add("DiscountCodeNode", number, customers=set(), **{**code, "code": f"X-{number}"})
    card = {"code": "abcd1234", "enabled": True, "deactivatedAt": None}
    state.add("GiftCard", 1, balance=state.money(5), initialValue=state.money(5), **card)
    state.add("DraftOrder", 1, status="OPEN", wanted={}, order=None, tags=[])
    made = {"createdAt": state.now, "updatedAt": state.now, "apiVersion": {"handle": "2026-10", "supported": True}}
    state.add("WebhookSubscription", 1, topic="ORDERS_PAID", uri="https://example.com", **made)
    state.add("Job", 1, done=True)
    return fake


@pytest.mark.skipif(not PAIRS, reason="the shared documents are not here")
@pytest.mark.parametrize(("name", "place"), PAIRS)
def test_shared_documents(name: str, place: str) -> None:
    """Every document and set of variables that was written down runs: no error at the top, none of the mutation."""
    query = (SHARED / f"{name}.graphql").read_text("utf-8")
    variables = json.loads((SHARED / f"{name}.variables.json").read_text("utf-8"))[place]
    answer = asked(ready(), query, variables)
    assert "errors" not in answer
    for payload in answer["data"].values():
        assert not (isinstance(payload, dict) and (payload.get("userErrors") or payload.get("orderCancelUserErrors")))


CREATE = print_ast(documents()["discount_code_basic_create"])
GOOD = {
    "code": "A-1",
    "title": "t",
    "startsAt": "2026-11-22T09:00:00Z",
    "context": {"all": "ALL"},
    "customerGets": {"items": {"all": True}, "value": {"percentage": 0.1}},
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"startsAt": "yesterday"},
        {"startsAt": "2026-11-22"},
        {"startsAt": "2026-11-22T09:00:00"},
        {"customerGets": {"value": {"discountAmount": {"amount": "ten"}}}},
        {"usageLimit": "1"},
        {"context": {"all": "ALL", "customers": {"add": []}}},
        {"minimumRequirement": {"quantity": {"greaterThanOrEqualToQuantity": 2}}},
        {"colour": "red"},
    ],
)
def test_strict(wrong: dict[str, Any]) -> None:
    """What the scalars of the bare schema would take, and what no schema takes, is an error at the top."""
    fake = FakeShopify()
    assert "errors" in asked(fake, CREATE, {"discount": GOOD | wrong})
    assert not fake.state.table("DiscountCodeNode")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": ""}, "BLANK"),
        ({"title": None}, "BLANK"),
        ({"customerGets": {"value": {"percentage": 15}}}, "VALUE_OUTSIDE_RANGE"),
        ({"endsAt": "2026-11-21T09:00:00Z"}, "END_DATE_BEFORE_START_DATE"),
        ({"usageLimit": 0}, "GREATER_THAN"),
        ({"title": "x" * 256}, "TOO_LONG"),
    ],
)
def test_rules(wrong: dict[str, Any], code: str) -> None:
    """What the schema takes and Shopify does not is refused with Shopify's code: 15 is not 15 %."""
    answer = asked(FakeShopify(), CREATE, {"discount": GOOD | wrong})
    assert [one["code"] for one in answer["data"]["discountCodeBasicCreate"]["userErrors"]] == [code]


def test_taken_however_it_is_cased() -> None:
    """A code is taken in any case."""
    fake = FakeShopify()
    asked(fake, CREATE, {"discount": GOOD})
    answer = asked(fake, CREATE, {"discount": GOOD | {"code": "a-1"}})
    assert answer["data"]["discountCodeBasicCreate"]["userErrors"][0]["code"] == "TAKEN"


REFUND = "mutation R($input: RefundInput!) { refundCreate(input: $input) { refund { id } userErrors { message } } }"


def refund_input(fake: FakeShopify, amount: str = "10.00") -> dict[str, Any]:
    """A refund by the order's first payment."""
    order = fake.state.the("gid://shopify/Order/5324790137142")
    one = {"orderId": order["id"], "parentId": order["payments"][0]["id"], "kind": "REFUND", "gateway": "manual"}
    return {"input": {"orderId": order["id"], "transactions": [one | {"amount": amount}]}}


def test_refund_needs_a_key() -> None:
    """From 2026-04 a refund without @idempotent is refused, which the schema does not say."""
    fake = seeded()
    assert "errors" in asked(fake, REFUND, refund_input(fake), "2026-04")
    assert "errors" not in asked(fake, REFUND, refund_input(fake), "2026-01")


def test_keys_are_kept_for_a_day() -> None:
    """The same key gives the same refund for 24 hours, an error with another input, and pays again after that."""
    fake, query = seeded(), print_ast(documents()["refund_create"])
    order = fake.state.the("gid://shopify/Order/5324790137142")
    for _ in range(2):
        asked(fake, query, refund_input(fake) | {"key": "a"})
    assert len(order["made_refunds"]) == 1
    other = asked(fake, query, refund_input(fake, "9.00") | {"key": "a"})
    assert "MISMATCH" in other["data"]["refundCreate"]["userErrors"][0]["message"]
    fake.state.now += timedelta(hours=24)
    asked(fake, query, refund_input(fake) | {"key": "a"})
    assert len(order["made_refunds"]) == 2


def test_vices() -> None:
    """It turns away with the cost it would have had, breaks connections, and answers a half."""
    fake = seeded()
    fake.throttles()
    answer = asked(fake, "{ shop { id } }", {})
    assert answer["errors"][0]["extensions"]["code"] == "THROTTLED"
    assert answer["extensions"]["cost"]["actualQueryCost"] is None
    assert "data" not in answer
    fake.loses("shop")
    with pytest.raises(httpx.ReadTimeout):
        asked(fake, "{ shop { id } }", {})
    fake.breaks("shop")
    assert asked(fake, "{ shop { id } }", {})["data"] == {"shop": None}
    fake.points, fake.rate = 5, 0
    assert asked(fake, "{ shop { id } }", {})["errors"][0]["message"] == "Throttled"


def test_what_is_no_shop() -> None:
    """Another token, another path, another version and another language are each answered as Shopify does."""
    fake = seeded()
    client = httpx.Client(transport=fake.transport, base_url="https://x.myshopify.com")
    known = {"X-Shopify-Access-Token": fake.token}
    assert client.post("/admin/api/2026-10/graphql.json", json={}).status_code == 401
    assert client.post("/admin/api/1999-01/graphql.json", json={}, headers=known).status_code == 404
    assert "errors" in asked(fake, "{ what { is } this", {})
    assert "errors" in asked(fake, "{ what }", {})


def test_served() -> None:
    """Another process can speak with it over HTTP; an answer that is lost is a connection that breaks."""
    fake = seeded()
    with served(fake) as url:
        domain = fake.state.domain
        http = Http(url, allow_private=True)
        client = GraphQL(domain, FixedToken(domain, Secret(fake.token)), http)
        assert client.run("shop_info", {})["shop"]["currencyCode"] == "EUR"
        http.close()
        fake.loses("shop")
        answer = httpx.post(f"{url}/admin/api/2026-10/graphql.json", json={"query": "{ shop { id } }"})
        assert answer.status_code == 401
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.post(
                f"{url}/admin/api/2026-10/graphql.json",
                json={"query": "{ shop { id } }"},
                headers={"X-Shopify-Access-Token": fake.token},
            )


def test_every_document_parses() -> None:
    """What is shipped can be read again."""
    for document in documents().values():
        assert parse(print_ast(document))
