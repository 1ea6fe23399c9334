"""Nobody spends more than a wallet has, and no wallet holds more than can be counted."""

from retention_sdk.actions import Action, Credit, Debit, HoldUnits
from retention_sdk.guards.tally import Reason, Tally

MOST = 2**63 - 1
"""The most that a database's integer counts."""


def balance(action: Action, tally: Tally) -> Reason | None:
    """Refuse to take or hold more than the wallet has available, and a credit that its total has no room for."""
    if isinstance(action, HoldUnits) or (isinstance(action, Debit) and not action.hold):
        available = tally.available(action.unit)
        if available < action.amount:
            return "balance", f"{action.amount} {action.unit} are more than the {available} available."
    if isinstance(action, Credit):
        total = tally.customer.wallet(action.unit).lifetime + tally.credited.get(action.unit, 0)
        if total + action.amount > MOST:
            return "wallet_full", f"{action.amount} {action.unit} on top of {total} are more than a wallet can count."
    return None
