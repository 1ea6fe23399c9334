"""Drawn events, customers and histories: valid, of every kind, and soon small."""

from __future__ import annotations

from typing import ClassVar

import pytest
from attrs import field, frozen
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from retention_sdk import BadValue, Customer, Event, Refund, from_json, to_json
from retention_sdk.events import KINDS
from retention_sdk.testing import START, after, in_order
from retention_sdk.testing.drawn import customers, events, histories

OURS = [kind for kind in KINDS.values() if kind.__module__.startswith("retention_sdk.")]
QUICK = settings(max_examples=40, database=None, phases=[Phase.generate, Phase.shrink])


@frozen(kw_only=True)
class Weighed(Event):
    """A kind of somebody else's."""

    kind: ClassVar[str] = "drawn_weighed"

    grams: float = field()


@pytest.mark.parametrize("kind", OURS)
@settings(max_examples=3, database=None)
@given(data=st.data())
def test_every_kind(kind: type[Event], data: st.DataObject) -> None:
    """An event of every kind is whole, soon after START, and comes through its stored form."""
    drawn = data.draw(events(kind, customer="ann"))
    assert type(drawn) is kind
    assert START <= drawn.occurred_at <= after(60)
    assert drawn.customer in ("ann", "@store")
    assert from_json(to_json(drawn), Event) == drawn


@QUICK
@given(events())
def test_of_any_kind(event: Event) -> None:
    """Where no kind is named it is one of the SDK's, whatever others there are."""
    assert type(event) in OURS


def test_a_kind_of_which_nothing_can_be_drawn() -> None:
    """The field is named that is in the way."""
    with pytest.raises(BadValue, match="nothing can be drawn for 'grams'"):
        find(events(Weighed), lambda _: True, settings=QUICK)


@QUICK
@given(customers("ann", units=["miles"], tiers=["gold"], state=st.just({"told": 1})))
def test_customers(who: Customer) -> None:
    """A customer has what may be had, and the history of their orders."""
    assert who.id == "ann"
    assert set(who.wallets) <= {"miles"}
    assert who.tier in (None, "gold")
    assert who.state in ({}, {"told": 1})
    assert (who.history.orders, who.history.units) == (len(who.orders), sum(one.quantity for one in who.orders))
    assert list(who.orders) == in_order(who.orders)


@QUICK
@given(histories("ann"))
def test_histories(history: list[Event]) -> None:
    """A history is of one customer, each order is bought once, and no id comes twice."""
    assert {event.customer for event in history} == {"ann"}
    assert len({event.id for event in history}) == len(history)
    assert 1 <= len(history) <= 9


def test_they_shrink() -> None:
    """What is found is told with as little as it takes."""
    few = find(histories(), lambda drawn: any(isinstance(one, Refund) for one in drawn), settings=QUICK)
    assert len(few) <= 2
    assert {one.occurred_at for one in few} == {START}
    assert find(customers(), lambda _: True, settings=QUICK) == Customer("c")
