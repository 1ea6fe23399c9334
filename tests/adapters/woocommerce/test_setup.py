"""Webhooks are made, mended, and put back where the shop has dropped them."""

import pytest

from retention_adapters.woocommerce.webhooks import TOPICS
from retention_sdk.errors import CredentialsRefused, Refused
from retention_sdk.settings import Secret
from tests.adapters.woocommerce.fake import Shop
from tests.adapters.woocommerce.made import HOOK, woo


def test_webhooks_are_made_once(shop: Shop) -> None:
    """All topics, our address and secret; a second time nothing is left to do."""
    told = woo().setup()
    assert len(told) == len(TOPICS)
    assert {one["topic"] for one in shop.webhooks.values()} == set(TOPICS)
    assert {one["delivery_url"] for one in shop.webhooks.values()} == {HOOK}
    assert set(shop.secrets.values()) == {"aBc123"}
    assert woo().setup() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": "disabled"}, "order.updated: the webhook was disabled; that was put right"),
        ({"status": "paused"}, "order.updated: the webhook was paused; that was put right"),
        ({"delivery_url": "https://old.example/x?key=1"}, "the webhook called https://old.example/x, not "),
    ],
)
def test_what_is_wrong_is_mended(shop: Shop, change: dict[str, str], words: str) -> None:
    """A webhook that was switched off is switched on, and one that calls elsewhere calls us."""
    woo().setup()
    number = next(number for number, one in shop.webhooks.items() if one["topic"] == "order.updated")
    shop.webhooks[number] |= change
    (told,) = woo().setup()
    assert words in told
    assert (shop.webhooks[number]["status"], shop.webhooks[number]["delivery_url"]) == ("active", HOOK)
    assert woo().setup() == []


def test_another_secret(shop: Shop) -> None:
    """The shop shows no secret, so a mark of it in the name tells that it is another one now."""
    woo().setup()
    told = woo(webhook_secret=Secret("new")).setup()
    assert all("another webhook_secret" in one for one in told)
    assert set(shop.secrets.values()) == {"new"}
    assert woo(webhook_secret=Secret("new")).setup() == []
    assert not any("new" in one["name"] for one in shop.webhooks.values())


def test_webhooks_of_others_are_left_alone(shop: Shop) -> None:
    """Fifteen webhooks of other plugins are on more than a page of ten, and none is touched."""
    for number in range(1, 116):
        shop.webhooks[number] = {"id": number, "name": "erp", "topic": "order.updated", "status": "disabled"}
    woo().setup()
    assert [shop.webhooks[number]["status"] for number in range(1, 116)] == ["disabled"] * 115
    assert woo().setup() == []


def test_a_webhook_that_was_made_by_hand(shop: Shop) -> None:
    """One with our address is taken over, and a second one of a topic is deleted."""
    for number in (1, 2):
        shop.webhooks[number] = {
            "id": number,
            "name": "mine",
            "topic": "order.created",
            "status": "active",
            "delivery_url": HOOK,
        }
    told = woo().setup()
    assert "order.created: there was a second webhook; it was deleted" in told
    assert sum(one["topic"] == "order.created" for one in shop.webhooks.values()) == 1
    assert woo().setup() == []


def test_no_address(shop: Shop) -> None:
    """Without our address there is nothing to set up, and what to write is said."""
    with pytest.raises(Refused, match="webhook_url is not set"):
        woo(webhook_url=None).setup()
    with pytest.raises(Refused, match="webhook_secret is empty"):
        woo(webhook_secret=Secret("")).setup()
    with pytest.raises(Refused, match="invalid_delivery_url"):
        woo(webhook_url="ftp://x").setup()


def test_plain_http_is_not_spoken(shop: Shop) -> None:
    """Keys do not go over the wire in the clear unless it is asked for."""
    with pytest.raises(CredentialsRefused, match="write https://"):
        woo(url="http://shop.example").setup()
    assert shop.asked == []
