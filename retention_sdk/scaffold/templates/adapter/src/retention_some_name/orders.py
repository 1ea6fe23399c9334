"""An order as the platform tells it, in a webhook or in its history."""

from datetime import datetime
from typing import Any

from retention_sdk import Line, Money, Purchase
from retention_sdk.platforms import UnreadableWebhook


def purchase(told: Any, source: str) -> Purchase:
    """Read an order.

    Args:
        told: the order as JSON has it.
        source: the adapter's name.

    Returns:
        The order; its id is the platform's own, so that it is the same fact however often it is told.

    Raises:
        UnreadableWebhook: it is none.
    """
    try:
        lines = [
            Line(sku=line["sku"], quantity=line["quantity"], total=Money.of(line["total"], told["currency"]))
            for line in told["lines"]
        ]
        paid_at = datetime.fromisoformat(told["paid_at"])
        return Purchase(id=told["id"], customer=told["customer"], occurred_at=paid_at, source=source, lines=lines)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise UnreadableWebhook(f"it tells no order: {type(error).__name__}") from None
