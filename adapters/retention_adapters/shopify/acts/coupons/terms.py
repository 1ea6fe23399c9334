"""What a discount code is good for."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, cast

from attrs import fields, frozen

from retention_sdk import Money

Family = Literal["basic", "free_shipping", "bxgy"]

NEAR = timedelta(minutes=10)
"""How far two ends may be apart and be the same: where nobody says from when, a first try counts from its own now."""


@frozen(kw_only=True)
class Terms:
    """What a discount code is good for, be it meant or found.

    Args:
        family: "basic" takes something off, "free_shipping" the shipping, "bxgy" gives items to who buys others.
        customer: the only one who can use it, by global id; None is everybody.
        uses: how often it can be used; None is always.
        once: whether each customer can use it once only.
        ends: until when; None is for ever.
        combinable: whether it goes with other discounts; None is with some of them, which we never mean.
        minimum: the least that the items have to come to.
        items: the variants or collections that it is good for, by global id; none is all.
        percent: how many percent it takes off.
        amount: what it takes off.
        free: how many of the items are free to who buys the others.
        buys: the variants or collections that have to be bought.
        least: how many of them, or for how much, with "quantity" or "amount".
    """

    family: Family
    customer: str | None = None
    uses: int | None = 1
    once: bool = True
    ends: datetime | None = None
    combinable: bool | None = False
    minimum: Money | None = None
    items: frozenset[str] = frozenset()
    percent: Decimal | None = None
    amount: Money | None = None
    free: int | None = None
    buys: frozenset[str] = frozenset()
    least: tuple[str, Decimal] | None = None

    def differences(self, found: "Terms") -> list[str]:
        """In what a code that was found is otherwise than this, in words."""
        return [
            _told(attribute.name, meant, there)
            for attribute in fields(type(self))
            if not _same(meant := getattr(self, attribute.name), there := getattr(found, attribute.name))
        ]


def _told(name: str, meant: object, there: object) -> str:
    if name == "customer":  # who they are is nobody's business who reads the reason
        return f"it is for {'other customers' if there else 'everybody'}"
    return f"{name} is {_said(there)} instead of {_said(meant)}"


def _same(one: object, other: object) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(one - other) <= NEAR
    return one == other


def _said(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(str(one) for one in cast("frozenset[object]", value))) or "everything"
    return "none" if value is None else str(value)
