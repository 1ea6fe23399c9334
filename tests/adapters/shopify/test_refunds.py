"""Money back: through the payments that Shopify suggests, in the currency that was paid in, once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from retention_sdk import Money, RefundMoney
from retention_sdk.errors import Refused, TryLater
from tests.adapters.shopify.fake.orders import add_order
from tests.adapters.shopify.kit import ANN_GID, Actor

ORDER = "5324790137142"


def refund(amount: str = "10", currency: str = "EUR", order: str = ORDER) -> RefundMoney:
    """A refund."""
    return RefundMoney(order, Money.of(amount, currency), reason="late parcel")


def refunds(actor: Actor, order: str = ORDER) -> list[Any]:
    """What was paid back of an order."""
    found = actor.fake.state.get(f"gid://shopify/Order/{order}")
    assert found is not None
    return [one["amount"] for one in found["made_refunds"]]


@pytest.mark.parametrize("version", ["2026-01", "2026-04", "2026-10"])
def test_paid_back(version: str) -> None:
    """The amount goes back to the payment that it came from, with an idempotency key on the field."""
    actor = Actor(version=version)
    receipt = actor.tries(refund())
    assert refunds(actor) == [Decimal("10.00")]
    assert receipt.notes == ()
    assert receipt.reference.startswith("gid://shopify/Refund/")
    [(_, body, _)] = actor.fake.state.keys.values()
    assert '"currency": "EUR"' in body
    assert "late parcel (retention:" in body


def test_key_is_a_uuid_of_the_action() -> None:
    """The key is a UUID (v5) made of the action's key: the same on each try and host, another for another action."""
    keys = []
    for key in ("k-1", "k-1", "k-2"):
        actor = Actor()
        actor.tries(refund(), key)
        keys += actor.fake.state.keys
    assert keys[0] == keys[1] != keys[2]
    assert [one[14] for one in keys] == ["5", "5", "5"]


def test_two_payments() -> None:
    """An order that was paid with two is paid back to both, each as far as it reaches."""
    actor = Actor()
    add_order(actor.fake.state, 2, customer=ANN_GID, paid=(("gift_card", "15.00"), ("stripe", "25.00")))
    actor.tries(refund("20", order="2"))
    order = actor.fake.state.get("gid://shopify/Order/2") or {}
    assert [one["left"] for one in order["payments"]] == [0, 20]


def test_presentment() -> None:
    """What is owed in the shop's currency is paid back in the customer's, at the rate of their order."""
    actor = Actor()
    add_order(actor.fake.state, 3, paid=(("stripe", "44.00"),), presentment=("USD", "1.1"))
    actor.tries(refund("10", order="3"))
    assert refunds(actor, "3") == [Decimal("11.00")]
    actor.tries(refund("5", "USD", order="3"), "k-2")
    assert refunds(actor, "3") == [Decimal("11.00"), Decimal("5.00")]


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (refund("40.01"), "40.00 EUR of the order is left"),
        (refund("1", "JPY"), "not JPY"),
        (refund(order="404"), "no such order"),
        (refund(order="A-17"), "'A-17' is not the id of a Shopify Order"),
    ],
)
def test_never(what: RefundMoney, why: str) -> None:
    """More than there is, another currency and an order that is not there are refused with the reason."""
    actor = Actor()
    with pytest.raises(Refused, match=why):
        actor.tries(what)
    assert refunds(actor) == []


def test_nothing_left() -> None:
    """An order of which all was paid back is refused."""
    actor = Actor()
    actor.tries(refund("40"))
    with pytest.raises(Refused, match="nothing of the order"):
        actor.tries(refund("1"), "k-2")


def test_repeat_within_the_day() -> None:
    """The same key again pays nothing, whether the first answer came or was lost."""
    actor = Actor()
    first = actor.tries(refund())
    again = actor.tries(refund())
    assert first.reference == again.reference
    assert refunds(actor) == [Decimal("10.00")]
    lost = Actor()
    lost.fake.loses("refundCreate", 20)
    with pytest.raises(TryLater):
        lost.tries(refund())
    lost.fake.heals()
    lost.later(hours=3)
    assert "already" in lost.tries(refund()).notes[0]
    assert refunds(lost) == [Decimal("10.00")]


def test_lost_once_on_the_way() -> None:
    """A lost answer is asked for again at once under the same key, and Shopify tells what it did."""
    actor = Actor()
    actor.fake.loses("refundCreate")
    assert actor.tries(refund()).notes == ()
    assert actor.fake.asked.count("refundCreate") == 2
    assert refunds(actor) == [Decimal("10.00")]


def test_after_a_day() -> None:
    """After 24 hours Shopify would pay again under the same key: it is never sent, and the reason says what to do."""
    actor = Actor()
    actor.fake.fails("refundCreate", *[503] * 10)
    with pytest.raises(TryLater):
        actor.tries(refund())
    actor.fake.heals()
    actor.later(hours=24)
    with pytest.raises(Refused, match="24 hours"):
        actor.tries(refund())
    assert refunds(actor) == []


def test_after_a_day_and_done() -> None:
    """A refund that had come through is found by its mark however late it is."""
    actor = Actor()
    actor.fake.loses("refundCreate", 20)
    with pytest.raises(TryLater):
        actor.tries(refund())
    actor.fake.heals()
    actor.later(days=5)
    assert "already" in actor.tries(refund()).notes[0]
    assert refunds(actor) == [Decimal("10.00")]


@pytest.mark.parametrize("top", [False, True])
@pytest.mark.parametrize("told", ["IDEMPOTENCY_CONCURRENT_REQUEST", "Idempotency key parameter mismatch"])
def test_another_try_is_under_way(told: str, top: bool) -> None:
    """Where Shopify says that another try with the key is under way, or was another, nothing new is begun."""
    actor = Actor()
    actor.fake.says("refundCreate", told, top=top)
    with pytest.raises(TryLater, match="under way"):
        actor.tries(refund())
    actor.tries(refund())
    assert refunds(actor) == [Decimal("10.00")]


def test_a_key_that_has_failed() -> None:
    """A key whose try has failed does nothing any more: the next of the action's keys is used, the same each time."""
    actor = Actor()
    actor.fake.says("refundCreate", "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED")
    actor.tries(refund())
    assert refunds(actor) == [Decimal("10.00")]
    for _ in range(3):
        actor.fake.says("refundCreate", "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", top=True)
    with pytest.raises(Refused, match="each time"):
        actor.tries(refund("5"), "k-2")


def test_another_error() -> None:
    """Any other error is told as it is."""
    actor = Actor()
    actor.fake.says("refundCreate", "Refund amount is odd")
    with pytest.raises(Refused, match="amount is odd"):
        actor.tries(refund())


def test_throttled() -> None:
    """A refund that is turned away is sent again with the same key, and pays once."""
    actor = Actor()
    actor.fake.throttles(4)
    actor.tries(refund())
    assert refunds(actor) == [Decimal("10.00")]


def test_lie() -> None:
    """Shopify pays another amount than it was asked for: that cannot be undone, so it is said."""
    actor = Actor()

    def more(state: Any) -> None:
        for one in state.table("Refund").values():
            one["totalRefundedSet"] = {"presentmentMoney": state.money(12), "shopMoney": state.money(12)}

    actor.fake.lies("refundCreate", more)
    assert actor.tries(refund()).notes == ("Shopify paid 12.00 EUR back instead of 10.00 EUR",)
