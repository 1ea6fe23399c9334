"""The strategy double_stamps."""

from datetime import UTC, datetime

import pytest
from retention_sdk import BadValue, Credit, Customer, Line, Money, Purchase

from retention_double_stamps import DoubleStamps

SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def order(at: datetime, quantity: int = 2, free: int = 0) -> Purchase:
    """An order of beans."""
    line = Line(sku="beans", quantity=quantity, free_units=free, total=Money.of("19.98", "EUR"))
    return Purchase(id="o-1", customer="c", occurred_at=at, lines=[line])


def stamps(strategy: DoubleStamps, event: Purchase) -> list[int]:
    """How many stamps each credit gives."""
    return [action.amount for action in strategy.on_purchase(event, Customer("c")) if isinstance(action, Credit)]


def test_twice_on_its_days_only() -> None:
    """A stamp more for each item on a Sunday, none on a Monday."""
    sundays = DoubleStamps(sku="beans", weekdays=("sunday",))
    assert stamps(sundays, order(SUNDAY)) == [2]
    assert stamps(sundays, order(SUNDAY.replace(day=2))) == []


def test_what_was_free_is_not_stamped() -> None:
    """A free item leaves no stamp, and neither does another item."""
    assert stamps(DoubleStamps(sku="beans", weekdays=("sunday",)), order(SUNDAY, quantity=3, free=1)) == [2]
    assert stamps(DoubleStamps(sku="tea", weekdays=("sunday",)), order(SUNDAY)) == []


def test_the_day_is_the_shops() -> None:
    """Sunday 23:30 in London is Monday in Prague."""
    late = order(SUNDAY.replace(hour=23, minute=30))
    assert stamps(DoubleStamps(sku="beans", weekdays=("monday",), timezone="Europe/Prague"), late) == [2]


def test_what_cannot_be_is_refused() -> None:
    """No day, or a zone that does not exist, is an error that begins with the setting's name."""
    with pytest.raises(BadValue, match="^weekdays is empty"):
        DoubleStamps(sku="beans", weekdays=())
    with pytest.raises(BadValue, match="^timezone is 'Prague'"):
        DoubleStamps(sku="beans", weekdays=("sunday",), timezone="Prague")
