"""Whatever may happen to customers, drawn by hypothesis; the same each time, unless much is drawn."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from retention_sdk.customer import Customer
from retention_sdk.events import Event
from retention_sdk.testing.drawn import customers, events, histories
from retention_sdk.testing.shop.telling import in_order, of_customer

T = TypeVar("T")

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.large_base_example)
"""A slow machine is not a bug."""

LIVES, QUESTIONS, THOROUGHLY = 5, 15, 50
"""How many customers' lives are drawn, how many questions; and how many times as many where that is asked for."""


def lives(told: Callable[[Sequence[Event]], object], *, thorough: bool) -> None:
    """Tell all that happens to drawn customers.

    Args:
        told: is told what happens to a customer, in order.
        thorough: whether to draw much more than is usual.
    """
    numbers = count()
    _draw(
        histories(),
        lambda drawn: told(in_order(of_customer(drawn, f"drawn-{next(numbers)}"))),
        LIVES,
        thorough=thorough,
    )


def questions(kinds: Sequence[type[Event]], put: Callable[[Event, Customer], object], *, thorough: bool) -> None:
    """Draw events of some kinds, and customers.

    Args:
        kinds: the kinds.
        put: is given an event and the customer whose it is.
        thorough: whether to draw much more than is usual.
    """
    _draw(st.tuples(events(*kinds), customers()), lambda drawn: put(*drawn), QUESTIONS, thorough=thorough)


def _draw(drawn: st.SearchStrategy[T], use: Callable[[T], object], most: int, *, thorough: bool) -> None:
    @settings(
        max_examples=most * THOROUGHLY if thorough else most,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=not thorough,
        suppress_health_check=SLOW,
    )
    @given(drawn)
    def each(value: Any) -> None:
        """Use one that was drawn."""
        use(value)

    each()
