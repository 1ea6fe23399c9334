"""The law: whatever goes wrong on the way, and however often it is tried, what was meant is there once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import (
    CancelSubscription,
    ChangePlan,
    DiscountSubscription,
    ExtendService,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    Money,
    PauseSubscription,
    PercentOff,
    RefundMoney,
    SendReplacement,
    SkipDelivery,
    Tag,
    TakeStoreCredit,
    VoidCoupon,
    VoidGiftCard,
    days,
)
from retention_sdk.errors import TryLater
from tests.adapters.shopify.fake.credit import account, moved
from tests.adapters.shopify.kit import ANN_GID, Actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from retention_sdk import Action

TEN = Money.of(10, "EUR")
VICES = ("loses", "drops", "breaks", "fails", "throttles")


def on_account(actor: Actor) -> Decimal:
    """What is on the customer's store credit."""
    on_it: Decimal = account(actor.fake.state, ANN_GID, "EUR", make=True)["on_it"]
    return on_it


def with_credit() -> Actor:
    """A shop whose customer has 25 EUR of store credit, from before."""
    actor = Actor()
    moved(actor.fake.state, account(actor.fake.state, ANN_GID, "EUR", make=True), Decimal(25), "ORDER_REFUND")
    actor.later(hours=1)
    return actor


def with_coupon() -> Actor:
    """A shop with a code of ours."""
    actor = Actor()
    actor.tries(IssueCoupon(PercentOff(15)), "before")
    return actor


def with_card() -> Actor:
    """A shop with a gift card of ours."""
    actor = Actor()
    actor.tries(IssueGiftCard(TEN), "before")
    return actor


def refunded(actor: Actor) -> list[Decimal]:
    """What was paid back of the order."""
    return [one["amount"] for one in actor.fake.state.the("gid://shopify/Order/5324790137142")["made_refunds"]]


def the_contract(actor: Actor) -> dict[str, Any]:
    """The contract."""
    return actor.fake.state.the("gid://shopify/SubscriptionContract/77")


def contract(actor: Actor, what: str) -> int:
    """How many discounts the contract has, or deliveries that are left out."""
    row = the_contract(actor)
    return len(row["put_on"]) if what == "put_on" else sum(one["skipped"] for one in row["due"])


CASES: dict[str, tuple[Action, tuple[str, ...], Callable[[], Actor], Callable[[Actor], object], object]] = {
    "coupon": (
        IssueCoupon(PercentOff(15), valid_for=days(30)),
        ("discountCodeBasicCreate", "codeDiscountNodeByCode"),
        Actor,
        lambda actor: actor.count("DiscountCodeNode"),
        1,
    ),
    "gift card": (
        IssueGiftCard(TEN),
        ("giftCardCreate", "giftCards"),
        Actor,
        lambda actor: actor.count("GiftCard"),
        1,
    ),
    "store credit": (IssueStoreCredit(TEN), ("storeCreditAccountCredit", "customer"), Actor, on_account, 10),
    "taking it": (TakeStoreCredit("k", TEN), ("storeCreditAccountDebit", "customer"), with_credit, on_account, 15),
    "refund": (RefundMoney("5324790137142", TEN), ("refundCreate", "order"), Actor, refunded, [Decimal(10)]),
    "replacement": (
        SendReplacement("5324790137142"),
        ("draftOrderCreate", "draftOrderComplete", "draftOrders", "order"),
        Actor,
        lambda actor: actor.count("Order"),
        2,
    ),
    "discount": (
        DiscountSubscription("77", percent=20),
        ("subscriptionContractUpdate", "subscriptionDraftDiscountAdd", "subscriptionDraftCommit"),
        Actor,
        lambda actor: contract(actor, "put_on"),
        1,
    ),
    "extension": (
        ExtendService("77", days(30)),
        ("subscriptionContractUpdate", "subscriptionDraftUpdate", "subscriptionDraftCommit", "subscriptionContract"),
        Actor,
        lambda actor: the_contract(actor)["nextBillingDate"] - the_contract(actor)["createdAt"],
        days(60),
    ),
    "plan": (
        ChangePlan("77", "beans"),
        ("subscriptionContractProductChange", "productVariants", "subscriptionContract"),
        Actor,
        lambda actor: [one["currentPrice"]["amount"] for one in the_contract(actor)["lines"]["nodes"]],
        ["8.0"],
    ),
    "cancel": (
        CancelSubscription("77"),
        ("subscriptionContractCancel", "subscriptionContract"),
        Actor,
        lambda actor: actor.fake.state.the("gid://shopify/SubscriptionContract/77")["status"],
        "CANCELLED",
    ),
    "pause": (
        PauseSubscription("77", days(60)),
        ("subscriptionContractSetNextBillingDate", "subscriptionContract"),
        Actor,
        lambda actor: actor.fake.state.the("gid://shopify/SubscriptionContract/77")["status"],
        "ACTIVE",
    ),
    "void coupon": (
        VoidCoupon("before"),
        ("discountCodeDeactivate", "codeDiscountNodeByCode"),
        with_coupon,
        lambda actor: [one["endsAt"] is None for one in actor.fake.state.table("DiscountCodeNode").values()],
        [False],
    ),
    "void card": (
        VoidGiftCard("before", TEN),
        ("giftCardDeactivate", "giftCards"),
        with_card,
        lambda actor: [one["enabled"] for one in actor.fake.state.table("GiftCard").values()],
        [False],
    ),
    "tag": (
        Tag("a"),
        ("tagsAdd",),
        Actor,
        lambda actor: actor.fake.state.the(ANN_GID)["tags"],
        ["a"],
    ),
    "skip": (
        SkipDelivery("77", 2),
        ("subscriptionBillingCycleSkip", "subscriptionBillingCycles"),
        Actor,
        lambda actor: contract(actor, "due"),
        2,
    ),
}


@pytest.mark.parametrize("case", CASES)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_once(case: str, data: st.DataObject) -> None:
    """An action that is tried until it comes through, and then once more, is done once."""
    action, fields, opened, counted, expected = CASES[case]
    actor = opened()
    trouble = st.tuples(st.sampled_from(VICES), st.sampled_from(fields), st.integers(1, 6))
    for vice, name, times in data.draw(st.lists(trouble, max_size=6)):
        if vice == "throttles":
            actor.fake.throttles(times)
        elif vice == "fails":
            actor.fake.fails(name, *[503] * times)
        else:
            getattr(actor.fake, vice)(name, times)
        try:
            actor.tries(action)
        except TryLater as error:
            actor.later(seconds=max(60.0, error.after.total_seconds() if error.after else 0))
        actor.later(seconds=data.draw(st.integers(0, 3000)))
    actor.fake.heals()
    actor.later(minutes=5)
    first, again = actor.tries(action), actor.tries(action)
    assert counted(actor) == expected
    assert again.reference == first.reference
