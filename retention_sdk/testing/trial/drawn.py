"""Whatever may happen to customers, drawn by hypothesis."""

from collections.abc import Callable, Sequence
from itertools import count

from hypothesis import HealthCheck, Phase, given, settings

from retention_sdk.events import Event
from retention_sdk.testing.telling import in_order, of_customer

DRAWN, THOROUGHLY = 10, 200
"""How many lives of customers are drawn."""

SLOW = [HealthCheck.too_slow]
"""A slow machine is not a bug."""


def live(told: Callable[[Sequence[Event]], object], *, thorough: bool) -> int:
    """Tell what is drawn, customer by customer.

    Args:
        told: is told all that happens to a customer, in order.
        thorough: whether to draw much more than is usual.

    Returns:
        How many customers there were.
    """
    numbers = count()
    most = THOROUGHLY if thorough else DRAWN

    @settings(max_examples=most, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=SLOW, derandomize=not thorough)
    @given(happenings())
    def whatever_happens(drawn: list[Event]) -> None:
        told(in_order(of_customer(drawn, f"drawn-{next(numbers)}")))

    whatever_happens()
    return next(numbers)
