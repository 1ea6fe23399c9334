"""Money is not paid back twice: to the customer, and to their bank."""

from retention_sdk.actions import Action, RefundMoney
from retention_sdk.guards.tally import Reason, Tally
from retention_sdk.language import said


def dispute(action: Action, tally: Tally) -> Reason | None:
    """Refuse to pay back money of an order that a bank asks for, or got."""
    if not isinstance(action, RefundMoney) or action.order not in tally.customer.standing.disputes:
        return None
    return "open_dispute", said(
        "The customer's bank asks for the money of order {order}, or got it: pay it once.", order=action.order
    )
