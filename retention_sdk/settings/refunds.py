"""The `[refunds]` table: what becomes of units when an order comes back, and of facts that come late."""

from typing import Literal

from attrs import field, frozen

from retention_sdk.authoring import setting

Spent = Literal["only_pending", "within_balance", "into_debt"]

Told = Literal["leave", "task"]


@frozen
class UnitRefunds:
    """How one unit is taken back and given back.

    Args:
        spent: what becomes of units that should be taken back and were spent already: "only_pending" takes back what
            could not be spent yet, "within_balance" what the wallet holds, "into_debt" all, and later credits pay.
        grace_days: how long spent units that come back can be spent where their lot has expired; not at all
            without it.
    """

    spent: Spent | None = field(default=None)
    grace_days: int | None = setting(default=None, ge=1)


@frozen
class Refunds:
    """How what was given is taken back.

    Args:
        spent: what becomes of units that should be taken back and were spent already: "only_pending" takes back what
            could not be spent yet, "within_balance" what the wallet holds, "into_debt" all, and later credits pay.
        grace_days: how long spent units that come back can be spent where their lot has expired; not at all without it.
        units: what is otherwise for some units, by name; a key that is not there is as its default,
            whatever stands above.
        told: what becomes of a message or a survey that went out and is not true any more: it is left as it
            is, or somebody gets a task.
        horizon_days: a fact that is told later than so many days before the customer's latest one counts from then on;
            without it, it counts from when it happened, however late it is told.
    """

    spent: Spent = field(default="within_balance")
    grace_days: int | None = setting(default=None, ge=1)
    units: dict[str, UnitRefunds] = field(factory=dict[str, UnitRefunds])
    told: Told = field(default="leave")
    horizon_days: int | None = setting(default=None, ge=1)
