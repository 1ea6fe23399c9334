"""A strategy takes back what it gave for an earlier event, when an order is corrected or a time has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    Credit,
    Customer,
    Event,
    IssueStoreCredit,
    Occasion,
    Purchase,
    Refund,
    SendMessage,
    TakeBack,
    hookimpl,
)
from retention_sdk.store.outbox import STANDING
from tests.audit import audit, books
from tests.build import after, eur, opened, order, rows, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Engine


class Second:
    """Gives for the second order while there are two, and takes it back where one of them is not there any more."""

    @hookimpl
    def looks_back(self) -> Any:
        """The orders of a year."""
        return after(365) - after(0)

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Any]:
        """Gives for the second one."""
        if len(customer.orders_after(event)) == 2:
            yield Credit("points", 50, reason="two orders")
            yield IssueStoreCredit(eur(5), reason="two orders")
            yield SendMessage("two_orders", reason="two orders")

    @hookimpl
    def on_refund(self, event: Refund, customer: Customer) -> Iterator[Any]:
        """Takes back what it gave for the second."""
        if len(customer.orders_after(event)) < 2 <= len(customer.orders):
            yield TakeBack("o-2", reason="one order is left")

    @hookimpl
    def on_occasion(self, event: Occasion) -> Iterator[Any]:
        """Takes back what it gave, whatever is left."""
        yield TakeBack(event.name, reason="time is over")


def shop(url: str, **tables: Any) -> Engine:
    """A shop with the strategy."""
    return opened(url, strategies={"second": Second()}, **tables)


def stands(engine: Engine) -> list[str]:
    """The kinds of what stands in the outbox."""
    return sorted(row.kind for row in rows(engine, "outbox") if row.status in STANDING)


ORDERS: list[Event] = [order("o-1"), order("o-2", at=after(1))]
BACK = Refund(id="r", customer="c", order="o-1", occurred_at=after(3))


def test_what_another_orders_refund_takes(database_url: str) -> None:
    """A refund of the first order takes what the second was given: units, credit and budget, but no word that was said.

    It happens once, however often the refund is told.
    """
    with shop(database_url, limits={"monthly_budget": "5 EUR"}) as engine:
        engine.handle_many(ORDERS)
        assert stands(engine) == ["issue_store_credit", "send_message"]
        decision = engine.handle(BACK)
        assert [(one.action.kind, one.units, one.stands) for one in decision.reversals] == [
            ("credit", 50, False),
            ("issue_store_credit", 0, False),
        ]
        assert [action.kind for action in decision.actions] == ["take_back"]
        assert engine.handle(BACK) == decision
        assert stands(engine) == ["send_message"]
        assert engine.customer("c").wallet("points").lifetime == 0
        assert [row.amount for row in rows(engine, "counters") if row.amount] == []
        assert audit(engine) == []


def test_what_was_taken_already_is_not_taken_twice(sqlite_url: str) -> None:
    """Where the refund is of the very order, the engine has taken it back, and there is nothing more to take."""
    with shop(sqlite_url) as engine:
        engine.handle_many(ORDERS)
        decision = engine.handle(Refund(id="r", customer="c", order="o-2", occurred_at=after(3)))
        taken = [one.action.kind for one in decision.reversals if not one.stands]
        assert sorted(taken) == ["credit", "issue_store_credit", "send_message"]
        assert audit(engine) == []


def test_in_any_order(sqlite_url: str) -> None:
    """The refund may come before the second order, or be told before both: where never two stood, nothing is given."""
    early = Refund(id="r", customer="c", order="o-1", occurred_at=after(0, hours=5))
    for number, facts in enumerate([[*ORDERS, BACK], [BACK, *ORDERS[::-1]], [*ORDERS, early], [early, *ORDERS]]):
        with shop(f"{sqlite_url}-{number}") as engine:
            for fact in facts:
                engine.handle(fact)
            assert engine.customer("c").wallet("points").lifetime == 0
            assert "issue_store_credit" not in stands(engine)
            assert audit(engine) == []


def test_when_a_time_has_come(database_url: str) -> None:
    """An occasion can take back too; a late fact behind it changes nothing of that."""
    with shop(database_url) as engine:
        engine.handle_many(ORDERS)
        occasion = Occasion(id="t", customer="c", plugin="second", name="o-2", occurred_at=after(9))
        decision = engine.handle(occasion)
        assert [one.units for one in decision.reversals] == [50, 0]
        assert stands(engine) == ["send_message"]
        engine.handle(visit(at=after(5)))
        assert engine.customer("c").wallet("points").lifetime == 0
        assert audit(engine) == []
        assert len(books(engine)["events"]) == 4


@pytest.mark.parametrize("event", [order(), visit()])
def test_anywhere_else_it_is_an_error(sqlite_url: str, event: Event) -> None:
    """To an order or a visit nobody can answer that something is taken back; the error says where one can."""

    def wrong(_: Event, __: Customer) -> list[TakeBack]:
        return [TakeBack("o-1")]

    with opened(sqlite_url, strategies={"wrong": wrong}) as engine:
        (failure,) = engine.handle(event).failures
        assert "answer it to a correction of an order, or to an occasion" in failure.error
