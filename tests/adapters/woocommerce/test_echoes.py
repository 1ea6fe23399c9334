"""What we did ourselves, and WooCommerce tells us: nobody bought a replacement; money that went back went back."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from retention_adapters.woocommerce.events import facts_of_order
from retention_sdk import Money, Purchase, Refund, RefundMoney, SendReplacement
from tests.adapters.woocommerce.made import mia, woo
from tests.adapters.woocommerce.recordings import body_of
from tests.audit import audit
from tests.build import opened

if TYPE_CHECKING:
    from retention_sdk import Event
    from tests.adapters.woocommerce.fake import Shop

PAID = {"date_paid_gmt": "2026-11-21T17:00:00", "date_modified_gmt": "2026-11-21T18:00:00"}


@pytest.fixture
def sold(shop: Shop) -> Shop:
    """A shop with an order of two packs of coffee, for 34.98 USD."""
    shop.orders[34] = body_of("order_create_completed")
    shop.products = {"COF-90e16e": 10}
    return shop


def told(body: dict[str, Any], **more: Any) -> list[Event]:
    """What an order tells, as a webhook shows it."""
    return facts_of_order(deepcopy(body) | more, "woocommerce")


def test_a_replacement(sold: Shop) -> None:
    """Nobody has bought the order that we made, so it is no purchase, whatever becomes of it."""
    made = int(woo().perform(SendReplacement("34"), "k-1", mia()).reference)
    for status in ("processing", "completed", "cancelled", "refunded", "trash"):
        assert told(sold.orders[made], status=status, **PAID) == []
    assert [one.id for one in told(sold.orders[34])] == ["34"]


def test_money_that_we_paid_back(database_url: str, sold: Shop) -> None:
    """It is a refund as any other, once: what is earned on money goes back with it, and nothing is left at the end."""
    bought = sold.orders[34]
    with opened(database_url, plugins={"points": {"rate": 1}}, store={"currency": "USD"}) as engine:
        engine.handle_many(told(bought))
        before = engine.customer("2").wallet("points").available
        woo().perform(RefundMoney("34", Money.of(5, "USD"), reason="Sorry"), "k-1", mia())
        back = sold.orders[34]
        assert [type(one) for one in told(back)] == [Purchase, Refund]
        for _ in range(2):
            engine.handle_many(told(back, date_modified_gmt="2099-11-21T18:00:00"))
        assert 0 < engine.customer("2").wallet("points").available < before
        rest = {"id": 9000, "reason": "", "total": "-29.98"}
        whole = told(back, refunds=[*back["refunds"], rest], status="refunded", date_modified_gmt="2099-11-22T18:00:00")
        engine.handle_many(whole)
        assert engine.customer("2").wallet("points").available == 0
        assert audit(engine) == []
