"""Subscription contracts: only our own, and each change once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retention_sdk import (
    CancelSubscription,
    DiscountSubscription,
    EndDiscount,
    PauseSubscription,
    ResumeSubscription,
    SkipDelivery,
    UnskipDelivery,
    days,
)
from retention_sdk.errors import Refused, TryLater
from tests.adapters.shopify.kit import Actor

LESS = DiscountSubscription("77", percent=20, cycles=3)


def contract(actor: Actor) -> dict[str, Any]:
    """The contract."""
    return actor.fake.state.the("gid://shopify/SubscriptionContract/77")


def skipped(actor: Actor) -> list[int]:
    """The deliveries that are left out."""
    return [one["cycleIndex"] for one in contract(actor)["due"] if one["skipped"]]


@pytest.mark.parametrize(
    "action",
    [
        PauseSubscription("78", days(30)),
        ResumeSubscription("78"),
        CancelSubscription("78"),
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
