"""Refunds at the edges: who failed, who is gone, who owes, and orders that share an id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    Action,
    AmountOff,
    Credit,
    Customer,
    Debit,
    Engine,
    Event,
    IssueCoupon,
    OrderCancelled,
    OrderEdited,
    OrderReopened,
    Purchase,
    Refund,
    RefundLine,
    Remember,
    Tag,
)
from retention_sdk.store.history import open_lots
from retention_sdk.store.outbox import STANDING
from retention_sdk.store.outstanding import outstanding
from retention_sdk.store.waiting import Waiting, waiting
from tests.audit import audit
from tests.build import after, eur, opened, order, rows, visit

if TYPE_CHECKING:
    from collections.abc import Callable

HALF: dict[str, Any] = {"lines": [RefundLine(sku="beans", quantity=1)]}
"""Of an order of two beans."""


def about(kind: Callable[..., Event], day: int, **more: Any) -> Event:
    """Something that happens to the order o-1."""
    return kind(**{"id": f"x-{day}", "customer": "c", "occurred_at": after(day), "order": "o-1", **more})


def points(engine: Engine, customer: str = "c") -> int:
    """The points that a customer can spend."""
    return engine.customer(customer).wallet("points").available


def on_order(answer: Callable[[Purchase, Customer], list[Action]]) -> Callable[..., list[Action]]:
    """What a strategy does that answers orders alone."""
    return lambda event, customer: answer(event, customer) if isinstance(event, Purchase) else []


# a strategy that failed, and was asked again when only half of the order was left


class Moody:
    """Gives a point for each unit of the order, and a coupon for two of them, when it is well."""

    def __init__(self) -> None:
        self.ill = True

    def strategy(self) -> Callable[..., list[Action]]:
        """What it does."""

        def answer(event: Purchase, _: Customer) -> list[Action]:
            if self.ill:
                raise ConnectionError("out for lunch")
            coupon = [IssueCoupon(AmountOff(eur(1)))] if event.quantity > 1 else []
            return [Credit("points", event.quantity), *coupon]

        return on_order(answer)


def coupons(engine: Engine) -> int:
    """How many coupons stand."""
    return sum(row.kind == "issue_coupon" and row.status in STANDING for row in rows(engine, "outbox"))


@pytest.mark.parametrize("late", [False, True], ids=["in turn", "and a late fact"])
def test_reopened_after_the_retry_of_half_an_order(database_url: str, late: bool) -> None:
    """A strategy that answered about half of an order has given all of it when the order stands again."""
    moody = Moody()
    with opened(database_url, {"moody": moody.strategy()}) as engine:
        engine.handle(order(quantity=2, total=20))
        engine.handle(about(Refund, 5, **HALF))
        moody.ill = False
        (retried,) = engine.retry_failures()
        assert (retried.asked_of_part, points(engine), coupons(engine)) == (("moody",), 1, 0)
        assert engine.handle(order(quantity=2, total=20)) == retried
        if late:
            engine.handle(visit("late", at=after(-1)))
        engine.handle(about(OrderReopened, 6))
        assert (points(engine), coupons(engine)) == (2, 1)
        engine.handle(about(Refund, 7, **HALF))
        assert (points(engine), coupons(engine)) == (1, 0)
        engine.handle(about(OrderCancelled, 8))
        assert (points(engine), coupons(engine)) == (0, 0)
        assert audit(engine) == []


def test_the_retry_of_a_whole_order_is_asked_of_all(database_url: str) -> None:
    """A strategy that answers late about an order of which all is left has answered as if it had been well."""
    moody = Moody()
    with opened(database_url, {"moody": moody.strategy()}) as engine:
        engine.handle(order(quantity=2, total=20))
        moody.ill = False
        (retried,) = engine.retry_failures()
        assert retried.asked_of_part == ()
        for kind, day in ((OrderCancelled, 1), (OrderReopened, 2)):
            engine.handle(about(kind, day))
        assert (points(engine), coupons(engine)) == (2, 1)
        assert audit(engine) == []


# a strategy that is gone


def remembers(event: Purchase, customer: Customer) -> list[Action]:
    """Counts orders, and says how far it is."""
    seen = customer.state.get("seen", 0)
    return [Credit("points", 4), Remember({"seen": int(str(seen)) + 1, "last": event.id})]


def memory_after(url: str, *events: Event) -> dict[str, Any]:
    """What a strategy remembers, that was away while these events were handled."""
    with opened(url) as engine:
        engine.handle_many(events)
        return {name: dict(values) for name, values in engine.customer("c").standing.memory.items()}


def test_a_strategy_that_is_gone_forgets_the_order(database_url: str) -> None:
    """Where nothing is left of an order, its strategy remembers nothing of it, though it cannot be asked any more."""
    with opened(database_url, {"one": on_order(remembers)}) as engine:
        engine.handle_many([order("o-0"), order(at=after(1))])
    assert memory_after(database_url, about(Refund, 5)) == {"one": {"seen": 1, "last": "o-0"}}
    again = memory_after(database_url, about(OrderReopened, 6))
    assert again == {"one": {"seen": 2, "last": "o-1"}}
    assert memory_after(database_url, about(OrderCancelled, 7), about(Refund, 8, order="o-0")) == {}


def test_what_it_remembers_since_stays(database_url: str) -> None:
    """What a later order has laid over the memory of the refunded one is left alone."""
    with opened(database_url, {"one": on_order(remembers)}) as engine:
        engine.handle_many([order(), order("o-2", at=after(1))])
    assert memory_after(database_url, about(Refund, 5)) == {"one": {"seen": 2, "last": "o-2"}}


def test_a_cooldown_goes_on_without_its_strategy(database_url: str) -> None:
    """The engine's own memory of an order stays, such as a cooldown that it began."""
    limits = {"cooldowns": [{"kind": "issue_coupon", "days": 30}]}
    gift = {"gift": on_order(lambda *_: [IssueCoupon(AmountOff(eur(1)))])}
    with opened(database_url, gift, limits=limits) as engine:
        engine.handle(order())
    with opened(database_url, limits=limits) as engine:
        engine.handle(about(Refund, 5))
    with opened(database_url, gift, limits=limits) as engine:
        assert [one.code for one in engine.handle(order("o-2", at=after(6))).refusals] == ["cooldown"]


# debts


def spends(event: Purchase, _: Customer) -> list[Action]:
    """The order o-2 spends what an order has brought."""
    return [Debit("points", 10)] if event.id == "o-2" else [Credit("points", 10)]


def test_debts_are_seen(database_url: str) -> None:
    """What customers owe is told beside what they can spend, and is among a customer's lots."""
    with opened(database_url, {"one": on_order(spends)}, refunds={"spent": "into_debt"}) as engine:
        engine.handle_many([order(), order("o-2", at=after(1)), order("o-3", customer="d")])
        engine.handle(about(Refund, 5))
        key = engine.config.store.key
        assert points(engine) == -10
        assert [lot.remaining for lot in open_lots(engine.store, key, "c")] == [-10]
        assert outstanding(engine.store, key, after(6))["points"] == (10, 0, 10)


# two sources, one id


def pos(id: str = "o-1", day: int = 1, **more: Any) -> Purchase:
    """An order of the till, whose orders are numbered like the web shop's."""
    return order(id, at=after(day), source="pos", **more)


def per_order(event: Purchase, _: Customer) -> list[Action]:
    """A point for each euro, and a tag that tells the order apart."""
    return [Credit("points", event.total.minor // 100), Tag(f"{event.source}-{event.quantity}")]


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "shuffled"])
def test_a_correction_is_about_its_own_sources_order(database_url: str, shuffled: bool) -> None:
    """Of two orders of one id, a correction is about the one of its own source; of a third source's, the first."""
    events = [order(total=10), pos(total=50), about(Refund, 5, source="pos", id="r-1", amount=eur(20))]
    with opened(database_url, {"one": on_order(per_order)}) as engine:
        for event in reversed(events) if shuffled else events:
            engine.handle(event)
        assert points(engine) == 10 + 30
        engine.handle(about(OrderCancelled, 6))
        assert points(engine) == 30
        engine.handle(about(OrderReopened, 7, source="help desk"))
        assert points(engine) == 10 + 30
        engine.handle(about(OrderEdited, 8, source="pos", lines=pos(total=7, quantity=2).lines))
        assert points(engine) == 10 + 7
        engine.handle(about(Refund, 9, source="pos"))
        assert points(engine) == 10
        assert audit(engine) == []


def test_a_refund_that_names_no_order_finds_the_right_one(database_url: str) -> None:
    """A refund that is matched by item takes from the order that has the item, whatever other order has its id."""
    with opened(database_url, {"one": on_order(per_order)}) as engine:
        engine.handle_many([order(total=10), pos(total=50)])
        engine.handle(about(Refund, 5, order=None, **HALF))
        assert points(engine) == 10
        engine.handle(about(Refund, 6, order=None, **HALF))
        assert points(engine) == 0
        assert audit(engine) == []


# corrections that wait


def test_what_waits_for_ever_is_seen(database_url: str) -> None:
    """A refund under the wrong customer waits, and a list says for which order, and whose that is."""
    with opened(database_url, {"one": on_order(spends)}) as engine:
        engine.handle_many([order(), order("o-2", customer="d")])
        assert waiting(engine.store, engine.config.store.key) == []
        engine.handle(about(Refund, 5, customer="d"))
        engine.handle(about(Refund, 6, customer="d", order="o-7"))
        assert waiting(engine.store, engine.config.store.key) == [
            Waiting("d", "o-1", ("c",)),
            Waiting("d", "o-7", ()),
        ]
        engine.handle(order("o-7", customer="d", at=after(3)))
        assert [one.order for one in waiting(engine.store, engine.config.store.key)] == ["o-1"]


def test_of_this_store_alone(database_url: str) -> None:
    """Another store's orders and refunds are not in the list."""
    with opened(database_url) as engine, opened(database_url, store={"key": "other"}) as other:
        other.handle_many([order(), about(Refund, 5, customer="d", order="o-9")])
        engine.handle(about(Refund, 5, customer="d"))
        assert waiting(engine.store, engine.config.store.key) == [Waiting("d", "o-1", ())]
