"""Whatever an order goes through, and whichever of its states are heard of: the last one decides."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_adapters.woocommerce.events import facts_of_customer, facts_of_order
from tests.adapters.woocommerce.events.shop import SOURCE, Body, Shop, item
from tests.audit import audit
from tests.build import opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from retention_sdk import Engine

ACCOUNT: Body = {
    "id": 7,
    "username": "ann",
    "email": "ann@example.test",
    "date_created_gmt": "2100-01-01T12:00:03",
    "date_modified_gmt": "2100-01-01T12:00:03",
}
PLUGINS = {"points": {"rate": 1}, "punch_card": {"sku": "beans", "stamps": 3}}

items = st.builds(item, st.sampled_from(["beans", "tea"]), st.integers(1, 4), st.integers(0, 3000), st.integers(0, 300))
steps = st.one_of(
    st.tuples(st.just("edit"), st.lists(items, min_size=1, max_size=3)),
    st.tuples(st.just("refund"), st.integers(0, 2500)),
    st.tuples(
        st.just("status"), st.sampled_from(["processing", "completed", "cancelled", "failed", "trash", "on-hold"])
    ),
    st.tuples(st.sampled_from(["join", "touch"])),
)


def lived(steps: Iterable[tuple[Any, ...]]) -> list[Body]:
    """All states of an order that goes through something."""
    shop = Shop()
    for name, *more in steps:
        getattr(shop, name)(*more)
    return shop.shown


def heard(engine: Engine, states: Iterable[Body], *, at_once: bool = False) -> dict[str, int]:
    """What somebody has after what they did was heard of in this turn, one after another or all at once."""
    told = [facts_of_customer(state, SOURCE) if state is ACCOUNT else facts_of_order(state, SOURCE) for state in states]
    for batch in [list(chain.from_iterable(told))] if at_once else told:
        engine.handle_many(batch)
    assert engine.customer("guest:ann@example.test").id == "7"
    return {unit: wallet.available for unit, wallet in engine.customer("7").wallets.items() if wallet.available}


def arrivals(states: list[Body]) -> st.SearchStrategy[list[Body]]:
    """Some of the states, the last among them, and the account, in any order and some twice."""
    some = st.lists(st.sampled_from(states), max_size=12)
    return some.flatmap(lambda some: st.permutations([*some, states[-1], ACCOUNT]))


@settings(max_examples=25, deadline=None)
@given(st.data(), st.lists(steps, max_size=10), st.booleans())
def test_the_last_state_decides(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, steps: list[tuple[Any, ...]], at_once: bool
) -> None:
    """Some of an order's states, its last among them, in any order and some twice, leave what all of them leave."""
    states = lived(steps)
    arrival = data.draw(arrivals(states))
    url = f"sqlite:///{tmp_path_factory.mktemp('shop') / 'retention.db'}"
    # two stores of one database: tables take longer to make than events to be handled
    with opened(url, store={"name": "all"}, plugins=PLUGINS) as engine:
        told_all = heard(engine, [*states, ACCOUNT])
    with opened(url, store={"name": "some"}, plugins=PLUGINS) as engine:
        told_some = heard(engine, arrival, at_once=at_once)
        assert audit(engine) == []
        assert not engine.customer("7").standing.waiting
    assert told_some == told_all
