"""Gift cards: a code of ours, an amount and a last day; void where they are not what was meant."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from retention_sdk import IssueGiftCard, Money, VoidGiftCard, days
from retention_sdk.errors import Refused, TryLater
from tests.adapters.shopify.kit import ANN_GID, Actor

AMOUNT = Money.of(25, "EUR")
CARD = IssueGiftCard(AMOUNT, valid_for=days(365))
VOID = VoidGiftCard("k-1", AMOUNT)


def the_card(actor: Actor) -> dict[str, Any]:
    """The only card of the shop."""
    [row] = actor.fake.state.table("GiftCard").values()
    return row


@pytest.mark.parametrize("version", ["2026-01", "2026-04", "2026-07", "2026-10"])
def test_made(version: str) -> None:
    """A card has its amount, its customer, its last day and a code of 16 letters and digits, whatever the version."""
    actor = Actor(version=version)
    receipt = actor.tries(CARD)
    card = the_card(actor)
    assert card["initialValue"] == {"amount": "25.0", "currencyCode": "EUR"}
    assert (card["customer"]["id"], card["expiresOn"]) == (ANN_GID, date(2027, 11, 22))
    assert (receipt.code, receipt.reference, receipt.notes) == (card["code"], card["id"], ())
    assert len(card["code"]) == 16
    assert card["code"].isalnum()
    assert AMOUNT.currency not in card["note"]


def test_guest_and_no_end() -> None:
    """A card for whoever is no customer of the shop belongs to nobody; without an end it has none."""
    actor = Actor(whom=None)
    actor.tries(IssueGiftCard(AMOUNT))
    assert (the_card(actor)["customer"], the_card(actor)["expiresOn"]) == (None, None)


def test_again() -> None:
    """The same key again finds the same card; a lost answer does too."""
    actor = Actor()
    assert actor.tries(CARD) == actor.tries(CARD)
    lost = Actor()
    assert lost.loses("giftCardCreate", CARD).notes == ()
    assert (actor.count("GiftCard"), lost.count("GiftCard")) == (1, 1)


def test_search_is_behind() -> None:
    """A card that is taken and not found yet is looked for later, and not made under another name."""
    actor = Actor()
    actor.tries(CARD)
    the_card(actor)["note"] = "somebody else's"
    with pytest.raises(TryLater, match="does not find it yet"):
        actor.tries(CARD)
    assert actor.count("GiftCard") == 1


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        ({"initialValue": {"amount": "250.0", "currencyCode": "EUR"}}, "250.00 EUR instead of 25.00 EUR"),
        ({"initialValue": {"amount": "25.0", "currencyCode": "USD"}}, "25.00 USD instead of 25.00 EUR"),
        ({"expiresOn": None}, "its last day is None instead of 2027-11-22"),
    ],
)
def test_lie(lie: dict[str, Any], said: str) -> None:
    """A card that is otherwise than it was meant is void at once, and refused."""
    actor = Actor()
    actor.fake.lies("giftCardCreate", lambda state: [one.update(lie) for one in state.table("GiftCard").values()])
    with pytest.raises(Refused, match=said):
        actor.tries(CARD)
    assert not the_card(actor)["enabled"]


def test_old_version_and_another_currency() -> None:
    """Up to 2026-04 the amount has no currency: in a shop of another one the card is void again."""
    actor = Actor(version="2026-04")
    actor.fake.state.currency = "USD"
    with pytest.raises(Refused, match=r"25\.00 USD instead of 25\.00 EUR"):
        actor.tries(CARD)


def test_void_between_two_tries() -> None:
    """A card that was made void since is not handed out as good."""
    actor = Actor()
    actor.tries(CARD)
    actor.tries(VOID, "k-9")
    assert "void since" in actor.tries(CARD).notes[0]


def test_void() -> None:
    """A card is void by its receipt or by its key; twice, and where there is none, come to the same."""
    actor = Actor()
    made = actor.tries(CARD)
    the_card(actor)["balance"] = {"amount": "5.0", "currencyCode": "EUR"}
    receipt = actor.tries(VOID, "k-9", undoes=made)
    assert "20.00 EUR of the card were spent" in receipt.notes[0]
    assert not the_card(actor)["enabled"]
    assert actor.tries(VOID, "k-9").reference == receipt.reference
    assert "no such gift card" in actor.tries(VoidGiftCard("never", AMOUNT), "k-10").notes[0]
    actor.fake.state.tables["GiftCard"].clear()
    assert "no such gift card" in actor.tries(VOID, "k-9", undoes=made).notes[0]


def test_void_lost_answer_and_throttled() -> None:
    """A void whose answer is lost is void, and one that had to wait for points too."""
    actor = Actor()
    actor.tries(CARD)
    actor.fake.throttles(2)
    actor.loses("giftCardDeactivate", VOID, "k-9")
    assert not the_card(actor)["enabled"]
