"""When something was given: by the fact that it was first given for, whatever had seemed to give it before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Line, MonthDay, OrderEdited, Profile
from retention_sdk.times import to_micros
from tests.audit import audit
from tests.build import after, eur, opened, order, rows, visit
from tests.delivery.platform import Platform, work

if TYPE_CHECKING:
    from retention_sdk import Event

TABLES: dict[str, Any] = {
    "plugins": {"punch_card": {"sku": "beans", "stamps": 2, "cost": "1 EUR"}},
    "limits": {"monthly_budget": "9 EUR"},
}


def facts() -> list[Event]:
    """An order, a second one that fills the card, and on the first of the next month the second has one item more."""
    more = [Line(sku="beans", quantity=2, total=eur(20))]
    return [
        order("o-1", at=after(9)),
        order("o-2", at=after(30)),
        OrderEdited(id="x-1", customer="c", order="o-2", occurred_at=after(31), lines=more),
    ]


@pytest.mark.parametrize("arrival", [(0, 1, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
@pytest.mark.parametrize("done", [False, True])
def test_a_gift_is_dated_by_its_order(database_url: str, arrival: tuple[int, ...], done: bool) -> None:
    """The coupon is January's, where the edit of February had seemed to give it too: in the outbox and the budget."""
    platform = Platform()
    with opened(database_url, **TABLES) as engine:
        for place in arrival:
            engine.handle(facts()[place])
            if done:
                work(engine, platform)
        (coupon,) = rows(engine, "outbox")
        assert coupon.at == to_micros(after(30))
        assert done or coupon.next_at == coupon.at
        assert [(row.period, row.amount) for row in rows(engine, "counters") if row.amount] == [("2100-01", 100)]
        assert platform.kinds == ["issue_coupon"] * done
        assert audit(engine) == []


def test_nothing_is_given_any_more(database_url: str) -> None:
    """Where a late fact leaves nothing of what was ever given of a unit, the wallet is empty."""
    with opened(database_url, plugins={"points": {}}, limits={"minimum_age": 18}) as engine:
        engine.handle(order(at=after(1)))
        assert engine.customer("c").wallet("points").available == 10
        engine.handle(visit(profile=Profile(birthday=MonthDay(5, 5, 2095))))
        assert engine.customer("c").wallet("points").available == 0
        assert audit(engine) == []
