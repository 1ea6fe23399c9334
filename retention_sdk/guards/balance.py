"""A wallet never goes below zero."""

from retention_sdk.actions import Action, Debit
from retention_sdk.guards.tally import Reason, Tally


def balance(action: Action, tally: Tally) -> Reason | None:
    """Refuse a debit of more than the wallet has available."""
    if not isinstance(action, Debit) or tally.available(action.unit) >= action.amount:
        return None
    return "balance", f"{action.amount} {action.unit} are more than the {tally.available(action.unit)} available."
