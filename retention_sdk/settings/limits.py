"""The `[limits]` table: the most that is given away."""

from collections.abc import Collection
from datetime import date
from typing import Any

from attrs import Attribute, field, frozen

from retention_sdk.actions import KINDS
from retention_sdk.authoring import setting
from retention_sdk.checks import accepts
from retention_sdk.errors import BadValue
from retention_sdk.money import Money
from retention_sdk.settings.budgets import Budget, check_budgets, zero_or_more
from retention_sdk.settings.problems import Problems, did_you_mean

NOT_KEPT = (
    *("credit", "debit", "hold_units", "release_units", "set_tier", "schedule", "remember"),
    *("hold_item", "release_item"),
)
"""The kinds of actions that the outbox does not hold."""


_OF_COOLDOWNS = sorted(KINDS.keys() - {*NOT_KEPT})


@accepts(enum=_OF_COOLDOWNS)
def _kind(_: object, attribute: "Attribute[Any]", value: str) -> None:
    if value not in _OF_COOLDOWNS:
        hint = did_you_mean(value, _OF_COOLDOWNS)
        raise BadValue(f"{attribute.name} is {value!r}, which no cooldown can be of{hint}")


@frozen
class PerCustomer:
    """The most that one customer is given in a span of days.

    Args:
        amount: the most.
        days: in any span of so many days.
    """

    amount: Money = field(validator=zero_or_more)
    days: int = setting(ge=1)


@frozen
class Cooldown:
    """How long after one action a customer gets no other of its kind.

    Args:
        kind: the kind of action, such as "issue_coupon".
        days: for so many days, from when one was granted: used or not, taken back or not.
        strategy: the one whose actions count and are refused; "" is all, together.
    """

    kind: str = field(validator=_kind)
    days: int = setting(ge=1)
    strategy: str = ""


@frozen
class Limits:
    """The most that is given away; None is no limit.

    Args:
        monthly_budget: the most that is given away in a calendar month, to all customers.
        per_customer: the most that one customer is given in a span of days.
        cooldowns: how long one customer waits for another action of a kind.
        minimum_age: in years; whoever is known to be younger is given nothing and not advertised to.
        starts: the first day for which something is given; what happened before it counts, and brings nothing.
        budgets: the most that is given away in other periods, by one strategy, or by a role's authority.
    """

    monthly_budget: Money | None = field(default=None, validator=zero_or_more)
    per_customer: PerCustomer | None = None
    cooldowns: tuple[Cooldown, ...] = ()
    minimum_age: int | None = setting(default=None, ge=1, le=120)
    starts: date | None = None
    budgets: tuple[Budget, ...] = ()

    def check(self, strategies: Collection[str] | None, roles: Collection[str], problems: Problems) -> None:
        """Note what is wrong with it where there are these strategies, if they are known, and these roles."""
        month = {("budget", "month")} if self.monthly_budget is not None else set[tuple[str, str]]()
        check_budgets(self.budgets, month, strategies, roles, problems)
