"""Subscriptions, where the shop has them: moved once, discounted, ended."""

from datetime import UTC, datetime, timedelta

import pytest

from retention_adapters.woocommerce.acts.calendar import stepped
from retention_sdk.actions import (
    CancelSubscription,
    DiscountSubscription,
    EndDiscount,
    ExtendService,
    PauseSubscription,
    ResumeSubscription,
    ShortenService,
    SkipDelivery,
    UnskipDelivery,
)
from retention_sdk.errors import Refused, TryLater
from retention_sdk.times import days
from tests.adapters.woocommerce.fake import Shop, lost, once, page
from tests.adapters.woocommerce.made import AT, mia, woo

NEXT, START, END = "2099-12-31T08:00:00", "2026-01-31T08:00:00", "2100-12-31T08:00:00"


@pytest.fixture
def subscribed(shop: Shop) -> Shop:
    """A shop with a monthly subscription."""
    shop.subscriptions[9] = {
        "id": 9,
        "status": "active",
        "billing_period": "month",
        "billing_interval": "2",
        "start_date_gmt": START,
        "next_payment_date_gmt": NEXT,
        "end_date_gmt": END,
        "coupon_lines": [{"code": "old"}],
        "meta_data": [],
    }
    return shop


def due(shop: Shop) -> str:
    """When the next payment is."""
    return str(shop.subscriptions[9]["next_payment_date_gmt"])


@pytest.mark.parametrize(
    ("action", "then"),
    [
        (PauseSubscription("9", days(10)), "2100-01-10T08:00:00"),
        (ExtendService("9", days(1)), "2100-01-01T08:00:00"),
        (ShortenService("9", days(1)), "2099-12-30T08:00:00"),
        (SkipDelivery("9"), "2100-02-28T08:00:00"),
        (SkipDelivery("9", 3), "2100-06-30T08:00:00"),
        (UnskipDelivery("9"), "2099-10-31T08:00:00"),
    ],
)
def test_the_next_payment_is_moved_once(subscribed: Shop, action: PauseSubscription, then: str) -> None:
    """However often an action is tried the payment moves once; another one moves it again; the start stays."""
    adapter = woo(subscriptions=True)
    receipt = adapter.perform(action, "k-1", mia())
    assert due(subscribed) == then
    adapter.perform(action, "k-1", mia(first_at=AT))
    assert due(subscribed) == then
    assert receipt.data["before"] == "2099-12-31 08:00:00"
    assert subscribed.subscriptions[9]["start_date_gmt"] == START
    adapter.perform(action, "k-2", mia())
    assert due(subscribed) != then


def test_a_lost_answer_moves_once(subscribed: Shop) -> None:
    """A change that came through and whose answer did not is sent again as it was, and is the same change."""
    subscribed.vices = [once("PUT", "subscriptions/9", lost)]
    woo(subscriptions=True).perform(PauseSubscription("9", days(10)), "k-1", mia())
    assert due(subscribed) == "2100-01-10T08:00:00"


def test_time_that_is_given_is_given_at_the_end(subscribed: Shop) -> None:
    """A subscription that ends some day ends later by what it is extended."""
    woo(subscriptions=True).perform(ExtendService("9", days(1)), "k-1", mia())
    assert subscribed.subscriptions[9]["end_date_gmt"] == "2101-01-01T08:00:00"


def test_a_pause_that_is_ended(subscribed: Shop) -> None:
    """The next payment is where it was before; one that is over is due at once, and that is said."""
    adapter = woo(subscriptions=True)
    adapter.perform(PauseSubscription("9", days(10)), "k-1", mia())
    adapter.perform(ResumeSubscription("9"), "k-2", mia())
    assert due(subscribed) == NEXT
    subscribed.subscriptions[9]["next_payment_date_gmt"] = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M:%S}"
    subscribed.now = datetime.now(UTC)
    receipt = adapter.perform(ShortenService("9", days(30)), "k-3", mia())
    assert "due at once" in receipt.notes[0]
    assert subscribed.now < datetime.fromisoformat(due(subscribed)).replace(tzinfo=UTC)


def test_whoever_is_on_hold_goes_on(subscribed: Shop) -> None:
    """A subscription that somebody put on hold by hand is active again."""
    subscribed.subscriptions[9]["status"] = "on-hold"
    woo(subscriptions=True).perform(ResumeSubscription("9"), "k-1", mia())
    assert subscribed.subscriptions[9]["status"] == "active"


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"next_payment_date_gmt": ""}])
def test_what_has_ended_is_not_moved(subscribed: Shop, change: dict[str, str]) -> None:
    """There is no payment to move."""
    subscribed.subscriptions[9] |= change
    with pytest.raises(Refused, match="no payment to come"):
        woo(subscriptions=True).perform(SkipDelivery("9"), "k-1", mia())


@pytest.mark.parametrize(("at_end", "status"), [(True, "pending-cancel"), (False, "cancelled")])
def test_a_subscription_is_ended(subscribed: Shop, at_end: bool, status: str) -> None:
    """At the end of what is paid or at once; twice is once."""
    adapter = woo(subscriptions=True)
    for _ in range(2):
        adapter.perform(CancelSubscription("9", at_period_end=at_end), "k-1", mia())
    assert subscribed.subscriptions[9]["status"] == status
    assert subscribed.asked.count("PUT subscriptions/9") == 1


def test_a_discount_comes_and_goes(subscribed: Shop) -> None:
    """A recurring coupon for some payments is put beside those that are there, and taken off again."""
    adapter = woo(subscriptions=True)
    for first in (None, AT):
        receipt = adapter.perform(DiscountSubscription("9", 20, 3), "k-1", mia(first_at=first))
    (coupon,) = subscribed.coupons.values()
    assert (coupon["discount_type"], coupon["amount"]) == ("recurring_percent", "20.00")
    assert {"_wcs_number_payments": "3"}.items() <= {one["key"]: one["value"] for one in coupon["meta_data"]}.items()
    assert subscribed.subscriptions[9]["coupon_lines"] == [{"code": "old"}, {"code": receipt.code}]
    adapter.perform(EndDiscount("9", "k-1"), "k-2", mia(undoes=receipt))
    assert subscribed.subscriptions[9]["coupon_lines"] == [{"code": "old"}]
    assert subscribed.coupons == {}
    adapter.perform(EndDiscount("9", "k-1"), "k-2", mia(undoes=receipt))


def test_a_shop_without_subscriptions(shop: Shop) -> None:
    """No such subscription is a no for good; no such part of the shop may come back."""
    with pytest.raises(Refused, match="no subscription 10"):
        woo(subscriptions=True).perform(SkipDelivery("10"), "k-1", mia())
    with pytest.raises(Refused, match="no subscription x"):
        woo(subscriptions=True).perform(SkipDelivery("x"), "k-1", mia())


def test_a_change_that_is_not_stored(subscribed: Shop) -> None:
    """A page in place of an answer is tried later."""
    subscribed.vices = [once("PUT", "subscriptions/9", page)]
    with pytest.raises(TryLater):
        woo(subscriptions=True).perform(SkipDelivery("9"), "k-1", mia())
    assert due(subscribed) == NEXT


@pytest.mark.parametrize(
    ("period", "count", "then"),
    [
        ("day", 3, "2026-02-03"),
        ("week", -1, "2026-01-24"),
        ("month", 1, "2026-02-28"),
        ("month", -2, "2025-11-30"),
        ("month", 12, "2027-01-31"),
        ("year", 1, "2027-01-31"),
    ],
)
def test_steps_of_a_period(period: str, count: int, then: str) -> None:
    """Months end where they end."""
    assert stepped(datetime(2026, 1, 31, tzinfo=UTC), period, count) == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_a_period_that_is_none() -> None:
    """What cannot be stepped by is not."""
    with pytest.raises(Refused, match="every fortnight"):
        stepped(datetime(2026, 1, 31, tzinfo=UTC), "fortnight", 1)


def test_a_discount_that_would_never_end(subscribed: Shop) -> None:
    """A coupon that lost how many payments it lasts for would never end: it is put right, or deleted and refused."""
    key = {"key": "retention_key", "value": "k-1"}
    subscribed.lies = {"meta_data": [key]}
    subscribed.vices = [once("POST", "coupons", lambda honest: (honest(), subscribed.lies.clear())[0])]
    receipt = woo(subscriptions=True).perform(DiscountSubscription("9", 20, 3), "k-1", mia())
    assert "stored without _wcs_number_payments" in receipt.notes[0]
    subscribed.lies = {"meta_data": [key | {"value": "k-2"}]}
    with pytest.raises(Refused, match="it was deleted: meta_data was stored without _wcs_number_payments"):
        woo(subscriptions=True).perform(DiscountSubscription("9", 20, 3), "k-2", mia())
    assert len(subscribed.coupons) == 1
