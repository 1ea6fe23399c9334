"""What a strategy sees of credits: those of the units that it counts, as far back as it looks, as they are now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Credit, Credited, Customer, Debit, Event, PluginError, Purchase, Refund, Visit, hookimpl
from tests.audit import audit
from tests.build import after, opened, order, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Engine


class Counts:
    """A point for each euro; on a visit it notes what it sees, and spends."""

    def __init__(self, *units: str, window: int = 30) -> None:
        self.units, self.window = units, timedelta(days=window)
        self.seen: list[tuple[Credited, ...]] = []

    @hookimpl
    def looks_back(self) -> timedelta:
        """So many days."""
        return self.window

    @hookimpl
    def counts_units(self) -> tuple[str, ...]:
        """The units."""
        return self.units

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Credit]:
        """Gives points, and as many miles."""
        yield Credit("points", event.total.major)
        yield Credit("miles", event.total.major)

    @hookimpl
    def on_visit(self, event: Visit, customer: Customer) -> Iterator[Debit]:
        """Spends all points."""
        self.seen.append(customer.credits)
        if event.place == "till" and customer.wallet("points").available > 0:
            yield Debit("points", customer.wallet("points").available)


FACTS: list[Event] = [
    order("o-0", total=3, at=after(-31)),
    order("o-1", total=10, at=after(-20)),
    visit("till", at=after(-15), place="till"),
    order("o-2", total=20, at=after(-10)),
    Refund(id="r", customer="c", order="o-1", amount=order(total=4).total, occurred_at=after(-5)),
    Refund(id="s", customer="c", order="o-2", occurred_at=after(-4)),
    order("o-3", total=7, at=after(-3)),
]
SEEN = (Credited("points", 6, after(-20)), Credited("points", 7, after(-3)))


def shop(url: str, one: Counts, **tables: Any) -> Engine:
    """A shop with the strategy."""
    return opened(url, strategies={"counts": one}, **{"refunds": {"spent": "into_debt"}} | tables)


@pytest.mark.parametrize("batch", [False, True])
def test_what_it_sees(database_url: str, batch: bool) -> None:
    """Spent or not, each credit is there with what refunds have left of it, and none that is older or of another unit.

    It is the same whether facts come one by one or at once, and is what `engine.customer` has.
    """
    one = Counts("points")
    with shop(database_url, one) as engine:
        if batch:
            engine.handle_many([*FACTS, visit()])
        else:
            for fact in [*FACTS, visit()]:
                engine.handle(fact)
        assert one.seen[-1] == SEEN
        assert audit(engine) == []


def test_told_late(sqlite_url: str) -> None:
    """Told backwards, the last visit sees the same when all is told."""
    one = Counts("points")
    with shop(sqlite_url, one) as engine:
        for fact in reversed([*FACTS, visit()]):
            engine.handle(fact)
        assert one.seen[-1] == SEEN


def test_it_sees_nothing_that_it_does_not_count(sqlite_url: str) -> None:
    """A strategy that counts no units sees no credits, and nothing is read for it."""
    one = Counts()
    with shop(sqlite_url, one) as engine:
        engine.handle_many([*FACTS, visit()])
        assert one.seen[-1] == ()
        assert engine.customer("c").credits == ()


@pytest.mark.parametrize("answer", [None, [1], [""], 7])
def test_units_are_texts(sqlite_url: str, answer: Any) -> None:
    """What is no unit is refused when the engine starts."""

    class Wrong(Counts):
        @hookimpl
        def counts_units(self) -> Any:
            return answer

    with pytest.raises(PluginError, match="counts_units"):
        shop(sqlite_url, Wrong())
