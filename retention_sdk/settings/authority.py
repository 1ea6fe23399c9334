"""The `[authority]` table: what each role may give for a complaint, or to somebody who wants to cancel."""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from retention_sdk.authoring import setting
from retention_sdk.money import LARGEST, Money
from retention_sdk.settings.annotations import kind_of
from retention_sdk.settings.budgets import zero_or_more
from retention_sdk.settings.document import as_table
from retention_sdk.settings.problems import Problems
from retention_sdk.settings.structure import structure


@frozen
class Bounds:
    """What may be given; None is no bound.

    Args:
        amount: the most that may be given, at once or in so many `days`.
        share: the most that may be given, in percent of what the order came to, where that is known.
        days: the amount is what one customer may be given in so many days; else at once.
        reason: whether the action must say why.
    """

    amount: Money | None = field(default=None, validator=zero_or_more)
    share: int | None = setting(default=None, ge=0)
    days: int | None = setting(default=None, ge=1)
    reason: bool = False


@frozen
class Role(Bounds):
    """What a role may give.

    Args:
        answers_in: open hours in which this role answers what it is asked to approve, by the calendar of `[cases]`;
            without it, when there is time.
        kinds: other bounds, by kind of action.
    """

    answers_in: int | None = setting(default=None, ge=1)
    kinds: dict[str, Bounds] = field(factory=dict[str, Bounds])

    def __str__(self) -> str:
        """The amount, for a person."""
        return "any amount" if self.amount is None else str(self.amount)


def authority_schema() -> dict[str, Any]:
    """The JSON Schema of the table."""
    roles = [kind_of(Money).schema(minimum=0), kind_of(Role).schema()]
    return {
        "type": "object",
        "additionalProperties": {
            "anyOf": roles,
            "description": "the most that the role may give, or a table of bounds",
        },
    }


def read_authority(raw: object, problems: Problems) -> dict[str, Money | Role]:
    """Read the table: each role with an amount, or with a table of its own.

    Args:
        raw: the table as the document has it.
        problems: gets a sentence for each thing that is wrong.

    Returns:
        The roles, in the document's order.
    """
    table = as_table(raw)
    if table is None:
        structure(dict[str, Money], raw, ("authority",), problems)  # which says what is wrong
        return {}
    return {role: made for role, value in table.items() if (made := _role(role, value, problems)) is not None}


def _role(role: str, raw: object, problems: Problems) -> Money | Role | None:
    path = ("authority", role)
    table = as_table(raw)
    if isinstance(raw, Role) or (table is not None and "env" not in table):
        return structure(Role, raw, path, problems)
    amount = structure(Money, raw, path, problems)
    if amount is not None and amount.minor < 0:
        problems.add(path, "write an amount of zero or more")
    return amount


def ladder(roles: Mapping[str, Money | Role]) -> tuple[tuple[str, Role], ...]:
    """The roles with their bounds, the one that may give least first."""
    made = [(name, Role(amount=role) if isinstance(role, Money) else role) for name, role in roles.items()]
    made.sort(key=lambda one: (one[1].amount is None, one[1].amount.minor if one[1].amount else 0))
    return tuple(made)


def most_at_once(role: Money | Role) -> Money | None:
    """The most that a role may give at once; None is any amount."""
    return role if isinstance(role, Money) else role.amount


def most_by_role(authority: Mapping[str, Money | Role], currency: str) -> dict[str, Money]:
    """The most that each role may give at once: the largest amount that there is, where it may give any."""
    anything = Money(LARGEST, currency)
    return {role: anything if (most := most_at_once(one)) is None else most for role, one in authority.items()}
