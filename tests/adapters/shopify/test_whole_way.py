"""The whole way: a webhook in, a coupon in the shop; the order is sent back, and the coupon is void."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import BadConfig, Engine, IssueCoupon, PercentOff, days
from tests.adapters.shopify.fake.people import add_customer
from tests.adapters.shopify.fake.shop import TOKEN
from tests.adapters.shopify.ours import SECRET, SHOP, changed, held, line, order, refund, webhook
from tests.audit import audit
from tests.build import opened

if TYPE_CHECKING:
    from retention_sdk.platforms import WebhookRequest
    from tests.adapters.shopify.fake import FakeShopify

TABLE = {"shop": SHOP, "token": TOKEN, "client_secrets": [SECRET], "code_secret": "made up for tests"}


def comes(engine: Engine, request: WebhookRequest) -> None:
    """A webhook comes to the service, is processed, and what is due is carried out."""
    engine.receive("shopify", request)
    engine.process_inbox()
    engine.deliver_pending()


def codes(fake: FakeShopify) -> dict[str, bool]:
    """The codes in the shop, and whether each can still be used."""
    found = fake.state.table("DiscountCodeNode").values()
    return {one["code"]: one.get("endsAt") is None or active(one, fake) for one in found}


def active(row: Any, fake: FakeShopify) -> bool:
    """Whether a discount's end is yet to come."""
    ends = row["endsAt"]
    at = ends if isinstance(ends, datetime) else datetime.fromisoformat(ends)
    return bool(at > fake.state.now)


def test_there_and_back(database_url: str, fake: FakeShopify) -> None:
    """Points and a coupon for an order; nothing for it once it has come back; duplicates change nothing."""
    fake.state.now = datetime.now(UTC)
    add_customer(fake.state, 42, "ada@example.com")
    coupon = IssueCoupon(PercentOff(10), valid_for=days(3000))
    item = line(quantity=3)
    bought = order(lines=[item])
    with opened(
        database_url, {"ten": lambda *_: [coupon]}, plugins={"points": {"rate": 1}}, adapters={"shopify": TABLE}
    ) as engine:
        for topic in ("orders/updated", "orders/paid", "orders/paid"):
            comes(engine, webhook(topic, bought))
        assert engine.customer("42").wallet("points").available == 30
        assert list(codes(fake).values()) == [True]
        back = refund(1, [(item, 3)], "34.00")
        held(fake.state, changed(bought, updated_at="2026-11-03T10:00:00Z", refunds=[back]))
        comes(engine, webhook("refunds/create", back))
        fake.state.now += timedelta(seconds=1)
        assert engine.customer("42").wallet("points").available == 0
        assert not any(codes(fake).values())
        assert audit(engine) == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"shop": "bean-leaf"}, "adapters.shopify"),
        ({"api_version": "newest"}, "api_version"),
        ({"shops": "x"}, "did you mean 'shop'"),
        ({"token": 5}, "adapters.shopify.token"),
    ],
)
def test_mistakes_in_the_file(tmp_path: Any, more: dict[str, Any], told: str) -> None:
    """Each is told with its place, and nothing that is secret."""
    with pytest.raises(BadConfig) as error:
        opened(f"sqlite:///{tmp_path}/x.db", adapters={"shopify": {**TABLE, **more}})
    assert told in str(error.value)
    assert SECRET not in str(error.value)
