"""A store that makes every statement of the hot path, with some thousand rows for it to get lost in."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from retention_sdk import Action, Credit, Customer, Debit, Engine, FreeItem, IssueCoupon
from tests.build import Does, after, eur, opened, order, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

CUSTOMERS, ORDERS = 200, 2_000
LIMITS = {"monthly_budget": "100000 EUR", "per_customer": {"amount": "9000 EUR", "days": 30}}
NUMBERS = count()


class Gives(Does):
    """Points that wait and expire, a debit from them, a coupon; it fails on visits to the cellar, unless it is well."""

    well = False

    def __init__(self) -> None:
        super().__init__(self.give, timedelta(days=30))

    def give(self, event: Any, customer: Customer) -> Iterator[Action]:
        """Answers an event."""
        if getattr(event, "place", "") == "cellar" and not self.well:
            raise LookupError("it is dark")
        yield Credit("points", 5, pending_for=timedelta(days=1), valid_for=timedelta(days=9))
        yield IssueCoupon(FreeItem("beans"), cost=eur(1))
        if customer.wallet("points").available > 3:
            yield Debit("points", 3)


def shop(url: str, key: str = "mine") -> Engine:
    """A store whose strategy looks back and whose limits are counted, so that every statement has its work."""
    return opened(url, {"one": Gives()}, store={"key": key}, limits=LIMITS)


def fill(*engines: Engine) -> None:
    """Orders of some years in each store, customer after customer."""
    for engine in engines:
        engine.handle_many(order(f"o-{n}", f"c-{n % CUSTOMERS}", at=after(n // 10)) for n in range(ORDERS))


def work(engine: Engine) -> None:
    """All that the hot path does: one event, several, known ones, a preview, a look, a failure and its retry."""
    run, late = next(NUMBERS), after(ORDERS)
    cellar = visit(f"cellar-{run}", "c-1", at=late, place="cellar")
    engine.handle(order(f"alone-{run}", "c-1", at=late))
    engine.handle(cellar)
    engine.handle_many([cellar, *(order(f"many-{run}-{n}", f"c-{n}", at=late) for n in range(5))])
    engine.handle_many([visit(f"visit-{run}-{n}", f"new-{run}-{n}", at=late) for n in range(2)])
    engine.handle_many([cellar, cellar])
    engine.preview(order(f"preview-{run}", "c-2", at=late))
    engine.customer("c-3")
    with engine.store.reading() as transaction:
        transaction.open_lots(["c-4", "c-5"], "points")
    strategy: Any = engine.registry.enabled[0].strategy
    strategy.well = True
    assert len(engine.retry_failures()) == 1
    strategy.well = False
