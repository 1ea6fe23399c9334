"""Discount codes: what is made, compared, repaired and ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    AmountOff,
    CancelSubscription,
    FreeItem,
    FreeShipping,
    IssueCoupon,
    Money,
    PercentOff,
    SetTier,
    VoidCoupon,
    days,
)
from retention_sdk.errors import CredentialsRefused, Refused, TryLater
from tests.adapters.shopify.kit import ANN_GID, BEANS, CREMA, GUEST, Actor

if TYPE_CHECKING:
    from retention_sdk import Benefit
    from tests.adapters.shopify.fake.state import Row, State

FIFTEEN = IssueCoupon(PercentOff(15), valid_for=days(30), reason="We miss you")


def eur(amount: str) -> Money:
    """Euros."""
    return Money.of(amount, "EUR")


def the_code(actor: Actor) -> Row:
    """The only code of the shop."""
    [row] = actor.fake.state.table("DiscountCodeNode").values()
    return row


def test_percent() -> None:
    """15 % are 0.15 in a code, for one customer, once, for so long, with nothing else; and the code is told."""
    actor = Actor()
    receipt = actor.tries(FIFTEEN)
    row = the_code(actor)
    assert row["customerGets"] == {"items": {"all": True}, "value": {"percentage": 0.15}}
    assert (row["customers"], row["usageLimit"], row["appliesOncePerCustomer"]) == ({ANN_GID}, 1, True)
    assert row["endsAt"] == "2026-12-22T09:00:00Z"
    assert set(row["combinesWith"].values()) == {False}
    assert (receipt.code, receipt.reference, receipt.notes) == (row["code"], row["id"], ())
    assert row["title"] == "We miss you"


def test_counts_from_the_event() -> None:
    """How long a code is good counts from the event, however late it is made."""
    actor = Actor()
    actor.at = actor.fake.state.now - timedelta(days=3, microseconds=7)
    actor.tries(FIFTEEN)
    assert the_code(actor)["startsAt"] == "2026-11-19T08:59:59Z"
    assert the_code(actor)["endsAt"] == "2026-12-19T08:59:59Z"


@pytest.mark.parametrize("percent", range(1, 101))
def test_every_percent(percent: int) -> None:
    """Each whole percent comes back as the percent that was meant: no fraction gets lost in a float."""
    assert Actor().tries(IssueCoupon(PercentOff(percent))).notes == ()


COFFEE = "gid://shopify/Collection/1"


def off(amount: str) -> Row:
    """An amount off the whole, and not off each item."""
    return {"discountAmount": {"amount": amount, "appliesOnEachItem": False}}


BENEFITS: list[tuple[Benefit, dict[str, Any], Row]] = [
    (
        AmountOff(eur("10")),
        {"minimum": eur("25")},
        {"customerGets": {"items": {"all": True}, "value": off("10.00")},
         "minimumRequirement": {"subtotal": {"greaterThanOrEqualToSubtotal": "25.00"}}},
    ),
    (
        PercentOff(20),
        {"skus": ("crema",)},
        {"customerGets": {"items": {"products": {"productVariantsToAdd": [CREMA]}}, "value": {"percentage": 0.2}}},
    ),
    (
        PercentOff(20),
        {"categories": ("coffee",)},
        {"customerGets": {"items": {"collections": {"add": [COFFEE]}}, "value": {"percentage": 0.2}}},
    ),
    (FreeShipping(), {}, {"kind": "DiscountCodeFreeShipping", "destination": {"all": True}}),
    (
        FreeItem("crema", 2),
        {},
        {"kind": "DiscountCodeBasic",
         "customerGets": {"items": {"products": {"productVariantsToAdd": [CREMA]}},
                          "value": off("17.00")}},
    ),
    (
        FreeItem("crema"),
        {"skus": ("beans",)},
        {"kind": "DiscountCodeBxgy", "usesPerOrderLimit": 1,
         "customerBuys": {"items": {"products": {"productVariantsToAdd": [BEANS]}}, "value": {"quantity": "1"}},
         "customerGets": {"items": {"products": {"productVariantsToAdd": [CREMA]}},
                          "value": {"discountOnQuantity": {"quantity": "1", "effect": {"percentage": 1.0}}}}},
    ),
    (
        FreeItem("crema"),
        {"skus": ("beans",), "minimum": eur("30")},
        {"customerBuys": {"items": {"products": {"productVariantsToAdd": [BEANS]}}, "value": {"amount": "30.00"}}},
    ),
    (PercentOff(5), {"uses": 3, "combinable": True}, {"usageLimit": 3, "appliesOncePerCustomer": False}),
]  # fmt: skip


@pytest.mark.parametrize(("benefit", "more", "expected"), BENEFITS)
def test_benefits(benefit: Benefit, more: dict[str, Any], expected: Row) -> None:
    """Each benefit is the discount that gives it, and what Shopify shows of it is what was meant."""
    actor = Actor()
    receipt = actor.tries(IssueCoupon(benefit, **more))
    row = the_code(actor)
    assert {name: row[name] for name in expected} == expected
    assert actor.fake.asked.count("codeDiscountNodeByCode") == 1  # so nothing had to be repaired
    assert all("minimum" in note for note in receipt.notes)


def test_free_item_has_an_end() -> None:
    """A free item is never 100 % off: that would have made fifty of them free."""
    actor = Actor()
    actor.tries(IssueCoupon(FreeItem("crema")))
    assert "percentage" not in the_code(actor)["customerGets"]["value"]


NEVER: list[tuple[Benefit, dict[str, Any], str]] = [
    (PercentOff(10), {"skus": ("tea",)}, "no item with the SKU 'tea'"),
    (PercentOff(10), {"skus": ("crem",)}, "no item with the SKU 'crem'"),
    (PercentOff(10), {"categories": ("tea",)}, "no collection with the handle 'tea'"),
    (PercentOff(10), {"skus": ("crema",), "categories": ("coffee",)}, "a coupon of its own for each"),
    (FreeShipping(), {"skus": ("crema",)}, "whole orders"),
    (FreeItem("tea"), {}, "no item with the SKU 'tea'"),
    (FreeItem("crema"), {"minimum": Money.of(30, "EUR")}, "name in skus or categories what to buy"),
]


@pytest.mark.parametrize(("benefit", "more", "why"), NEVER)
def test_never(benefit: Benefit, more: dict[str, Any], why: str) -> None:
    """What Shopify has no code for is refused with a reason, and nothing is made."""
    actor = Actor()
    with pytest.raises(Refused, match=why):
        actor.tries(IssueCoupon(benefit, **more))
    assert not actor.count("DiscountCodeNode")


def test_item_without_a_sku() -> None:
    """An item that has no SKU is known by what events call it: its variant."""
    actor = Actor()
    actor.fake.state.table("ProductVariant")[CREMA]["sku"] = None
    actor.tries(IssueCoupon(FreeItem("variant-1")))
    assert the_code(actor)["customerGets"]["items"] == {"products": {"productVariantsToAdd": [CREMA]}}
    with pytest.raises(Refused, match="no item with the SKU 'variant-2'"):  # that one has a SKU
        actor.tries(IssueCoupon(FreeItem("variant-2")), "k-2")


def test_item_that_costs_nothing() -> None:
    """An item without a price has nothing that could be taken off."""
    actor = Actor()
    actor.fake.state.table("ProductVariant")[CREMA]["price"] = "0.00"
    with pytest.raises(Refused, match="costs nothing"):
        actor.tries(IssueCoupon(FreeItem("crema")))


def test_passed_already() -> None:
    """A coupon whose time is over when it is made at last is not made."""
    actor = Actor()
    actor.fake.throttles(1000)
    with pytest.raises(TryLater):
        actor.tries(FIFTEEN)
    actor.fake.heals()
    actor.later(days=31)
    with pytest.raises(Refused, match="has passed"):
        actor.tries(FIFTEEN)
    assert not actor.count("DiscountCodeNode")


def test_same_key_same_code() -> None:
    """The same key again makes no second code, and another key has another code."""
    actor = Actor()
    first, again = actor.tries(FIFTEEN), actor.tries(FIFTEEN)
    assert (first.code, first.reference) == (again.code, again.reference)
    assert again.notes == ()
    assert actor.tries(FIFTEEN, "k-2").code != first.code
    assert actor.count("DiscountCodeNode") == 2


def test_lost_answer() -> None:
    """A code whose answer was lost is found by its name, and counts from when it was first tried."""
    actor = Actor()
    receipt = actor.loses("discountCodeBasicCreate", FIFTEEN)
    assert actor.count("DiscountCodeNode") == 1
    assert (receipt.code, receipt.notes) == (the_code(actor)["code"], ())


def test_half_an_answer() -> None:
    """A change whose answer is an error inside is known not to be known; the next try finds what was made."""
    actor = Actor()
    actor.fake.breaks("discountCodeBasicCreate")
    with pytest.raises(TryLater):
        actor.tries(FIFTEEN)
    assert actor.tries(FIFTEEN).reference == the_code(actor)["id"]


def test_throttled() -> None:
    """Points that are spent are waited for, and the code is made once."""
    actor = Actor()
    actor.fake.throttles(3)
    actor.tries(FIFTEEN)
    assert actor.count("DiscountCodeNode") == 1
    assert actor.waited > 0


def test_bucket() -> None:
    """A bucket that is empty is waited for as long as it takes to fill, and no longer."""
    actor = Actor()
    actor.fake.points, actor.fake.rate = 10, 5
    actor.tries(FIFTEEN)
    assert 1 < actor.waited < 10


def lying(**change: Any) -> Any:
    """What makes each code otherwise than it was asked for."""

    def change_it(state: State) -> None:
        for row in state.table("DiscountCodeNode").values():
            row.update(change)

    return change_it


LIES: list[tuple[dict[str, Any], str]] = [
    ({"usageLimit": None}, "uses is none instead of 1"),
    ({"customers": set()}, "it is for everybody"),
    ({"customers": {ANN_GID, "gid://shopify/Customer/2"}}, "it is for other customers"),
    ({"customerGets": {"items": {"all": True}, "value": {"percentage": 0.51}}}, "percent is 51 instead of 15"),
    ({"endsAt": None}, "ends is none"),
    ({"combinesWith": {"orderDiscounts": True}}, "combinable is none instead of False"),
]


@pytest.mark.parametrize(("lie", "said"), LIES)
def test_repaired(lie: dict[str, Any], said: str) -> None:
    """A code that is otherwise than it was meant is set to what was meant, and that is said."""
    actor = Actor()
    actor.fake.lies("discountCodeBasicCreate", lying(**lie))
    receipt = actor.tries(FIFTEEN)
    assert said in receipt.notes[0]
    assert "repaired" in receipt.notes[0]
    actor.fake.heals()
    assert actor.tries(FIFTEEN).notes == ()


def test_ended_where_it_cannot_be_repaired() -> None:
    """A code that stays otherwise is ended, so that nobody uses what nobody meant, and refused."""
    actor = Actor()
    for name in ("discountCodeBasicCreate", "discountCodeBasicUpdate"):
        actor.fake.lies(name, lying(usageLimit=99))
    with pytest.raises(Refused, match="uses is 99 instead of 1"):
        actor.tries(FIFTEEN)
    assert the_code(actor)["endsAt"] == actor.fake.state.now.isoformat()


def test_another_currency() -> None:
    """An amount has no currency in a code: where the shop's is another, the code is ended and the reason is said."""
    actor = Actor()
    actor.fake.state.currency = "USD"
    with pytest.raises(Refused, match=r"amount is 10.00 USD instead of 10.00 EUR"):
        actor.tries(IssueCoupon(AmountOff(eur("10"))))


def test_code_of_another_kind() -> None:
    """A code of ours that somebody else made of another kind is ended, not handed out."""
    actor = Actor()
    actor.tries(IssueCoupon(FreeShipping()))
    with pytest.raises(Refused, match="family is free_shipping instead of basic"):
        actor.tries(FIFTEEN)


def test_ended_meanwhile() -> None:
    """A merchant who ended a code between two tries is not overruled."""
    actor = Actor()
    receipt = actor.tries(FIFTEEN)
    actor.tries(VoidCoupon("k-1"), "k-9")
    again = actor.tries(FIFTEEN)
    assert again.reference == receipt.reference
    assert "left as it is" in again.notes[-1]


def test_guests() -> None:
    """A guest with an account is known by address; for one without, the code is for whoever has it, which is said."""
    known = Actor(whom="ann@example.com")
    known.tries(FIFTEEN)
    assert the_code(known)["customers"] == {ANN_GID}
    guest = Actor(whom=GUEST)
    assert "whoever knows the code" in guest.tries(FIFTEEN).notes[0]
    assert the_code(guest)["context"] == {"all": "ALL"}


def test_void() -> None:
    """A void code is over; twice, by its name alone, and one that never was come to the same."""
    actor = Actor()
    made = actor.tries(FIFTEEN)
    actor.later(hours=1)
    actor.tries(VoidCoupon("k-1"), "k-9", undoes=made)
    ended = the_code(actor)["endsAt"]
    assert ended == actor.fake.state.now.isoformat()
    actor.later(hours=1)
    actor.tries(VoidCoupon("k-1"), "k-9")
    assert the_code(actor)["endsAt"] == ended
    assert "no such code" in actor.tries(VoidCoupon("never"), "k-10").notes[0]


def test_void_lost_answer() -> None:
    """A void whose answer is lost is void."""
    actor = Actor()
    actor.tries(FIFTEEN)
    assert actor.loses("discountCodeDeactivate", VoidCoupon("k-1"), "k-9").notes == ()


def test_void_after_use() -> None:
    """Whether a code was used before it was void is said."""
    actor = Actor()
    actor.tries(FIFTEEN)
    the_code(actor)["used"] = 1
    assert "was used" in actor.tries(VoidCoupon("k-1"), "k-9").notes[0]


def test_wrong_token() -> None:
    """A token that the shop does not know leaves as what it is."""
    actor = Actor()
    actor.graphql  # noqa: B018 - the client is made with the token as it was
    actor.fake.token = "another"  # noqa: S105 - nobody's
    with pytest.raises(CredentialsRefused):
        actor.tries(FIFTEEN)


def test_not_ours() -> None:
    """An action that is none of the adapter's is refused; where a setting would help, it is named."""
    with pytest.raises(Refused, match="does not carry out set_tier"):
        Actor().tries(SetTier("gold"))
    with pytest.raises(Refused, match="subscriptions = true"):
        Actor(subscriptions=False).tries(CancelSubscription("77"))


def test_near_ends() -> None:
    """A first try that nobody told when its event was counts from its own now; some seconds later is no difference."""
    actor = Actor()
    actor.tries(FIFTEEN)
    actor.later(minutes=3)
    actor._first["k-1"] = actor.fake.state.now - timedelta(seconds=1)
    assert actor.tries(FIFTEEN).notes == ()
