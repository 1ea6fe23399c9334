"""Subscription contracts: only our own, and each change once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retention_sdk import (
    CancelSubscription,
    ChangePlan,
    DiscountSubscription,
    EndDiscount,
    ExtendService,
    PauseSubscription,
    ResumeSubscription,
    ShortenService,
    SkipDelivery,
    UnskipDelivery,
    days,
)
from retention_sdk.errors import Refused, TryLater
from tests.adapters.shopify.fake.state import nodes
from tests.adapters.shopify.fake.subscriptions import add_line
from tests.adapters.shopify.kit import Actor

LESS = DiscountSubscription("77", percent=20, cycles=3)


def contract(actor: Actor) -> dict[str, Any]:
    """The contract."""
    return actor.fake.state.the("gid://shopify/SubscriptionContract/77")


def items(actor: Actor) -> list[tuple[str, str]]:
    """What is delivered, and for what price."""
    return [(one["sku"], one["currentPrice"]["amount"]) for one in contract(actor)["lines"]["nodes"]]


def skipped(actor: Actor) -> list[int]:
    """The deliveries that are left out."""
    return [one["cycleIndex"] for one in contract(actor)["due"] if one["skipped"]]


@pytest.mark.parametrize(
    "action",
    [
        PauseSubscription("78", days(30)),
        ResumeSubscription("78"),
        CancelSubscription("78"),
        ChangePlan("78", "beans"),
        ExtendService("78", days(30)),
        ShortenService("78", days(30)),
        DiscountSubscription("78", percent=20),
        EndDiscount("78", "k-1"),
        SkipDelivery("78"),
        UnskipDelivery("78"),
    ],
)
def test_of_another_app(action: Any) -> None:
    """A contract of another app is not shown to us, so nothing is done, and the reason says why."""
    with pytest.raises(Refused, match="lets it touch no others"):
        Actor().tries(action)


def test_pause() -> None:
    """A pause puts the next order off and ends by itself; what undoes it puts the order back."""
    actor = Actor()
    before = contract(actor)["nextBillingDate"]
    receipt = actor.tries(PauseSubscription("77", days(60)))
    assert contract(actor)["nextBillingDate"] == actor.fake.state.now + timedelta(days=60)
    assert contract(actor)["status"] == "ACTIVE"
    assert actor.tries(PauseSubscription("77", days(60))).reference == receipt.reference
    assert contract(actor)["nextBillingDate"] == actor.fake.state.now + timedelta(days=60)
    actor.tries(ResumeSubscription("77"), "k-2", undoes=receipt)
    assert contract(actor)["nextBillingDate"] == before


def test_pause_that_changes_nothing() -> None:
    """A pause that is over before the next order anyway changes nothing, and says so."""
    actor = Actor()
    assert "anyway" in actor.tries(PauseSubscription("77", days(10))).notes[0]


def test_late_resume() -> None:
    """What undoes a pause after the old day has passed lets the order be made now, not in the past."""
    actor = Actor()
    receipt = actor.tries(PauseSubscription("77", days(60)))
    actor.later(days=45)
    contract(actor)["status"] = "PAUSED"
    actor.tries(ResumeSubscription("77"), "k-2", undoes=receipt)
    assert (contract(actor)["status"], contract(actor)["nextBillingDate"]) == ("ACTIVE", actor.fake.state.now)


def test_cancel() -> None:
    """A contract is ended once; one that has ended already is as good, and nothing else can be done with it."""
    actor = Actor()
    actor.tries(CancelSubscription("77"))
    assert contract(actor)["status"] == "CANCELLED"
    assert "already" in actor.tries(CancelSubscription("77")).notes[0]
    with pytest.raises(Refused, match="has ended: it is cancelled"):
        actor.tries(PauseSubscription("77", days(60)), "k-2")


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("subscriptionContractSetNextBillingDate", PauseSubscription("77", days(60))),
        ("subscriptionContractCancel", CancelSubscription("77")),
        ("subscriptionContractProductChange", ChangePlan("77", "beans")),
        ("subscriptionDraftCommit", ExtendService("77", days(30))),
        ("subscriptionDraftCommit", ShortenService("77", days(10))),
        ("subscriptionDraftCommit", LESS),
        ("subscriptionBillingCycleSkip", SkipDelivery("77", 2)),
    ],
)
def test_lost_answer(name: str, action: Any) -> None:
    """Whatever answer is lost, the second try comes to what one try comes to."""
    lost, plain = Actor(), Actor()
    lost.fake.throttles(2)
    lost.loses(name, action)
    plain.tries(action)
    assert skipped(lost) == skipped(plain)
    assert contract(lost)["status"] == contract(plain)["status"]
    assert abs(contract(lost)["nextBillingDate"] - contract(plain)["nextBillingDate"]) < timedelta(minutes=1)
    assert len(contract(lost)["put_on"]) == len(contract(plain)["put_on"])
    assert items(lost) == items(plain)


def test_discount() -> None:
    """20 % are 20 in a contract, for so many cycles; twice is once, and its end takes it off."""
    actor = Actor()
    receipt = actor.tries(LESS)
    [made] = contract(actor)["put_on"]
    assert (made["value"]["percentage"], made["recurringCycleLimit"]) == (20, 3)
    assert receipt.reference == made["id"]
    assert actor.tries(LESS).reference == made["id"]
    assert len(contract(actor)["put_on"]) == 1
    actor.tries(EndDiscount("77", "k-1"), "k-2")
    assert contract(actor)["put_on"] == []
    assert "no such discount" in actor.tries(EndDiscount("77", "k-1"), "k-2").notes[0]


def test_stale_contract() -> None:
    """A draft is begun anew where others changed the contract; where they do all the time, it is tried later."""
    actor = Actor()
    contract(actor)["touched"] = True
    actor.tries(LESS)
    assert len(contract(actor)["put_on"]) == 1
    busy = Actor()
    busy.fake.lies("subscriptionDraftDiscountAdd", lambda _: contract(busy).update(touched=True))
    with pytest.raises(TryLater, match="changed by others"):
        busy.tries(LESS)
    assert contract(busy)["put_on"] == []


def test_discount_that_lies() -> None:
    """A discount that is otherwise than it was meant is taken off again, and refused."""
    actor = Actor()

    def more(_: Any) -> None:
        for one in contract(actor)["put_on"]:
            one["value"]["percentage"] = 90

    actor.fake.lies("subscriptionDraftCommit", more)
    with pytest.raises(Refused, match="90 percent instead of 20"):
        actor.tries(LESS)
    assert contract(actor)["put_on"] == []


def test_skip() -> None:
    """The next deliveries are left out, by their index, so that a repeat leaves out no other; and made after all."""
    actor = Actor()
    receipt = actor.tries(SkipDelivery("77", 2))
    assert skipped(actor) == [1, 2]
    assert receipt.data["cycles"] == (1, 2)
    assert "already" in actor.tries(SkipDelivery("77", 2)).notes[0]
    assert skipped(actor) == [1, 2]
    actor.later(days=40)
    late = actor.tries(UnskipDelivery("77", 2), "k-2", undoes=receipt)
    assert skipped(actor) == [1]
    assert late.notes == ("the day of 1 deliveries has passed",)


def test_unskip_without_a_receipt() -> None:
    """Without a receipt the first deliveries that are left out are made."""
    actor = Actor()
    actor.tries(SkipDelivery("77", 3))
    actor.tries(UnskipDelivery("77", 2), "k-2")
    assert skipped(actor) == [3]


def test_skip_more_than_there_is() -> None:
    """More deliveries than are to come cannot be left out."""
    actor = Actor()
    with pytest.raises(Refused, match="12 deliveries to come"):
        actor.tries(SkipDelivery("77", 13))
    assert skipped(actor) == []


def test_longer() -> None:
    """The next order is put off once, whoever tries again; what undoes it takes the time off again, once."""
    actor = Actor()
    before = contract(actor)["nextBillingDate"]
    contract(actor)["customAttributes"] = [{"key": "gift", "value": "yes"}]
    receipt = actor.tries(ExtendService("77", days(14)))
    assert contract(actor)["nextBillingDate"] == before + days(14)
    assert actor.tries(ExtendService("77", days(14))).notes == ("an earlier try had moved the next order already",)
    assert contract(actor)["nextBillingDate"] == before + days(14)
    actor.tries(ExtendService("77", days(14)), "k-2")
    assert contract(actor)["nextBillingDate"] == before + days(28)
    for _ in range(2):
        actor.tries(ShortenService("77", days(14)), "k-1-undo", undoes=receipt)
    assert contract(actor)["nextBillingDate"] == before + days(14)
    assert [one["key"] for one in contract(actor)["customAttributes"]] == ["gift", "_retention_moved"]


def test_shorter_than_it_can_be() -> None:
    """What has passed cannot be taken off: the next order is due at once, and that is said."""
    actor = Actor()
    assert "due at once" in actor.tries(ShortenService("77", days(45))).notes[0]
    assert contract(actor)["nextBillingDate"] == actor.fake.state.now


def test_longer_while_others_change_it() -> None:
    """A draft is begun anew, from the day that the contract has by then."""
    actor = Actor()
    later = contract(actor)["nextBillingDate"] + days(30)

    def billed(_: Any) -> None:
        if contract(actor)["nextBillingDate"] != later:
            contract(actor).update(touched=True, nextBillingDate=later)

    actor.fake.lies("subscriptionDraftUpdate", billed)
    actor.tries(ExtendService("77", days(14)))
    assert contract(actor)["nextBillingDate"] == later + days(14)


def test_nothing_to_move() -> None:
    """A contract without a day of its next order has none to move."""
    actor = Actor()
    contract(actor)["nextBillingDate"] = None
    with pytest.raises(Refused, match="none to move"):
        actor.tries(ExtendService("77", days(14)))


def test_longer_that_lies() -> None:
    """Where Shopify makes the order on another day, a person is told."""
    actor = Actor()
    actor.fake.lies("subscriptionDraftCommit", lambda _: contract(actor).update(nextBillingDate=actor.fake.state.now))
    assert "instead of" in actor.tries(ExtendService("77", days(14))).notes[-1]


def test_another_plan() -> None:
    """Another item is delivered, for what it costs less what subscribers save; taken back, it costs what it did."""
    actor = Actor()
    receipt = actor.tries(ChangePlan("77", "beans", before="crema"))
    assert items(actor) == [("beans", "8.0")]  # 10.00, less the same fifth as 6.80 of 8.50
    assert "already" in actor.tries(ChangePlan("77", "beans", before="crema")).notes[0]
    actor.fake.state.the("gid://shopify/ProductVariant/1")["price"] = "12.00"
    actor.tries(ChangePlan("77", "crema", before="beans"), "k-1-undo", undoes=receipt)
    assert items(actor) == [("crema", "6.8")]


@pytest.mark.parametrize("plan", ["variant-2", "gid://shopify/ProductVariant/2"])
def test_a_plan_without_a_sku(plan: str) -> None:
    """An item that has no SKU is named by its variant; without a selling plan it costs what it costs."""
    actor = Actor()
    actor.fake.state.the("gid://shopify/ProductVariant/2")["sku"] = ""
    contract(actor)["lines"]["nodes"][0].update(pricingPolicy=None, currentPrice=actor.fake.state.money("8.50"))
    actor.tries(ChangePlan("77", plan))
    assert items(actor) == [("", "10.0")]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (ChangePlan("77", "tea"), "no item with the SKU 'tea'"),
        (ChangePlan("77", "beans", before="tea"), "0 items 'tea'"),
        (ChangePlan("77", "gid://shopify/SellingPlan/5"), "a selling plan is no item"),
        (ChangePlan("78", "beans"), "lets it touch no others"),
    ],
)
def test_no_such_plan(change: ChangePlan, why: str) -> None:
    """What cannot be changed is refused with the reason, and stays as it is."""
    actor = Actor()
    with pytest.raises(Refused, match=why):
        actor.tries(change)
    assert items(actor) == [("crema", "6.8")]


def test_which_plan() -> None:
    """Of several items one has to be named; of a SKU that several have, too."""
    actor = Actor()
    state = actor.fake.state
    lines = [*contract(actor)["lines"]["nodes"], add_line(state, "crema-xl", "gid://shopify/ProductVariant/3", "99.00")]
    contract(actor)["lines"] = nodes(lines)
    with pytest.raises(Refused, match="say with `before`"):
        actor.tries(ChangePlan("77", "beans"))
    actor.tries(ChangePlan("77", "beans", before="crema-xl"), "k-2")
    assert items(actor)[1] == ("beans", "10.0")
    state.add("ProductVariant", 9, sku="crema", price="9.00")
    with pytest.raises(Refused, match="2 items of the shop"):
        Actor(fake=actor.fake).tries(ChangePlan("77", "crema", before="beans"), "k-3")


def test_a_plan_of_another_currency() -> None:
    """Nothing is converted."""
    actor = Actor()
    contract(actor)["lines"]["nodes"][0]["currentPrice"] = actor.fake.state.money("7.40", "USD")
    with pytest.raises(Refused, match="is in USD, and prices are in EUR"):
        actor.tries(ChangePlan("77", "beans"))


def test_a_plan_that_lies() -> None:
    """Where Shopify charges another price, a person is told."""
    actor = Actor()

    def dearer(_: Any) -> None:
        contract(actor)["lines"]["nodes"][0]["currentPrice"] = actor.fake.state.money("9.99")

    actor.fake.lies("subscriptionContractProductChange", dearer)
    assert "charges 9.99 EUR instead of 8.00 EUR" in actor.tries(ChangePlan("77", "beans")).notes[0]
