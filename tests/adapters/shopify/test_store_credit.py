"""Store credit: put in once and taken out once, though Shopify keeps no key and no mark."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from retention_sdk import IssueStoreCredit, Money, TakeStoreCredit, days
from retention_sdk.errors import Refused, TryLater
from tests.adapters.shopify.fake.credit import account, moved
from tests.adapters.shopify.kit import ANN_GID, GUEST, Actor

TEN = Money.of(10, "EUR")
GIVE = IssueStoreCredit(TEN, valid_for=days(90))
TAKE = TakeStoreCredit("k-1", TEN)


def balance(actor: Actor) -> Decimal:
    """What is on the customer's account."""
    on_it: Decimal = account(actor.fake.state, ANN_GID, "EUR", make=True)["on_it"]
    return on_it


def last(actor: Actor) -> dict[str, Any]:
    """The newest transaction."""
    row: dict[str, Any] = account(actor.fake.state, ANN_GID, "EUR")["moved"][-1]
    return row


def test_given() -> None:
    """The amount is on the customer's account of its currency, until the day on which it expires."""
    actor = Actor()
    receipt = actor.tries(GIVE)
    assert balance(actor) == 10
    assert last(actor)["expiresAt"] == "2027-02-20T09:00:00Z"
    assert (receipt.reference, receipt.notes) == (last(actor)["id"], ())
    assert receipt.data["account"].startswith("gid://shopify/StoreCreditAccount/")


def test_lost_answer() -> None:
    """A credit whose answer was lost is not put in again: the transactions since the first try tell."""
    actor = Actor()
    actor.fake.loses("storeCreditAccountCredit")
    with pytest.raises(TryLater):
        actor.tries(GIVE)
    assert actor.fake.asked.count("storeCreditAccountCredit") == 1  # nobody tried again on the way
    receipt = actor.tries(GIVE)
    assert balance(actor) == 10
    assert receipt.reference == last(actor)["id"]
    assert "by amount and time" in receipt.notes[0]


@pytest.mark.parametrize("vice", ["drops", "breaks"])
def test_unknown_outcome(vice: str) -> None:
    """Whether the connection broke before or after, one credit is there in the end."""
    actor = Actor()
    getattr(actor.fake, vice)("storeCreditAccountCredit")
    with pytest.raises(TryLater):
        actor.tries(GIVE)
    actor.tries(GIVE)
    assert balance(actor) == 10


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_gateway(status: int) -> None:
    """Something before the shop fails: nothing is sent twice on the way, and one credit is there in the end."""
    actor = Actor()
    actor.fake.fails("storeCreditAccountCredit", status)
    with pytest.raises(TryLater):
        actor.tries(GIVE)
    assert balance(actor) == 0
    actor.tries(GIVE)
    assert balance(actor) == 10


def test_throttled() -> None:
    """A credit that was turned away did nothing, so it is sent again at once, and is there once."""
    actor = Actor()
    actor.fake.throttles(3)
    assert actor.tries(GIVE).notes == ()
    assert balance(actor) == 10


def test_others_are_not_ours() -> None:
    """Another amount, another end, an order's refund, and a credit from before the first try are no sign of ours."""
    actor = Actor()
    state = actor.fake.state
    on = account(state, ANN_GID, "EUR", make=True)
    moved(state, on, Decimal(10))
    actor.later(hours=1)
    actor.fake.drops("storeCreditAccountCredit")
    with pytest.raises(TryLater):
        actor.tries(GIVE)
    moved(state, on, Decimal(10), "ORDER_REFUND")
    moved(state, on, Decimal(11))
    moved(state, on, Decimal(-10))
    moved(state, on, Decimal(10))  # it never expires, and ours does
    moved(state, on, Decimal(10), expires="2027-05-01T00:00:00Z")
    actor.tries(GIVE)
    assert balance(actor) == 51


def test_too_much_happened() -> None:
    """Where not all can be read that happened since the first try, nothing is done blindly."""
    actor = Actor()
    actor.fake.drops("storeCreditAccountCredit")
    with pytest.raises(TryLater):
        actor.tries(GIVE)
    on = account(actor.fake.state, ANN_GID, "EUR", make=True)
    for _ in range(100):
        moved(actor.fake.state, on, Decimal(1))
    with pytest.raises(TryLater, match="too much happened"):
        actor.tries(GIVE)


def test_lie() -> None:
    """An amount that Shopify put in otherwise is said."""
    actor = Actor()
    actor.fake.lies("storeCreditAccountCredit", lambda state: last(actor).update(amount=state.money(1)))
    assert actor.tries(GIVE).notes == ("Shopify put in 1.00 EUR instead of 10.00 EUR",)


def test_guest() -> None:
    """Whoever has no account in the shop cannot have store credit there."""
    with pytest.raises(Refused, match="needs a customer of the shop"):
        Actor(whom=GUEST).tries(GIVE)


def test_passed_already() -> None:
    """Credit whose time is over is not given."""
    actor = Actor()
    actor.fake.throttles(1000)
    with pytest.raises(TryLater):
        actor.tries(GIVE)
    actor.fake.heals()
    actor.later(days=91)
    with pytest.raises(Refused, match="has passed"):
        actor.tries(GIVE)


def test_taken() -> None:
    """What was given is taken back."""
    actor = Actor()
    made = actor.tries(GIVE)
    receipt = actor.tries(TAKE, "k-9", undoes=made)
    assert balance(actor) == 0
    assert receipt.notes == ()


def test_takes_what_is_left() -> None:
    """Of what the customer has spent, what is left is taken, and that is said."""
    actor = Actor()
    actor.tries(GIVE)
    moved(actor.fake.state, account(actor.fake.state, ANN_GID, "EUR"), Decimal(-7), "ORDER_PAYMENT")
    receipt = actor.tries(TAKE, "k-9")
    assert balance(actor) == 0
    assert receipt.notes == ("3.00 EUR of 10.00 EUR were taken, as no more was left",)


def test_nothing_left() -> None:
    """Where all is spent, or there is no account, a person has to know."""
    actor = Actor()
    with pytest.raises(Refused, match="no store credit in EUR"):
        actor.tries(TAKE, "k-9")
    actor.tries(GIVE)
    moved(actor.fake.state, account(actor.fake.state, ANN_GID, "EUR"), Decimal(-10), "ORDER_PAYMENT")
    with pytest.raises(Refused, match="nothing is left"):
        actor.tries(TAKE, "k-10")


@pytest.mark.parametrize("spent", [0, 7])
def test_take_lost_answer(spent: int) -> None:
    """A debit whose answer was lost is found, be it of all or of what was left, and not done again."""
    actor = Actor()
    actor.tries(GIVE)
    moved(actor.fake.state, account(actor.fake.state, ANN_GID, "EUR"), Decimal(20 - spent), "ORDER_REFUND")
    moved(actor.fake.state, account(actor.fake.state, ANN_GID, "EUR"), Decimal(-20), "ORDER_PAYMENT")
    actor.fake.loses("storeCreditAccountDebit")
    with pytest.raises(TryLater):
        actor.tries(TAKE, "k-9")
    moved(actor.fake.state, account(actor.fake.state, ANN_GID, "EUR"), Decimal(50), "ORDER_REFUND")
    receipt = actor.tries(TAKE, "k-9")
    assert balance(actor) == 50
    assert len(receipt.notes) == (2 if spent else 1)


def test_spent_while_it_is_taken() -> None:
    """A customer who spends it between the look and the debit leaves less: it is read again."""
    actor = Actor()
    actor.tries(GIVE)
    on = account(actor.fake.state, ANN_GID, "EUR")
    actor.fake.lies("customer", lambda state: moved(state, on, Decimal(-4), "ORDER_PAYMENT"))
    with pytest.raises(TryLater, match="spends"):
        actor.tries(TAKE, "k-9")
    actor.fake.heals()
    assert "6.00 EUR of 10.00 EUR" in actor.tries(TAKE, "k-9").notes[0]
    assert balance(actor) == 0
