"""Drawn histories: what a customer's orders, and what became of them, may have been."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from retention_sdk.events import (
    Complaint,
    Delivered,
    Dispute,
    Event,
    Line,
    OrderCancelled,
    OrderEdited,
    OrderReopened,
    Purchase,
    Refund,
    RefundLine,
    SignUp,
    Visit,
)
from retention_sdk.testing.builders.amounts import eur
from retention_sdk.testing.builders.times import START

Drawn = tuple[int, tuple[str, str | None, Any]]
"""A fact as it is drawn: hours after START, its word, the order that it is about, and what else it says."""

SKUS = ("beans", "mug", "tea")
ORDERS = ("o-1", "o-2", "o-3", "o-4", "o-5")
HOURS = st.integers(0, 24 * 60)
LINES = st.lists(
    st.builds(
        Line,
        sku=st.sampled_from(SKUS),
        quantity=st.integers(1, 5),
        total=st.integers(0, 60).map(eur),
        categories=st.sampled_from([[], ["hot"]]),
    ),
    min_size=1,
    max_size=3,
)
"""Lines of an order, in whole euros; some cost nothing."""

BACK = st.lists(st.builds(RefundLine, sku=st.sampled_from(SKUS), quantity=st.integers(1, 4)), min_size=1, max_size=2)
ORDER = st.sampled_from(ORDERS)
MADE: st.SearchStrategy[tuple[str, str | None, Any]] = st.one_of(
    st.tuples(st.just("purchase"), ORDER, LINES),
    st.tuples(st.just("purchase"), ORDER, LINES),
    st.tuples(st.just("lines back"), ORDER | st.none(), BACK),
    st.tuples(st.just("amount back"), ORDER | st.none(), st.integers(0, 40)),
    st.tuples(st.just("all back"), ORDER | st.none(), st.none()),
    st.tuples(st.just("cancelled"), ORDER, st.none()),
    st.tuples(st.just("reopened"), ORDER, st.none()),
    st.tuples(st.just("edited"), ORDER, LINES),
    st.tuples(st.just("dispute"), ORDER, st.sampled_from(["opened", "won", "lost"])),
    st.tuples(st.just("visit"), st.none(), st.none()),
    st.tuples(st.just("sign up"), st.none(), st.none()),
    st.tuples(st.just("complaint"), ORDER, st.none()),
    st.tuples(st.just("delivered"), ORDER, st.none()),
)
FACTS: st.SearchStrategy[list[Drawn]] = st.lists(st.tuples(HOURS, MADE), min_size=1, max_size=9)
"""Facts that `facts` makes events of; half of what they correct may never have been bought."""


def facts(drawn: Sequence[tuple[int, Any]], customer: str = "c") -> list[Event]:
    """Events of a customer, each order bought at most once, in the order in which they were drawn.

    Args:
        drawn: of `FACTS`.
        customer: whose they are.
    """
    found: list[Event] = []
    bought: set[str] = set()
    for number, (hours, (word, order, more)) in enumerate(drawn):
        if word == "purchase":
            if order in bought:
                continue
            bought.add(order)
        who = {"customer": customer, "occurred_at": START + timedelta(hours=hours)}
        found.append(_event(word, f"e-{number}", who, (order, more)))
    return found


def histories(customer: str = "c", most: int = 9) -> st.SearchStrategy[list[Event]]:
    """Histories of a customer: orders, refunds in slices, cancellations, edits, disputes, visits, complaints.

    Args:
        customer: whose they are.
        most: how many facts at most.

    Returns:
        Draws them in any order of arrival, and some correct an order that is told later, or never: `in_order` has
        them as they happened. They shrink to few facts, soon after START.
    """
    return st.lists(st.tuples(HOURS, MADE), min_size=1, max_size=most).map(lambda drawn: facts(drawn, customer))


def _event(word: str, id: str, who: dict[str, Any], about: tuple[str | None, Any]) -> Event:
    order, more = about
    makers: dict[str, Callable[[], Event]] = {
        "purchase": lambda: Purchase(id=str(order), lines=more, **who),
        "lines back": lambda: Refund(id=id, order=order, lines=more, **who),
        "amount back": lambda: Refund(id=id, order=order, amount=eur(more), **who),
        "all back": lambda: Refund(id=id, order=order, **who),
        "cancelled": lambda: OrderCancelled(id=id, order=str(order), **who),
        "reopened": lambda: OrderReopened(id=id, order=str(order), **who),
        "edited": lambda: OrderEdited(id=id, order=str(order), lines=more, **who),
        "dispute": lambda: Dispute(id=id, order=str(order), state=more, **who),
        "delivered": lambda: Delivered(id=id, order=str(order), **who),
        "visit": lambda: Visit(id=id, **who),
        "sign up": lambda: SignUp(id=id, **who),
        "complaint": lambda: Complaint(id=id, order=order, category="damaged", severity="high", **who),
    }
    return makers[word]()
