"""Nobody spends more than a wallet has, and no wallet holds more than can be counted."""

from retention_sdk.actions import Action, Credit, Debit, HoldUnits
from retention_sdk.guards.tally import Reason, Tally
from retention_sdk.language import N_, Amount, Said, said

MOST = 2**63 - 1
"""The most that a database's integer counts."""


def balance(action: Action, tally: Tally) -> Reason | None:
    """Refuse to take or hold more than the wallet has available, and a credit that its total has no room for."""
    held = isinstance(action, Debit) and action.hold
    if isinstance(action, (Debit, HoldUnits)) and not held and tally.available(action.unit) < action.amount:
        asked, has = Amount(action.amount, action.unit), tally.available(action.unit)
        one = N_("{asked} is more than the {has} available.")
        message = one if action.amount == 1 else N_("{asked} are more than the {has} available.")
        return "balance", Said(message, "", {"asked": asked, "has": has})
    if isinstance(action, Credit):
        total = tally.customer.wallet(action.unit).lifetime + tally.credited.get(action.unit, 0)
        if total + action.amount > MOST:
            asked = Amount(action.amount, action.unit)
            return "wallet_full", said(
                "{asked} on top of {total} are more than a wallet can count.", asked=asked, total=total
            )
    return None
