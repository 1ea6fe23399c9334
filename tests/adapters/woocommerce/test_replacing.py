"""Items that are sent again, and tags."""

import httpx
import pytest

from retention_sdk.actions import SendMessage, SendReplacement, Tag, Untag
from retention_sdk.errors import Refused, TryLater
from tests.adapters.woocommerce.fake import Shop, lost, once, page
from tests.adapters.woocommerce.made import AT, mia, woo
from tests.adapters.woocommerce.recordings import body_of

SKU = "COF-90e16e"


@pytest.fixture
def sold(shop: Shop) -> Shop:
    """A shop with an order of two packs of coffee."""
    shop.orders[34] = body_of("order_create_completed")
    shop.orders[34]["shipping_lines"] = [{"id": 9, "method_id": "flat_rate", "method_title": "Post", "total": "4.90"}]
    shop.products = {SKU: 10}
    shop.now = AT
    return shop


def made(shop: Shop) -> dict[str, object]:
    """The order that was made."""
    (found,) = (order for number, order in shop.orders.items() if number != 34)
    return found


def test_an_item_is_sent_again(sold: Shop) -> None:
    """An order of the same item to the same address, at no price, that says what it replaces; a note is left."""
    receipt = woo().perform(SendReplacement("34", SKU, 1), "k-1", mia())
    order = made(sold)
    assert (order["total"], order["status"], order["customer_id"]) == ("0.00", "processing", 2)
    assert [(line["product_id"], line["quantity"]) for line in order["line_items"]] == [(10, 1)]
    assert order["shipping_lines"] == [{"method_id": "flat_rate", "method_title": "Post", "total": "0"}]
    assert order["billing"]["address_1"] == "1 Main St"
    assert {one["key"]: one["value"] for one in order["meta_data"]} == {
        "retention_key": "k-1",
        "retention_replaces": "34",
    }
    assert sold.notes[34] == [f"Sent again with order {receipt.reference}."]


def test_a_whole_order_is_sent_again(sold: Shop) -> None:
    """Without an item it is all that was bought."""
    woo().perform(SendReplacement("34"), "k-1", mia())
    assert [line["quantity"] for line in made(sold)["line_items"]] == [2]


def test_a_parcel_is_sent_once(sold: Shop) -> None:
    """A lost answer is looked for among the orders made since, and so is an earlier try."""
    sold.vices = [once("POST", "orders", lost)]
    receipt = woo().perform(SendReplacement("34", SKU), "k-1", mia(first_at=AT))
    assert woo().perform(SendReplacement("34", SKU), "k-1", mia(first_at=AT)).reference == receipt.reference
    assert sold.asked.count("POST orders") == 1
    assert len(sold.orders) == 2


def test_an_outcome_that_is_not_known(sold: Shop) -> None:
    """The next try looks first, and then sends."""
    sold.vices = [once("POST", "orders", page)]
    with pytest.raises(TryLater):
        woo().perform(SendReplacement("34", SKU), "k-1", mia())
    woo().perform(SendReplacement("34", SKU), "k-1", mia(first_at=AT))
    assert len(sold.orders) == 2


@pytest.mark.parametrize(
    ("action", "words"),
    [(SendReplacement("35"), "no order 35"), (SendReplacement("34", "tea"), "order 34 has no item tea")],
)
def test_what_was_never_bought(sold: Shop, action: SendReplacement, words: str) -> None:
    """Nothing is made where there is no such order or item."""
    with pytest.raises(Refused, match=words):
        woo().perform(action, "k-1", mia())
    assert len(sold.orders) == 1


def test_an_item_that_is_gone(sold: Shop) -> None:
    """WooCommerce takes an item that it does not have for an empty line: such an order is taken back."""
    sold.products = {}
    with pytest.raises(Refused, match="other items than were asked for; it was deleted"):
        woo().perform(SendReplacement("34", SKU), "k-1", mia())
    sold.orders[34]["line_items"][0]["product_id"] = 0
    with pytest.raises(Refused, match="no longer in the shop"):
        woo().perform(SendReplacement("34", SKU), "k-2", mia())
    assert len(sold.orders) == 1


def test_a_replacement_that_costs(sold: Shop) -> None:
    """An order that was to cost nothing and does is taken back."""
    sold.lies = {"total": "19.99"}
    with pytest.raises(Refused, match=r"a price of 19.99"):
        woo().perform(SendReplacement("34", SKU), "k-1", mia())
    assert len(sold.orders) == 1


def test_a_note_that_cannot_be_written(sold: Shop) -> None:
    """The parcel is on its way whatever becomes of the note."""
    sold.vices = [once("POST", "orders/34/notes", lambda _: httpx.Response(500, html="no"))]
    receipt = woo().perform(SendReplacement("34", SKU), "k-1", mia())
    assert "has no note of it" in receipt.notes[0]
    assert made(sold)["total"] == "0.00"


# tags


@pytest.fixture
def known(shop: Shop) -> Shop:
    """A shop with a customer."""
    shop.customers[2] = body_of("customer_update_meta_existing_key") | {"email": "Mia@example.com"}
    return shop


def tags(shop: Shop) -> set[str]:
    """The tags of the customer."""
    keys = {one["key"] for one in shop.customers[2]["meta_data"]}
    return {key.removeprefix("retention_tag_") for key in keys if key.startswith("retention_tag_")}


def test_tags_come_and_go(known: Shop) -> None:
    """Each tag has a key of its own, so twice is once, and two at a time do not undo one another."""
    before = len(known.customers[2]["meta_data"])
    for name in ("vip", "vip", "late, twice"):
        woo().perform(Tag(name), "k-1", mia())
    assert tags(known) == {"vip", "late, twice"}
    for _ in range(2):
        woo().perform(Untag("vip"), "k-2", mia())
    assert tags(known) == {"late, twice"}
    assert len(known.customers[2]["meta_data"]) == before + 1


def test_an_account_is_found_by_its_address(known: Shop) -> None:
    """Whoever is known by their address has their account looked up, however it is cased and whatever its role."""
    known.customers[2]["role"] = "administrator"
    woo().perform(Tag("vip"), "k-1", mia("crm-7"))
    assert tags(known) == {"vip"}


@pytest.mark.parametrize(
    ("id", "email"), [("guest:new@example.com", None), ("crm-7", None), ("crm-7", "no@example.com")]
)
def test_guests_have_no_tags(known: Shop, id: str, email: str | None) -> None:
    """A guest has no account to keep a tag, and no address is in the words."""
    with pytest.raises(Refused, match="no account in the shop") as caught:
        woo().perform(Tag("vip"), "k-1", mia(id, email))
    assert "@" not in str(caught.value)


def test_an_account_that_is_gone(known: Shop) -> None:
    """A customer that the shop has deleted is refused, and not tried for ever."""
    with pytest.raises(Refused, match="wc_user_invalid_id"):
        woo().perform(Tag("vip"), "k-1", mia("77"))


def test_a_tag_that_is_dropped(known: Shop) -> None:
    """A shop that answers that all is well and keeps nothing is found out."""
    known.lies = {"customer_meta": []}
    with pytest.raises(Refused, match="did not keep"):
        woo().perform(Tag("vip"), "k-1", mia())


def test_messages_are_not_woocommerces(shop: Shop) -> None:
    """It carries out what it says that it does, and refuses the rest."""
    adapter = woo()
    assert "send_message" not in adapter.capabilities
    assert "pause_subscription" not in adapter.capabilities
    assert "pause_subscription" in woo(subscriptions=True).capabilities
    with pytest.raises(Refused, match="does not carry out send_message"):
        adapter.perform(SendMessage("hello"), "k-1", mia())
