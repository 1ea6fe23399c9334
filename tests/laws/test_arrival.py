"""Law 3: facts that arrive in any order, in any batches, end in the same books."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retention_sdk import Engine, Event
from retention_sdk.testing import in_order
from retention_sdk.testing.drawn.facts import FACTS, facts
from tests.laws.arrival import checked, shop

EXAMPLES = 40
OWN_STORES = [
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
]  # each example has a store of its own on the database
BATCHES = st.lists(st.integers(1, 5), min_size=1, max_size=9)
POLICIES = st.sampled_from(["only_pending", "within_balance", "into_debt"])


def arrive(engine: Engine, events: list[Event], batches: list[int]) -> None:
    """Hand events in, in batches of these sizes, over and over."""
    left, sizes = list(events), list(batches)
    while left:
        size = sizes.pop(0) if sizes else 1
        now, left = left[:size], left[size:]
        if size == 1:
            engine.handle(now[0])
        else:
            engine.handle_many(now)


@settings(max_examples=EXAMPLES, suppress_health_check=OWN_STORES)
@given(drawn=FACTS, batches=BATCHES, spent=POLICIES, data=st.data())
def test_the_order_of_arrival_does_not_matter(
    database_url: str, drawn: Any, batches: list[int], spent: str, data: st.DataObject
) -> None:
    """Facts in turn, one by one, and the same facts shuffled, in batches, end in the same books.

    Wallets, lots, movements, cards, tiers, counters, coupons and decisions are equal, with every strategy that ships.
    """
    events = facts(drawn)
    shuffled = data.draw(st.permutations(events))
    tables = {"refunds": {"spent": spent}}
    with shop(database_url, **tables) as engine:
        arrive(engine, in_order(events), [])
        expected = checked(engine)
    with shop(database_url, **tables) as engine:
        arrive(engine, shuffled, batches)
        assert checked(engine) == expected


@pytest.mark.parametrize("spent", ["within_balance", "into_debt"])
def test_redelivery_in_between(sqlite_url: str, spent: str) -> None:
    """What was decided first is answered again, whatever came before it since."""
    events = facts([(5, ("purchase", "o-1", _beans(4))), (1, ("purchase", "o-2", _beans(3)))])
    with shop(sqlite_url, refunds={"spent": spent}) as engine:
        first = engine.handle(events[0])
        engine.handle(events[1])
        assert engine.handle(events[0]) == first


def _beans(quantity: int) -> list[Any]:
    from retention_sdk import Line
    from tests.build import eur

    return [Line(sku="beans", quantity=quantity, total=eur(10 * quantity))]
