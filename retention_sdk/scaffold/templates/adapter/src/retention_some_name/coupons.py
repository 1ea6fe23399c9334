"""A coupon as the platform wants it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from retention_sdk import AmountOff, IssueCoupon, PercentOff
from retention_sdk.platforms import Attempt, Refused


def coupon(action: IssueCoupon, attempt: Attempt) -> Mapping[str, object]:
    """What the platform shall issue.

    Args:
        action: the coupon that was decided.
        attempt: whom it is for, and when it was decided.

    Returns:
        The body of the request.

    Raises:
        Refused: the platform has no such coupons; one that is good for more than was meant is not issued.
    """
    if action.minimum or action.skus or action.categories or action.uses != 1:
        raise Refused("the platform's coupons can be used once, for any order")
    match action.benefit:
        case PercentOff(percent):
            worth: Mapping[str, object] = {"percent": percent}
        case AmountOff(amount):
            worth = {"amount": str(amount.amount), "currency": amount.currency}
        case _:
            raise Refused(f"the platform has no coupons for {type(action.benefit).__name__}")
    ends = None if action.valid_for is None else (attempt.at or datetime.now(UTC)) + action.valid_for
    whom = None if attempt.whom is None else attempt.whom.id
    return {**worth, "customer": whom, "ends_at": None if ends is None else ends.isoformat()}
