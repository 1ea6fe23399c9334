"""Steps of a subscription's period."""

from calendar import monthrange
from datetime import datetime, timedelta

from retention_sdk.errors import Refused

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}


def stepped(at: datetime, period: str, count: int) -> datetime:
    """An instant so many periods on.

    Args:
        at: where to begin.
        period: "day", "week", "month" or "year".
        count: how many; below zero is back.

    Returns:
        The instant; the last day of a month that is shorter.

    Raises:
        Refused: there is no such period.
    """
    if period in DAYS:
        return at + timedelta(days=DAYS[period] * count)
    if period not in MONTHS:
        raise Refused(f"the subscription is paid every {period or 'nothing'}, which is no period of WooCommerce's")
    year, month = divmod(at.year * 12 + at.month - 1 + MONTHS[period] * count, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
