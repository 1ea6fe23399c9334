"""A stream of events without end that is the same on every run, and the shop that handles it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from retention_sdk import Action, AmountOff, Credit, Engine, Event, IssueCoupon, Line, Purchase, Remember, hookimpl
from tests.audit import TABLES, books
from tests.build import after, config, eur

if TYPE_CHECKING:
    from collections.abc import Iterator

PLUGINS: dict[str, Any] = {
    "points": {"pending_days": 2, "expires_days": 20},
    "punch_card": {"sku": "beans", "stamps": 5, "cost": "1.20 EUR"},
}
CLOCK = ("handled_at", "failed_at", "attempts")
"""Columns that tell when our program did something, or how often it had to: they may differ."""


class Moody:
    """Fails on one order in seven, unless it is well; else it gives, counts and spends like anybody."""

    def __init__(self, *, well: bool) -> None:
        self.well = well

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Any) -> Iterator[Action]:
        """Answers an order."""
        seen = int(customer.state.get("seen", 0)) + 1
        yield Credit("smiles", event.quantity)
        if event.quantity == 7 and not self.well:
            raise ConnectionError("not well")
        yield Remember({"seen": seen})
        if seen % 5 == 0:
            yield IssueCoupon(AmountOff(eur("0.50")), reason=f"order {event.id}")


def event(number: int) -> Event:
    """The event at a place of the stream; some come again."""
    dice = random.Random(number)
    if number > 9 and dice.random() < 0.1:
        return event(number - dice.randrange(1, 9))
    quantity = dice.randint(1, 7)
    return Purchase(
        id=f"o-{number:06}",
        customer=f"c-{dice.randrange(9)}",
        # in turn: rows tell in which batch a late fact came, and the two runs have other batches
        occurred_at=after(number // 8, seconds=number),
        lines=[Line(sku=dice.choice(["beans", "tea"]), quantity=quantity, total=eur(dice.randrange(1, 60)))],
    )


def shop(url: str, *, well: bool = False) -> Engine:
    """The shop: points that wait and expire, a punch card, somebody moody, and a budget that runs out."""
    tables = config(url, plugins=PLUGINS, limits={"monthly_budget": "15 EUR"})
    return Engine.from_config(tables, {"moody": Moody(well=well)})


def everything(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """All rows of a shop but what a clock wrote into them, so that two shops can be compared."""
    found = books(engine)

    def told(row: Any) -> dict[str, Any]:
        return {name: value for name, value in row._mapping.items() if name not in CLOCK}

    return {table: sorted(map(told, found[table]), key=str) for table in TABLES}
