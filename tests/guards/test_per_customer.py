"""What one customer is given in any span of so many days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import Action, Credit, IssueCoupon, IssueGiftCard, Money, PercentOff, Tag
from retention_sdk.guards import per_customer
from tests.build import START, after, eur, visit
from tests.guards.tallies import tally

WINDOW = timedelta(days=30)
GUARD = per_customer(eur(10), WINDOW)
INSTANT = timedelta(microseconds=1)


def granted(minor: int, *given: tuple[int, int], day: int = 0, spent: int = 0) -> bool:
    """Whether a gift is granted on a day; `given` are days and minor units."""
    happened = visit(at=after(day))
    counted = tally(event=happened, spent=spent, given=[(after(on), cost) for on, cost in given])
    refusal = GUARD(IssueGiftCard(Money(minor, "EUR")), counted)
    assert refusal is None or refusal[0] == "over_customer_limit"
    return refusal is None


def test_up_to_the_limit() -> None:
    """Before and within the event together, the limit exactly is given, and not one cent more."""
    assert granted(1000)
    assert not granted(1001)
    assert granted(100, (-1, 500), spent=400)
    assert not granted(101, (-1, 500), spent=400)


def test_the_edges_of_the_span() -> None:
    """What was given exactly so long ago still counts, a microsecond earlier it does not; ahead it is the same."""
    gift = IssueGiftCard(eur(1))
    for edge, beyond in ((START - WINDOW, -INSTANT), (START + WINDOW, INSTANT)):
        assert GUARD(gift, tally(given=[(edge, 1000)])) is not None
        assert GUARD(gift, tally(given=[(edge + beyond, 1000)])) is None


def test_a_late_event_sees_what_was_given_after_it() -> None:
    """An event of the past counts in each span that it is in: with gifts before it, after it, and on both sides."""
    assert not granted(100, (20, 1000))
    assert granted(100, (-20, 600), (20, 900)), "40 days lie between those two, so no span has both"
    assert not granted(100, (-10, 600), (20, 400)), "30 days from the first to the last"
    assert granted(100, (-10, 600), (21, 400)), "31 days"
    assert granted(100, (-31, 999), (31, 999)), "too early, too late"


def test_gifts_of_the_same_instant_count() -> None:
    """What was given for another event of the same instant counts once."""
    assert granted(400, (0, 600))
    assert not granted(401, (0, 600))


@given(
    st.lists(st.tuples(st.integers(-70, 70), st.integers(0, 900)), max_size=8),
    st.integers(-5, 5),
    st.integers(1, 1000),
    st.integers(0, 300),
)
def test_no_span_holds_more(given: list[tuple[int, int]], day: int, minor: int, spent: int) -> None:
    """A gift is granted where no span with the event in it, begun on any day, comes to more than the limit."""
    spans = [sum(cost for on, cost in given if begin <= on <= begin + 30) for begin in range(day - 30, day + 1)]
    assert granted(minor, *given, day=day, spent=spent) == (max(spans) + spent + minor <= 1000)


def test_the_sentence_names_the_figures() -> None:
    """A person reads what it costs, what was given, and the limit with its days."""
    counted = tally(spent=50, given=[(after(-1), 800)])
    assert GUARD(IssueGiftCard(eur(2)), counted) == (
        "over_customer_limit",
        "2.00 EUR on top of 8.50 EUR is more than 10.00 EUR for one customer in 30 days.",
    )


@pytest.mark.parametrize(
    "action", [Tag("x"), Credit("points", 9), IssueCoupon(PercentOff(9)), IssueCoupon(PercentOff(9), cost=eur(0))]
)
def test_what_costs_nothing_passes(action: Action) -> None:
    """What gives nothing away, or what is not known to cost anything, passes, however much was given."""
    assert GUARD(action, tally(given=[(START, 99_999)])) is None
