"""What we did ourselves, and Shopify tells us: a replacement was bought by nobody; money that went back went back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Money, Purchase, Refund, RefundMoney, SendReplacement
from tests.adapters.shopify.kit import Actor
from tests.adapters.shopify.ours import changed, held, line, order, pair, refund, shopify, webhook
from tests.adapters.shopify.test_history import NOW, Shop
from tests.adapters.shopify.test_whole_way import TABLE, comes
from tests.audit import audit
from tests.build import opened

if TYPE_CHECKING:
    from tests.adapters.shopify.fake import FakeShopify


def replacement(actor: Actor | None = None) -> dict[str, Any]:
    """The order that we make to send something again, as a webhook shows it: its goods are free, and it is paid."""
    actor = actor or Actor()
    made = actor.tries(SendReplacement("5324790137142", sku="crema")).reference
    tags = ", ".join(["b2c", *actor.fake.state.the(made)["tags"]])
    free = line(9, "crema", discount_allocations=[{"amount_set": pair("10.00")}])
    return order(9, lines=[free], tags=tags, shipping_lines=[])


@pytest.mark.parametrize("topic", ["orders/create", "orders/paid", "orders/updated", "orders/cancelled"])
def test_a_replacement(topic: str) -> None:
    """Nobody has bought it, so it is no purchase, and nothing that becomes of it is a fact."""
    shown = replacement()
    for one in (
        shown,
        changed(shown, cancelled_at="2026-11-05T09:00:00Z"),
        changed(shown, refunds=[refund(1, [], "1")]),
    ):
        assert shopify().receive(webhook(topic, one)) == []


def test_the_parcel_of_a_replacement(fake: FakeShopify) -> None:
    """Its fulfillment names an order that no customer has made: that it arrived tells nothing of theirs."""
    held(fake.state, replacement())
    sent = {
        "id": 3,
        "admin_graphql_api_id": "gid://shopify/Fulfillment/3",
        "order_id": 9,
        "shipment_status": "delivered",
    }
    assert shopify().receive(webhook("fulfillments/update", sent | {"updated_at": "2026-11-04T09:00:00Z"})) == []
    lost = {"id": 5, "order_id": 9, "status": "lost", "initiated_at": "2026-11-04T09:00:00Z"}
    assert shopify().receive(webhook("disputes/update", lost)) == []


@pytest.mark.parametrize("since", [None, NOW - timedelta(hours=1)])
def test_a_replacement_in_the_past(since: datetime | None) -> None:
    """It is left out of a history too, in bulk and one by one."""
    shop = Shop()
    held(shop.fake.state, order(7))
    held(shop.fake.state, replacement())
    assert [one.id for one in shop.history().since(since) if isinstance(one, Purchase)] == ["7"]


@pytest.mark.parametrize("tags", ["retention:vip", "retention:", "a retention:" + "0" * 30])
def test_a_tag_of_somebody_else(tags: str) -> None:
    """An order that bears a tag much like ours was bought all the same."""
    assert [type(one) for one in shopify().receive(webhook("orders/paid", order(tags=tags)))] == [Purchase]


def test_money_that_we_paid_back(database_url: str, fake: FakeShopify) -> None:
    """It is a refund as any other, once: what is earned on money goes back with it, and nothing is left at the end."""
    fake.state.now = datetime.now(UTC)
    item = line(quantity=3)
    bought = order(lines=[item])
    row = held(fake.state, bought)
    payment = fake.state.add("OrderTransaction", gateway="stripe", left=Decimal(34), currency="EUR")
    row.update(payments=[payment], rate=Decimal(1), presentmentCurrencyCode="EUR")
    sorry = RefundMoney("7", Money.of(10, "EUR"), reason="sorry")
    tables = {"plugins": {"points": {"rate": 1}}, "adapters": {"shopify": TABLE}}
    with opened(database_url, {"sorry": lambda event, _: [sorry] * isinstance(event, Purchase)}, **tables) as engine:
        comes(engine, webhook("orders/paid", bought))
        [made] = row["made_refunds"]
        ours = refund(int(made["id"].rpartition("/")[2]), [], "10.00", note=made["note"])
        back = changed(bought, refunds=[ours], updated_at="2026-11-03T10:00:01Z", financial_status="partially_refunded")
        for _ in range(2):
            comes(engine, webhook("orders/updated", back))
        assert [type(one) for one in shopify().receive(webhook("orders/updated", back))] == [Purchase, Refund]
        assert engine.customer("42").wallet("points").available == 21  # 24 of 34 euros are left, 30 of 34 for goods
        whole = changed(back, refunds=[ours, refund(2, [], "24.00", day=4)], updated_at="2026-11-04T10:00:01Z")
        comes(engine, webhook("orders/updated", whole))
        assert engine.customer("42").wallet("points").available == 0
        assert audit(engine) == []
