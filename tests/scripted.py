"""A strategy that does what the event says, in a language of words.

    +5        credit 5 points
    +5/3/10   pending for 3 days, then valid for 10 (either may be left out: +5//10)
    -5        debit 5 points
    gift:250  a gift card of 250 cents; after a debit, what the debit pays for
    tag:vip   a tag
    note      remember how many notes there were, and tell by a tag
    fail      raise, unless the strategy is well
    exit      leave the program, unless the strategy is well

A purchase's coupons are its words, a visit's place or a complaint's text holds them.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from retention_sdk import (
    Action,
    Complaint,
    Credit,
    Customer,
    Debit,
    Event,
    IssueGiftCard,
    Money,
    Purchase,
    Remember,
    Tag,
    Visit,
)
from tests.build import Does

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)


def words(event: Event) -> tuple[str, ...]:
    """The words of an event."""
    match event:
        case Purchase():
            return event.coupons
        case Visit():
            return tuple(event.place.split())
        case Complaint():
            return tuple(event.text.split())
        case _:
            return ()


def credit(unit: str, word: str) -> Credit:
    """The credit of a word."""
    amount, pending, valid = (*word[1:].split("/"), "", "")[:3]
    return Credit(
        unit,
        int(amount),
        pending_for=int(pending) * DAY if pending else None,
        valid_for=int(valid) * DAY if valid else None,
    )


class Scripted(Does):
    """Does what the event says.

    Args:
        unit: the unit of its points.
        well: whether it can do what makes a sick one fail.
    """

    def __init__(self, unit: str = "points", *, well: bool = False) -> None:
        super().__init__(self.act)
        self.unit, self.well = unit, well

    def act(self, event: Event, customer: Customer) -> Iterator[Action]:
        """Yields an action for each word."""
        for word in words(event):
            yield from self._act(word, customer)

    def _act(self, word: str, customer: Customer) -> Iterator[Action]:
        name, _, value = word.partition(":")
        if word[0] == "+":
            yield credit(self.unit, word)
        elif word[0] == "-":
            yield Debit(self.unit, int(word[1:]))
        elif name == "gift":
            yield IssueGiftCard(Money(int(value), "EUR"))
        elif name == "tag":
            yield Tag(value)
        elif name == "note":
            notes = int(customer.state.get("notes", 0)) + 1  # type: ignore[call-overload]
            yield Remember({"notes": notes})
            yield Tag(f"{self.unit} note {notes}")
        elif not self.well:
            if name == "exit":
                sys.exit(1)
            raise ValueError(f"{self.unit} is not well")
