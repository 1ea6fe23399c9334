"""Lapses: somebody has not ordered for so many days. Each span counts once in a silence, which an order ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from retention_sdk.customer import Standing
from retention_sdk.events import Lapse


def next_lapse(standing: Standing, days: Sequence[int], after: datetime) -> tuple[datetime, int] | None:
    """When a customer will next have been silent for a span.

    Args:
        standing: what is known of them.
        days: the spans, shortest first.
        after: when at the earliest; what was before counts no more.

    Returns:
        When, and for how many days; None where they have no order, or no span is left of this silence.
    """
    last = standing.history.last_at
    if last is None:
        return None
    had = standing.occasions
    done = 0 if had.lapse_at is None or had.lapse_at < last + timedelta(days=had.lapse_days) else had.lapse_days
    times = ((last + timedelta(days=span), span) for span in days if span > done)
    return next(((at, span) for at, span in times if at > after), None)


def is_silent(standing: Standing, lapse: Lapse) -> bool:
    """Whether a customer was silent for as long as a lapse says."""
    last = standing.history.last_at
    return last is not None and last + timedelta(days=lapse.silent_days) <= lapse.occurred_at
