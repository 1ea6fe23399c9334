"""A gift that may be given in part: where a limit leaves less than it costs, it is given for what is left."""

from collections.abc import Sequence

from attrs import evolve

from retention_sdk.actions import Action, Credit, IssueGiftCard, IssueStoreCredit, RefundMoney
from retention_sdk.decision import Note
from retention_sdk.explain import wish
from retention_sdk.money import Money

Divisible = Credit | IssueGiftCard | IssueStoreCredit | RefundMoney
"""The gifts that have an amount."""

CODE = "partly"
"""The code of the note that says so."""


def part(action: Action, left: int) -> Divisible | None:
    """The largest part of a gift that costs no more than is left.

    Args:
        action: what was proposed.
        left: minor units.

    Returns:
        The gift with its amount and its cost in proportion; None where it may not be given in part, where nothing
        worth speaking of is left, and where all of it has room.
    """
    if not isinstance(action, Divisible) or not action.partly:
        return None
    cost, amount = action.charge, _units(action)
    if not cost or not 0 < left < cost.minor:
        return None
    less = amount * left // cost.minor
    # rounded up, and still no more than is left
    return with_units(action, less, -(-less * cost.minor // amount)) if less else None


def with_units(action: Divisible, units: int, cost: int) -> Divisible:
    """A gift with another amount, and another cost in minor units."""
    costs = None if action.cost is None else Money(cost, action.cost.currency)
    if isinstance(action, Credit):
        return evolve(action, amount=units, cost=costs)
    return evolve(action, amount=Money(units, action.amount.currency), cost=costs)


def smaller(action: Action, granted: Action) -> Action:
    """What stands of a gift that was granted in part, where it would be so much now: no more than was granted."""
    if not isinstance(action, Divisible) or type(granted) is not type(action) or not action.partly:
        return action
    return granted if isinstance(granted, Divisible) and _units(granted) < _units(action) else action


def is_part(granted: Action | None, action: Action) -> bool:
    """Whether what was granted is a part of what is proposed."""
    return granted is not None and granted != action and smaller(action, granted) is granted


def noted(plugin: str, less: Action, action: Action, sentence: str) -> Note:
    """The note that a gift is given in part, and why."""
    return Note(CODE, _begin(plugin, less, action) + sentence)


def why(notes: Sequence[Note], plugin: str, less: Action, action: Action) -> str:
    """What a note said of a gift that was given in part."""
    begin = _begin(plugin, less, action)
    said = (note.sentence for note in notes if note.code == CODE)
    return next((one.removeprefix(begin) for one in said if one.startswith(begin)), "")


def _begin(plugin: str, less: Action, action: Action) -> str:
    return f"{plugin} wanted to {wish(action)}, and could only {wish(less)}: "


def _units(action: Divisible) -> int:
    return action.amount if isinstance(action, Credit) else action.amount.minor
