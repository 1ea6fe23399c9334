"""Replacements: an order for nothing by way of a draft, found by its tag where an answer was lost."""

from __future__ import annotations

from typing import Any

import pytest

from retention_sdk import SendReplacement
from retention_sdk.errors import Refused, TryLater
from tests.adapters.shopify.fake.orders import add_order
from tests.adapters.shopify.kit import ANN_GID, BEANS, CREMA, Actor

ORDER = "5324790137142"
CREMA_AGAIN = SendReplacement(ORDER, sku="crema", quantity=2, reason="broken")
ADDRESS = {"address1": "1 Main St", "city": "Berlin", "countryCodeV2": "DE", "zip": "10115", "provinceCode": None}


def drafts(actor: Actor) -> list[dict[str, Any]]:
    """The draft orders of the shop."""
    return list(actor.fake.state.table("DraftOrder").values())


def test_item() -> None:
    """An item is ordered again for its customer, at 100 % off, with free shipping, under a tag that Shopify takes."""
    actor = Actor()
    receipt = actor.tries(CREMA_AGAIN)
    [draft] = drafts(actor)
    wanted = draft["wanted"]
    assert wanted["lineItems"] == [{"variantId": CREMA, "quantity": 2}]
    assert wanted["appliedDiscount"]["value"] == 100.0
    assert wanted["shippingLine"]["priceWithCurrency"] == {"amount": "0.00", "currencyCode": "EUR"}
    assert wanted["purchasingEntity"] == {"customerId": ANN_GID}
    assert (wanted["useCustomerDefaultAddress"], draft["status"]) == (True, "COMPLETED")
    assert [len(tag) <= 40 for tag in draft["tags"]] == [True]
    assert receipt.reference == draft["order"]["id"]
    assert receipt.data["draft"] == draft["id"]


def test_whole_order_to_where_it_went() -> None:
    """The whole order is sent again to where it went, in the quantities that it had; gift cards in it are not."""
    actor = Actor()
    lines = (("beans", 2, BEANS), ("card", 1, "gid://shopify/ProductVariant/9"), ("crema", 1, CREMA))
    order = add_order(actor.fake.state, 7, customer=ANN_GID, lines=lines, address=ADDRESS)
    order["lineItems"]["nodes"][1]["isGiftCard"] = True
    actor.tries(SendReplacement("7"))
    [draft] = drafts(actor)
    assert [one["quantity"] for one in draft["wanted"]["lineItems"]] == [2, 1]
    assert draft["wanted"]["shippingAddress"] == {
        "address1": "1 Main St", "city": "Berlin", "countryCode": "DE", "zip": "10115"
    }  # fmt: skip


def test_item_without_a_sku() -> None:
    """An item that has no SKU is known by what events call it: its variant."""
    actor = Actor()
    add_order(actor.fake.state, 7, customer=ANN_GID, lines=(("", 1, BEANS),))
    actor.tries(SendReplacement("7", sku="variant-2"))
    assert drafts(actor)[0]["wanted"]["lineItems"] == [{"variantId": BEANS, "quantity": 1}]


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (SendReplacement("404"), "no such order"),
        (SendReplacement(ORDER, sku="tea"), "no item 'tea'"),
        (SendReplacement("8"), "not in the shop any more"),
        (SendReplacement("9"), "neither a customer nor an address"),
    ],
)
def test_never(sent: SendReplacement, why: str) -> None:
    """What cannot be sent is refused with the reason, and no draft is left."""
    actor = Actor()
    add_order(actor.fake.state, 8, customer=ANN_GID, lines=(("old", 1, None),))
    add_order(actor.fake.state, 9, lines=(("beans", 1, BEANS),))
    with pytest.raises(Refused, match=why):
        actor.tries(sent)
    assert not drafts(actor)


@pytest.mark.parametrize("name", ["draftOrderCreate", "draftOrderComplete"])
def test_lost_answer(name: str) -> None:
    """A lost answer, of the draft or of its order, leads to one order all the same."""
    actor = Actor()
    actor.fake.loses(name)
    with pytest.raises(TryLater):
        actor.tries(CREMA_AGAIN)
    actor.later(minutes=5)
    receipt = actor.tries(CREMA_AGAIN)
    [draft] = drafts(actor)
    assert (draft["status"], draft["order"]["id"]) == ("COMPLETED", receipt.reference)
    assert actor.count("Order") == 2
    assert "already" in receipt.notes[0]


def test_search_is_behind() -> None:
    """Soon after a try nothing that is not found counts as not made."""
    actor = Actor()
    actor.fake.drops("draftOrderCreate")
    with pytest.raises(TryLater):
        actor.tries(CREMA_AGAIN)
    with pytest.raises(TryLater, match="does not show yet") as caught:
        actor.tries(CREMA_AGAIN)
    assert caught.value.after is not None
    actor.later(seconds=caught.value.after.total_seconds())
    assert actor.tries(CREMA_AGAIN).notes == ()
    assert len(drafts(actor)) == 1


def test_repeat_and_throttled() -> None:
    """The same key again sends no second parcel; neither does a wait for points."""
    actor = Actor()
    actor.fake.throttles(3)
    first = actor.tries(CREMA_AGAIN)
    assert actor.tries(CREMA_AGAIN).reference == first.reference
    assert actor.count("Order") == 2


def test_it_would_cost() -> None:
    """A draft that is not for nothing is deleted again, and refused."""
    actor = Actor()

    def dear(state: Any) -> None:
        for one in drafts(actor):
            one["totalPriceSet"] = {"shopMoney": state.money(3)}

    actor.fake.lies("draftOrderCreate", dear)
    with pytest.raises(Refused, match=r"wants 3\.00 EUR"):
        actor.tries(CREMA_AGAIN)
    assert not drafts(actor)


def test_out_of_stock() -> None:
    """A draft that Shopify does not complete is deleted again, and its reason is told."""
    actor = Actor()
    actor.fake.lies("draftOrderCreate", lambda _: [one.update(out_of_stock=True) for one in drafts(actor)])
    with pytest.raises(Refused, match="out of stock"):
        actor.tries(CREMA_AGAIN)
    assert not drafts(actor)


def test_warnings() -> None:
    """What Shopify warns of is told."""
    actor = Actor()
    warning = {"__typename": "DraftOrderDiscountNotAppliedWarning", "field": "x", "message": "not in stock"}
    actor.fake.lies("draftOrderCreate", lambda _: [one.update(warnings=[warning]) for one in drafts(actor)])
    assert actor.tries(CREMA_AGAIN).notes == ("Shopify warns: not in stock",)
