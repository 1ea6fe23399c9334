"""What a complaint is about: what was paid for it, and whether it can be made up for."""

from datetime import datetime

from retention_sdk import Complaint, Customer, Money, Purchase, RefundMoney, SendReplacement, days


def paid_for(event: Complaint, order: Purchase | None) -> Money | None:
    """What was paid in money for the item or, where none is named, for the order; None where it is not known."""
    known = [event.value] if event.value else []
    if order:
        lines = [line for line in order.lines if not event.sku or line.sku == event.sku]
        known.append(order.basis(lines=lines, shipping=not event.sku, points_paid=False))
    price = min(known, default=None)
    return price if price and price.minor > 0 else None


def made_up(event: Complaint, customer: Customer, since: datetime) -> bool:
    """Whether something was given for the order since a time: by this strategy, or as money or goods by any."""
    at = customer.state.get(event.order or "")
    return (at is not None and noted_at(at) > since) or any(
        reward.at > since and reward.action.order == event.order
        for reward in customer.rewards
        if isinstance(reward.action, RefundMoney | SendReplacement)
    )


def disputed(event: Complaint, customer: Customer) -> bool:
    """Whether the customer's bank asks for the money of what may be meant: whatever is given then is given twice."""
    meant = [one.id for one in customer.orders] if event.order is None else [event.order]
    return not customer.standing.disputes.isdisjoint(meant)


def loyal(event: Complaint, customer: Customer, after: int) -> bool:
    """Whether the customer first bought so many days ago, or more."""
    first = customer.history.first_at
    return first is not None and event.occurred_at - first >= days(after)


def noted_at(at: object) -> datetime:
    """When something was given, as the strategy remembers it."""
    return datetime.fromisoformat(str(at))
