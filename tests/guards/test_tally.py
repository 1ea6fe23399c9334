"""The tally: it counts what is granted, and a copy is its own."""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import (
    Action,
    Credit,
    Customer,
    Debit,
    Failure,
    IssueGiftCard,
    Money,
    Offer,
    SendMessage,
    Tag,
    Wallet,
    days,
)
from retention_sdk.guards import Counter, Grant, Kept, Slot, Tally
from tests.build import START, eur, visit
from tests.guards.tallies import tally

ACTIONS = st.one_of(
    st.builds(Credit, st.sampled_from("ab"), st.integers(1, 9)),
    st.builds(lambda amount: Credit("a", amount, pending_for=days(1), cost=eur(1)), st.integers(1, 9)),
    st.builds(Debit, st.sampled_from("ab"), st.integers(1, 9)),
    st.builds(lambda minor: IssueGiftCard(Money(minor, "EUR")), st.integers(1, 9)),
    st.just(Tag("x")),
)


def test_costs_are_added_up() -> None:
    """Whatever gives something is counted with what it costs; what costs nothing known is not."""
    counted = tally(IssueGiftCard(eur(3)), Credit("points", 5, cost=eur(2)), Credit("points", 5), Tag("x"))
    counted.add(Offer("a deal", [IssueGiftCard(eur(4)), SendMessage("hello")]))
    counted.add(IssueGiftCard(eur(100), cost=None))
    assert counted.spent == 900


def test_wallets_are_counted_unit_by_unit() -> None:
    """Credits add and debits take; what is pending is credited, and cannot be spent."""
    counted = tally(
        *(Credit("points", 5), Debit("points", 3), Credit("points", 7, pending_for=days(1)), Credit("miles", 2)),
        wallets=(Wallet("points", available=10, pending=50), Wallet("stamps", available=4)),
    )
    assert counted.units == {"points": 2, "miles": 2}
    assert counted.credited == {"points": 12, "miles": 2}
    assert [counted.available(unit) for unit in ("points", "miles", "stamps", "nothing")] == [12, 2, 4, 0]


def test_a_copy_is_equal() -> None:
    """A copy has every field of the tally, those that come later too."""
    slot = Slot("budget", "2100-01", 900)
    full = Tally(
        *(visit(), Customer("c"), "EUR", (Kept(Counter("budget", 900), slot, 5),), {slot: 5}, 7, {"a": 1}, {"a": 2}),
        *(
            ((START, 3),),
            (Grant(START, "one", Tag("x")),),
            "one",
            "role:agent",
            (("one", Tag("x")),),
            [Failure("two", "review_action", "no")],
        ),
        place=3,
    )
    assert full.copy() == full
    blank = [name for name, value in attrs.asdict(full, recurse=False).items() if not value]
    assert blank == []


@given(st.lists(ACTIONS), st.lists(ACTIONS, min_size=1))
def test_a_copy_is_its_own(before: list[Action], tried: list[Action]) -> None:
    """What is added to a copy does not touch the tally, and the copy counts as one that had it all."""
    one = tally(*before)
    copy = one.copy()
    for action in tried:
        copy.add(action)
    assert one == tally(*before)
    assert copy == tally(*before, *tried)
