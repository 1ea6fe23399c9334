"""One event: handled, handled again, previewed, refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import evolve

from retention_sdk import (
    BadValue,
    CancelRequest,
    Credit,
    CurrencyMismatch,
    Customer,
    Event,
    EventConflict,
    Line,
    Money,
    Purchase,
    Refund,
    RefundLine,
    StoreView,
    Wallet,
    hookimpl,
)
from tests.build import START, after, complaint, eur, opened, order, rows, visit

TABLES = ("events", "customers", "wallets", "movements", "lots", "outbox", "schedule", "failures")


def a_point(event: Event, _: Customer) -> list[Credit]:
    """One point for any event."""
    return [Credit("points", 1, reason=f"for {event.id}")]


def everything(engine: Any) -> list[Any]:
    """All rows of a store."""
    return [rows(engine, table) for table in TABLES]


def test_an_event_is_handled(database_url: str) -> None:
    """What a strategy proposes is granted, stands in the decision with its key, and in the customer's wallet."""
    with opened(database_url, {"one": a_point}) as engine:
        decision = engine.handle(visit())
        assert decision.event == visit()
        assert decision.actions == (Credit("points", 1, reason="for v-1"),)
        assert [(grant.plugin, len(grant.key)) for grant in decision.granted] == [("one", 32)]
        assert engine.customer("c").wallet("points") == Wallet("points", available=1, lifetime=1)


def test_an_event_that_nobody_answers_is_kept(database_url: str) -> None:
    """An event without any strategy for it is decided, stored and counted like any other."""
    with opened(database_url) as engine:
        decision = engine.handle(order(total=12, quantity=3))
        assert (decision.actions, decision.refusals, decision.failures) == ((), (), ())
        assert engine.customer("c").history.spent == 1200
        assert len(rows(engine, "events")) == 1


def test_a_redelivery_answers_an_equal_decision(database_url: str) -> None:
    """The same event again answers the same and changes nothing: from this engine, another one, or after a restart."""
    with opened(database_url, {"one": a_point}) as engine, opened(database_url, {"one": a_point}) as other:
        decision = engine.handle(order())
        before = everything(engine)
        assert engine.handle(order()) == decision
        assert other.handle(order()) == decision
        assert engine.handle_many([order(), order()]) == [decision, decision]
        assert engine.preview(order()) == decision
        assert everything(engine) == before
    with opened(database_url, {"one": a_point}) as engine:
        assert engine.handle(order()) == decision
        assert everything(engine) == before


def test_a_redelivery_years_later(database_url: str) -> None:
    """After years of other events, and with other strategies, the first decision still stands."""
    with opened(database_url, {"one": a_point}) as engine:
        decision = engine.handle(order())
        engine.handle_many([order(f"o-{n}", at=after(365 * n)) for n in range(2, 12)])
    with opened(database_url, {"two": a_point}) as engine:
        assert engine.handle(order()) == decision
        assert engine.customer("c").wallet("points").available == 11


def test_the_same_instant_in_another_zone_is_the_same_event(database_url: str) -> None:
    """An instant is the same in any time zone, so this is a redelivery and no conflict."""
    with opened(database_url, {"one": a_point}) as engine:
        decision = engine.handle(order())
        assert engine.handle(order(at=START.astimezone(timezone(timedelta(hours=5))))) == decision


@pytest.mark.parametrize(
    "other",
    [order(total=11), order(customer="d"), order(at=after(seconds=1)), visit("o-1"), order(coupons=["X"])],
    ids=["amount", "customer", "time", "kind", "coupon"],
)
def test_another_body_under_the_same_id_is_a_conflict(database_url: str, other: Event) -> None:
    """A known id with any other body is an error that shows both fingerprints; nothing changes."""
    with opened(database_url, {"one": a_point}) as engine:
        engine.handle(order())
        before = everything(engine)
        for ask in (engine.handle, engine.preview, lambda event: engine.handle_many([event])):
            with pytest.raises(EventConflict) as caught:
                ask(other)
            error = caught.value
            assert (error.source, error.id) == ("sdk", "o-1")
            assert error.known != error.given
            assert all(part in str(error) for part in ("'o-1'", "'sdk'", error.known, error.given))
        assert everything(engine) == before


def test_an_id_belongs_to_its_source(database_url: str) -> None:
    """The same id from two sources is two events, with two keys."""
    with opened(database_url, {"one": a_point}) as engine:
        first, second = (engine.handle(order(source=source)) for source in ("shop", "till"))
        assert first.granted[0].key != second.granted[0].key
        assert engine.customer("c").wallet("points").available == 2


@pytest.mark.parametrize("length", [2, 3])
def test_source_and_id_do_not_run_together(database_url: str, length: int) -> None:
    """Source "ab" with id "c" and source "a" with id "bc" are two events with two keys."""
    with opened(database_url, {"one": a_point}) as engine:
        decision = engine.handle(visit("abcd"[length:], source="abcd"[:length]))
        other = engine.handle(visit("abcd"[1:], source="a"))
        assert decision.granted[0].key != other.granted[0].key


FOREIGN = [
    order(lines=[Line(sku="a", quantity=1, total=Money.of(1, "USD"))]),
    complaint(value=Money.of(1, "USD")),
    CancelRequest(id="x", customer="c", occurred_at=START, price=Money.of(1, "USD")),
    Refund(id="x", customer="c", occurred_at=START, amount=Money.of(1, "USD")),
    Refund(id="x", customer="c", occurred_at=START, lines=[RefundLine(sku="a", quantity=1, total=Money.of(1, "USD"))]),
]


@pytest.mark.parametrize("event", FOREIGN, ids=lambda event: event.kind)
def test_another_currency_is_refused(sqlite_url: str, event: Event) -> None:
    """An event about money in another currency than the store's is an error that names both; nothing is stored."""
    with opened(sqlite_url) as engine:
        for ask in (engine.handle, engine.preview, lambda event: engine.handle_many([event])):
            with pytest.raises(CurrencyMismatch, match=r"USD.*EUR"):
                ask(event)
        assert rows(engine, "events") == []


def test_a_naive_time_is_refused() -> None:
    """A time without a zone is no time: the event cannot even be made."""
    with pytest.raises(BadValue, match="time zone"):
        visit(at=datetime(2026, 1, 1, 12))  # noqa: DTZ001, the point of the test


@pytest.mark.parametrize("thing", [None, "order", {"id": "o-1"}, Purchase, 5])
def test_what_is_no_event_is_refused(sqlite_url: str, thing: Any) -> None:
    """Anything but an event is refused by name."""
    with opened(sqlite_url) as engine:
        for ask in (engine.handle, engine.preview, lambda event: engine.handle_many([event])):
            with pytest.raises(BadValue, match="is no event"):
                ask(thing)


def test_a_preview_changes_nothing(database_url: str) -> None:
    """A preview answers what handling answers then, keys too, and not a row is written."""
    with opened(database_url, {"one": a_point}) as engine:
        before = everything(engine)
        preview = engine.preview(order())
        assert everything(engine) == before
        assert engine.preview(order()) == preview == engine.handle(order())
        before = everything(engine)
        assert engine.preview(order("o-2")).granted[0].key == engine.handle(order("o-2")).granted[0].key
        assert everything(engine) != before


def test_an_unknown_customer_is_blank(database_url: str) -> None:
    """A customer that nobody heard of is blank, and asking for them makes no row."""
    with opened(database_url) as engine:
        assert engine.customer("nobody") == Customer("nobody", store=StoreView(name="Bean & Leaf"))
        assert rows(engine, "customers") == []


def test_a_customer_stands_as_of_now(database_url: str) -> None:
    """Units whose time has come can be spent, and units past their date are gone, without any event."""

    def seen(event: Event, _: Customer) -> list[Credit]:
        day = timedelta(days=1)
        return [
            Credit("ripe", 5, pending_for=day),
            Credit("green", 5, pending_for=30 * day),
            Credit("gone", 5, valid_for=day),
        ]

    with opened(database_url, {"one": seen}) as engine:
        engine.handle(visit(at=datetime.now(UTC) - timedelta(days=10)))
        before = everything(engine)
        customer = engine.customer("c")
        units = {unit: (wallet.available, wallet.pending) for unit, wallet in customer.wallets.items()}
        assert units == {"ripe": (5, 0), "green": (0, 5), "gone": (0, 0)}
        assert everything(engine) == before


def test_hooks_with_fewer_arguments(sqlite_url: str) -> None:
    """A hook may take event and customer, in either order, one of them, or nothing."""

    class Both:
        @hookimpl
        def on_visit(self, customer: Customer, event: Event) -> list[Credit]:
            return [Credit("points", 1, reason=f"{customer.id} {event.id}")]

    class EventAlone:
        @hookimpl
        def on_visit(self, event: Event) -> list[Credit]:
            return [Credit("points", 1, reason=event.id)]

    class CustomerAlone:
        @hookimpl
        def on_visit(self, customer: Customer) -> list[Credit]:
            return [Credit("points", 1, reason=customer.id)]

    class Nothing:
        @hookimpl
        def on_visit(self) -> list[Credit]:
            return [Credit("points", 1, reason="nothing")]

    strategies = {"a": Both(), "b": EventAlone(), "c": CustomerAlone(), "d": Nothing()}
    with opened(sqlite_url, strategies) as engine:
        assert [action.reason for action in engine.handle(visit()).actions] == ["c v-1", "v-1", "c", "nothing"]


def test_a_handled_event_is_not_changed(database_url: str) -> None:
    """A decision holds the event as it was handed in, whatever is made of copies of it later."""
    with opened(database_url, {"one": a_point}) as engine:
        event = order()
        decision = engine.handle(event)
        evolve(event, coupons=["X"])
        assert decision.event == event == engine.handle(event).event


def test_the_amount_of_a_total_is_the_customers(database_url: str) -> None:
    """Orders, units and money of a customer are counted once for each order, and the first and last are known."""
    with opened(database_url) as engine:
        late, early = order("o-2", total="5.50", quantity=2, at=after(3)), order("o-1", total=4, at=after(1))
        engine.handle_many([late, early, early])
        history = engine.customer("c").history
        assert (history.orders, history.units, history.spent) == (2, 3, eur("9.50").minor)
        assert (history.first_at, history.last_at) == (after(1), after(3))
