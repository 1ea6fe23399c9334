"""How much of a role's authority is left for a customer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from retention_sdk.actions import Giving
from retention_sdk.customer import Customer
from retention_sdk.money import Money
from retention_sdk.settings import Bounds, Role


def left_of(role: Role, kind: str | None, customer: Customer, worth: Money | None, at: datetime) -> Money | None:
    """What a role may still give a customer.

    Args:
        role: the role.
        kind: the kind of action that has bounds of its own; None is any other.
        customer: the customer, with what was given as far back as the bounds look.
        worth: what was paid for what it is about, where that is known.
        at: when.

    Returns:
        The least that its bounds leave; None where there is none.
    """
    bounds: Bounds = role if kind is None else role.kinds[kind]
    found: list[Money] = []
    if bounds.amount is not None:
        given = 0 if bounds.days is None else _given(customer, kind, at - timedelta(days=bounds.days))
        found.append(Money(max(bounds.amount.minor - given, 0), bounds.amount.currency))
    if bounds.share is not None and worth is not None:
        found.append(Money(max(worth.minor * bounds.share // 100, 0), worth.currency))
    return least(found)


def least(amounts: Sequence[Money | None]) -> Money | None:
    """The least of what is known."""
    return min((one for one in amounts if one is not None), default=None)


def _given(customer: Customer, kind: str | None, since: datetime) -> int:
    gifts = (one.action for one in customer.rewards if one.at > since and kind in (None, one.action.kind))
    return sum(one.cost.minor for one in gifts if isinstance(one, Giving) and one.cost is not None)
