"""The adapter as the engine has it: from a file, by its contract, end to end against the shop with state."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from retention_adapters.woocommerce import WooCommerce
from retention_sdk import Engine, IssueCoupon, PercentOff, Purchase, hookimpl, strategy
from retention_sdk.errors import BadConfig, BadValue, CredentialsRefused, InvalidSignature, TryLater, UnreadableWebhook
from retention_sdk.platforms import Adapter, Repeat, Verifies, WebhookRequest
from retention_sdk.settings import Secret, draft
from tests.adapters.woocommerce.events.shop import signed
from tests.adapters.woocommerce.fake import Shop
from tests.adapters.woocommerce.made import HOOK, mia, woo
from tests.adapters.woocommerce.recordings import body_of

TABLE = {
    "url": "https://shop.example",
    "consumer_key": "ck_known",
    "consumer_secret": "cs_right",
    "webhook_secret": "aBc123",
    "webhook_url": HOOK,
}
OURS = Secret("aBc123")


def test_it_keeps_the_contract() -> None:
    """It is an adapter, its settings hold no secret that is shown, and every kind says what a repeat does."""
    adapter: Adapter = woo()
    assert adapter.name == "woocommerce"
    assert adapter.capabilities["refund_money"] is Repeat.UNSAFE
    assert adapter.capabilities["issue_coupon"] is Repeat.NATURAL
    assert "cs_right" not in repr(adapter)
    assert "aBc123" not in repr(adapter)


def test_it_is_made_of_its_table() -> None:
    """A table of a file makes it, with its name; a misspelt setting is named, and a missing one too."""
    reading = draft({"store": {"currency": "USD"}, "adapters": {"shop": {"use": "woocommerce", **TABLE}}})
    made: Any = reading.structure(WooCommerce, reading.adapters[0])
    assert made.url == "https://shop.example"
    wrong = {"use": "woocommerce", **TABLE, "consumer_kee": "x"}
    del wrong["consumer_key"]
    reading = draft({"store": {"currency": "USD"}, "adapters": {"shop": wrong}})
    assert reading.structure(WooCommerce, reading.adapters[0]) is None
    with pytest.raises(BadConfig, match="did you mean 'consumer_key'"):
        reading.config()


def test_a_webhook_is_verified_and_translated() -> None:
    """The events have the adapter's name as their source; another secret is refused."""
    request = signed(body_of("order_create_completed"), secret=OURS)
    (bought,) = woo(name="bean_and_leaf").receive(request)
    assert isinstance(bought, Purchase)
    assert (bought.source, bought.id, bought.customer) == ("bean_and_leaf", "34", "2")
    with pytest.raises(InvalidSignature):
        woo(webhook_secret=Secret("other")).receive(request)


def test_a_webhook_that_only_names_an_order(shop: Shop) -> None:
    """The order is read; one that is gone for good tells nothing; a shop that is down is asked later."""
    shop.orders[34] = body_of("order_create_completed") | {"status": "trash"}
    named = signed({"id": 34}, topic="order.deleted", secret=OURS)
    assert {event.kind for event in woo().receive(named)} == {"purchase", "order_cancelled"}
    assert woo().receive(signed({"id": 35}, topic="order.deleted", secret=OURS)) == []
    shop.vices = [lambda _request, _honest: httpx.Response(502)]
    with pytest.raises(TryLater):
        woo().receive(named)


def test_a_ping_and_a_foreign_webhook() -> None:
    """Neither tells anything."""
    assert woo().receive(WebhookRequest({}, b"webhook_id=7")) == []
    assert woo().receive(signed({"action": "wc_other", "arg": 1}, topic="action.wc_other", secret=OURS)) == []


def test_what_was_sent_again_was_not_bought() -> None:
    """A replacement that we made comes back as an order, and counts as no purchase."""
    order = body_of("order_create_completed") | {"meta_data": [{"id": 1, "key": "retention_replaces", "value": "33"}]}
    assert woo().receive(signed(order, secret=OURS)) == []


@strategy
class Thanks:
    """Ten percent off for every purchase."""

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[IssueCoupon]:
        """Thank them."""
        yield IssueCoupon(PercentOff(10), valid_for=timedelta(days=30), reason=f"for order {event.id}")


def test_what_was_missed_while_a_webhook_was_off(shop: Shop, database_url: str) -> None:
    """The shop switched a webhook off and told nobody: it is switched on again, and the order is there once."""
    tables = {"store": {"currency": "USD", "database": database_url}, "plugins": {"points": {}}}
    woo().setup()
    number = next(number for number, one in shop.webhooks.items() if one["topic"] == "order.updated")
    shop.webhooks[number]["status"] = "disabled"
    paid = {f"date_{name}_gmt": "2026-11-21T17:46:56" for name in ("created", "modified", "paid")}
    shop.orders[34] = body_of("order_create_completed") | paid | {"date_modified": "2026-11-21T12:46:56"}
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with Engine.from_config(tables, adapters={"woocommerce": woo()}) as engine:
        (told,) = engine.reconcile(now)
        assert (len(told.done), told.errors) == (1, ())
        assert shop.webhooks[number]["status"] == "active"
        points = engine.customer("2").wallet("points").available
        assert points > 0
        assert engine.reconcile(now + timedelta(hours=1))[0].done == ()
        assert engine.customer("2").wallet("points").available == points


def test_an_order_in_a_coupon_out(shop: Shop, database_url: str) -> None:
    """A webhook becomes a purchase, the decision a coupon in the shop that is for the buyer, from the purchase on."""
    tables = {"store": {"currency": "USD", "database": database_url}}
    adapter = woo()
    at = datetime.now(UTC).replace(microsecond=0)
    order = body_of("order_create_completed") | {"date_paid_gmt": f"{at:%Y-%m-%dT%H:%M:%S}"}
    order["date_modified_gmt"] = order["date_paid_gmt"]
    with Engine.from_config(tables, {"thanks": Thanks()}, adapters={"woocommerce": adapter}) as engine:
        for _ in range(2):
            for event in adapter.receive(signed(order, secret=OURS)):
                engine.handle(event)
        for _ in range(2):
            engine.deliver_pending()
    (coupon,) = shop.coupons.values()
    assert coupon["email_restrictions"] == ["jane.90e16e@example.test"]
    assert coupon["date_expires_gmt"] == f"{at + timedelta(days=30):%Y-%m-%dT%H:%M:%S}"
    assert coupon["description"] == "for order 34"


def test_keys_that_are_revoked(shop: Shop) -> None:
    """A key that is refused all of a sudden stops the work, and goes on when it is given back."""
    adapter = woo()
    shop.key = "ck_new"
    with pytest.raises(CredentialsRefused, match="the key is unknown there"):
        adapter.perform(IssueCoupon(PercentOff(10)), "k-1", mia())
    shop.key = "ck_known"
    adapter.perform(IssueCoupon(PercentOff(10)), "k-1", mia())
    assert len(shop.coupons) == 1


def test_an_order_that_cannot_be_asked_for(shop: Shop) -> None:
    """A webhook whose order the key may not see is kept for later; one whose order is nonsense is kept and shown."""
    shop.orders[34] = body_of("order_create_completed") | {"date_paid_gmt": "yesterday"}
    named = signed({"id": 34}, topic="order.deleted", secret=OURS)
    with pytest.raises(UnreadableWebhook, match="order 34 is not as WooCommerce writes it"):
        woo().receive(named)
    with pytest.raises(TryLater, match="order 34 could not be read"):
        woo(consumer_key=Secret("ck_other")).receive(named)


@pytest.mark.parametrize("prefix", ["A&B-", "ü-", "two words-", "<b>"])
def test_a_prefix_that_the_shop_would_change(prefix: str) -> None:
    """A code is to come back as it was sent, so a prefix that WooCommerce escapes is refused with the file."""
    with pytest.raises(BadValue, match="letters, digits and -"):
        woo(code_prefix=prefix)


def test_verified_without_the_shop() -> None:
    """A webhook that names an order alone is verified without asking the shop for it; a ping has nothing in it."""
    made, named = woo(), {"action": "woocommerce_order_status_completed", "arg": 152}
    assert isinstance(made, Verifies)
    assert made.verify(signed(named, "action.woocommerce_order_status_completed", secret=OURS))
    assert not made.verify(WebhookRequest({}, b"webhook_id=7"))
    with pytest.raises(InvalidSignature):
        made.verify(signed(named, "action.woocommerce_order_status_completed", secret=Secret("another")))
