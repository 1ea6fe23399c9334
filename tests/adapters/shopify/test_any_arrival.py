"""Whatever an order goes through, whichever of its states arrive, under whatever topic: the last one decides."""

from __future__ import annotations

from copy import deepcopy
from itertools import count
from typing import TYPE_CHECKING, Any

from attrs import Factory, define
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adapters.shopify.ours import line, order, refund, shopify, webhook
from tests.audit import audit
from tests.build import opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

    from retention_sdk import Engine
    from tests.adapters.shopify.fake.state import Row

PLUGINS = {"points": {"rate": 1}, "punch_card": {"sku": "beans", "stamps": 3}}
ADAPTER = shopify()
TOPICS = ("orders/create", "orders/paid", "orders/updated", "orders/cancelled")

steps = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["beans", "tea"]), st.integers(1, 4)),
    st.tuples(st.just("take_out"), st.integers(0, 9), st.integers(1, 3)),
    st.tuples(st.just("give_back"), st.integers(0, 9), st.integers(1, 3)),
    st.tuples(st.just("pay_back"), st.integers(1, 900)),
    st.tuples(st.just("rename"), st.sampled_from(["Ada", "Bea"])),
    st.tuples(st.just("cancel")),
)


@define
class Life:
    """An order that lives: each step is a state that Shopify shows."""

    now: Row = Factory(lambda: order(lines=[line(1, quantity=3)], financial_status="pending"))
    shown: list[Row] = Factory(list)
    _minutes: Any = Factory(lambda: count(1))
    _ids: Any = Factory(lambda: count(10))

    def show(self) -> None:
        """Show it as it is."""
        self.now["updated_at"] = f"2026-11-01T10:{next(self._minutes):02}:00Z"
        self.shown.append(deepcopy(self.now))

    def pay(self) -> None:
        """It is paid."""
        self.now["financial_status"] = "paid"

    def add(self, sku: str, quantity: int) -> None:
        """An edit adds a line."""
        if not self.now["cancelled_at"]:
            self.now["line_items"].append(line(next(self._ids), sku, quantity))

    def take_out(self, at: int, quantity: int) -> None:
        """An edit takes units out of a line."""
        if not self.now["cancelled_at"]:
            self._less(at, quantity)

    def give_back(self, at: int, quantity: int) -> None:
        """Units come back, and are paid for."""
        item, less = self._less(at, quantity)
        self._refund([(deepcopy(item), less)] if less else [], f"{10 * less}.00" if less else None)

    def pay_back(self, cents: int) -> None:
        """Some money goes back."""
        self._refund([], f"{cents / 100:.2f}")

    def rename(self, name: str) -> None:
        """The customer changes their name."""
        self.now["customer"]["first_name"] = name

    def cancel(self) -> None:
        """It is called off, for ever."""
        self.now["cancelled_at"] = self.now["cancelled_at"] or f"2026-11-01T10:{len(self.shown) + 1:02}:00Z"

    def _less(self, at: int, quantity: int) -> tuple[Row, int]:
        item = self.now["line_items"][at % len(self.now["line_items"])]
        less = min(quantity, item["current_quantity"])
        item["current_quantity"] -= less
        return item, less

    def _refund(self, of: list[tuple[Row, int]], paid: str | None) -> None:
        at = f"2026-11-01T10:{len(self.shown) + 1:02}:00Z"
        self.now["refunds"].append(refund(next(self._ids), of, paid, processed_at=at))
        self.now["financial_status"] = "partially_refunded"


def lived(steps: Iterable[tuple[Any, ...]]) -> list[Row]:
    """All states of an order that is made, paid, and goes through something."""
    life = Life()
    life.show()
    for name, *more in (("pay",), *steps):
        getattr(life, name)(*more)
        life.show()
    return life.shown


def heard(engine: Engine, states: Iterable[tuple[str, Row]]) -> dict[str, int]:
    """What the customer has after these webhooks."""
    for topic, state in states:
        told: Any = ADAPTER.receive(webhook(topic, state))
        engine.handle_many(told)
    return {unit: wallet.available for unit, wallet in engine.customer("42").wallets.items() if wallet.available}


@settings(max_examples=15, deadline=None)
@given(st.data(), st.lists(steps, max_size=8))
def test_the_last_state_decides(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, steps: list[tuple[Any, ...]]
) -> None:
    """Some of an order's states, its last among them, in any order and some twice, leave what all of them leave."""
    states = lived(steps)
    some = data.draw(st.lists(st.sampled_from(states), max_size=10))
    arrival = data.draw(st.permutations([*some, states[-1]]))
    topics = data.draw(st.lists(st.sampled_from(TOPICS), min_size=len(arrival), max_size=len(arrival)))
    url = f"sqlite:///{tmp_path_factory.mktemp('shop') / 'retention.db'}"
    # two stores of one database: tables take longer to make than events to be handled
    with opened(url, store={"name": "all"}, plugins=PLUGINS) as engine:
        told_all = heard(engine, [("orders/updated", state) for state in states])
    with opened(url, store={"name": "some"}, plugins=PLUGINS) as engine:
        told_some = heard(engine, zip(topics, arrival, strict=True))
        assert audit(engine) == []
    assert told_some == told_all
