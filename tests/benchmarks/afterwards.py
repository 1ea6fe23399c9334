"""(i) What comes after a purchase, one by one: its refund, a redeemed reward, an accepted offer; each against one."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from retention_sdk import CancelRequest, Engine, Money, Refund
from tests.benchmarks.bench import ALL, DATABASES, Bench, Rounds, config
from tests.benchmarks.contests import one_by_one
from tests.benchmarks.measuring import Race, race
from tests.benchmarks.orders import APART
from tests.benchmarks.table import Row
from tests.benchmarks.verifying import rows, verify_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from retention_sdk import Purchase

OFFERS = {"offers": {"secret": "not a secret: the benchmark's own"}}
REWARDS = {"rewards": {"card": {"title": "A card", "cost": 1, "gives": {"gift_card": "1 EUR"}}}}
PRICE = Money(1_990, "EUR")


def run(bench: Bench) -> Iterator[Row]:
    """A row of each for each database, with all strategies."""
    for database in DATABASES:
        yield Row.of("i", f"a refund of a whole order, {database}, to an order", _refunds(bench, database))
    for database in DATABASES:
        yield Row.of("i", f"a redeemed reward, {database}, to an order", _redeems(bench, database))
    for database in DATABASES:
        yield Row.of("i", f"an accepted offer, {database}, to an order", _accepts(bench, database))


def _against_orders(bench: Bench, base: Engine, orders: list[Purchase], ours: list[Callable[[], object]]) -> Race:
    """Race calls of ours, one by one, against as many orders on another engine."""
    rounds, size = bench.effort.rounds, bench.effort.single // 2
    assert len(ours) >= (rounds + 1) * size

    def call(number: int) -> None:
        for one in ours[number * size : (number + 1) * size]:
            one()

    return race(
        lambda number: one_by_one(base, orders[number * size : (number + 1) * size]), call, bench.effort.rounds, size
    )


def _engine(bench: Bench, database: str, tables: Mapping[str, Any]) -> Engine:
    """An engine with all strategies and more tables, on a new database."""
    url = bench.url(database)
    bench.engine_on(url).close()  # so that its tables are there
    return Engine.from_config(config(url, ALL) | tables)


def _orders(bench: Bench) -> list[Purchase]:
    """Orders of which none is delivered twice, of customers who buy again and again."""
    found = Rounds.of(bench.effort.rounds + 1, bench.effort.single).orders
    return list({order.id: order for order in found}.values())


def _refunds(bench: Bench, database: str) -> Race:
    """Refunds of orders that their customers have placed since, in their turn."""
    orders = _orders(bench)
    at = orders[-1].occurred_at + APART
    refunds = [
        Refund(id=f"r-{one.id}", customer=one.customer, occurred_at=at, source="shop", order=one.id) for one in orders
    ]
    with bench.engine(database, ALL) as base, bench.engine(database, ALL) as engine:
        engine.handle_many(orders)
        laps = _against_orders(bench, base, orders, [partial(engine.handle, one) for one in refunds])
        engine.handle_many(refunds)
        verify_ledger(engine)
        assert rows(engine, "SELECT count(*) FROM wallets WHERE available <> 0 OR pending <> 0") == [(0,)]
    return laps


def _redeems(bench: Bench, database: str) -> Race:
    """Redemptions of what a customer's orders have earned."""
    orders = _orders(bench)
    with bench.engine(database, ALL) as base, _engine(bench, database, REWARDS) as engine:
        engine.handle_many(orders)
        spent = [order for order in orders if order.total.major]
        redeems = [partial(engine.redeem, one.customer, "card", one.id) for one in spent]
        laps = _against_orders(bench, base, orders, redeems)
        for redeem in redeems:
            redeem()
        verify_ledger(engine)
        cards = "SELECT count(*) FROM outbox WHERE kind = 'issue_gift_card' AND plugin = 'rewards'"
        assert rows(engine, cards) == [(len(spent),)]
    return laps


def _accepts(bench: Bench, database: str) -> Race:
    """Acceptances of an offer that each customer was made."""
    orders = _orders(bench)
    with bench.engine(database, ALL) as base, _engine(bench, database, OFFERS) as engine:
        tokens = [_offered(engine, order) for order in orders]
        laps = _against_orders(bench, base, orders, [partial(engine.accept, one) for one in tokens])
        for one in tokens:
            engine.accept(one)
        verify_ledger(engine)
        discounts = "SELECT count(*) FROM outbox WHERE kind = 'discount_subscription'"
        assert rows(engine, discounts) == [(len(tokens),)]
    return laps


def _offered(engine: Engine, order: Purchase) -> str:
    """The token of an offer to somebody who wants to leave."""
    request = CancelRequest(
        id=f"x-{order.id}",
        customer=f"of {order.id}",
        occurred_at=datetime.now(UTC),
        subscription=f"s-{order.id}",
        reason="price",
        price=PRICE,
    )
    engine.handle(request)
    session = engine.customer(request.customer).session(request.id)
    assert session is not None
    (offer,) = engine.offers(session)
    return offer.token
