"""`[[limits.budgets]]`: what is given away in a period, to all, by one strategy, or by a role's authority."""

from collections.abc import Collection, Sequence
from typing import Any, Literal

from attrs import Attribute, field, frozen

from retention_sdk.checks import accepts
from retention_sdk.errors import BadValue
from retention_sdk.money import Money
from retention_sdk.settings.problems import Problems, did_you_mean

Period = Literal["day", "week", "month", "year"]


@accepts(minimum=0)
def zero_or_more(_: object, attribute: "Attribute[Any]", value: Money | None) -> None:
    """See that an amount is none below zero."""
    if value is not None and value.minor < 0:
        raise BadValue(f"{attribute.name} is {value}; write an amount of zero or more")


@frozen
class Budget:
    """The most that is given away in each period.

    Args:
        amount: the most, in the store's currency.
        period: "day", "week" (from Monday on), "month" or "year", each from midnight of the store.
        strategy: only what this one gives; "" is all.
        role: only what is given by the authority of this one; "" is all. Strategies act with that of the role that may
            give least, for complaints and cancel requests; who approves something uses their own.
    """

    amount: Money = field(validator=zero_or_more)
    period: Period = "month"
    strategy: str = ""
    role: str = ""

    def __attrs_post_init__(self) -> None:
        if self.strategy and self.role:
            raise BadValue(f"strategy is {self.strategy!r} and role is {self.role!r}; write two budgets, one for each")

    @property
    def name(self) -> str:
        """The name that what it counts is given under."""
        return f"strategy:{self.strategy}" if self.strategy else f"role:{self.role}" if self.role else "budget"


def check_budgets(
    budgets: Sequence[Budget],
    known: Collection[tuple[str, str]],
    strategies: Collection[str] | None,
    roles: Collection[str],
    problems: Problems,
) -> None:
    """Note what is wrong with budgets.

    Args:
        budgets: the budgets.
        known: (name, period) of those that are said elsewhere.
        strategies: the names of all that are enabled; None where they are not known.
        roles: the roles of `[authority]`.
        problems: gets a sentence for each thing that is wrong.
    """
    seen = {*known}
    for place, one in enumerate(budgets):
        path = ("limits", "budgets", place)
        if one.strategy and strategies is not None and one.strategy not in strategies:
            hint = did_you_mean(one.strategy, strategies)
            problems.add((*path, "strategy"), f"no strategy {one.strategy!r} is in the file{hint}")
        if one.role and one.role not in roles:
            hint = did_you_mean(one.role, roles)
            problems.add((*path, "role"), f"no role {one.role!r} is in [authority]{hint}")
        if (one.name, one.period) in seen:
            told = "the month's budget" if not one.strategy and not one.role else f"a budget of the {one.period}"
            problems.add(path, f"{told} is there already; write one amount")
        seen.add((one.name, one.period))
