"""The strategy double_stamps."""

from datetime import UTC, datetime

import pytest
from retention_sdk import BadValue, Credit, Purchase
from retention_sdk.testing import Shop, after, customer, line, order

from retention_double_stamps import DoubleStamps

SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def stamps(strategy: DoubleStamps, event: Purchase) -> list[int]:
    """How many stamps each credit gives."""
    return [action.amount for action in strategy.on_purchase(event, customer()) if isinstance(action, Credit)]


def test_twice_on_its_days_only() -> None:
    """A stamp more for each item on a Sunday, none on a Monday."""
    sundays = DoubleStamps(sku="beans", weekdays=("sunday",))
    assert stamps(sundays, order(at=SUNDAY, quantity=2)) == [2]
    assert stamps(sundays, order(at=SUNDAY.replace(day=2), quantity=2)) == []


def test_what_was_free_is_not_stamped() -> None:
    """A free item leaves no stamp, and neither does another item."""
    bought = order(at=SUNDAY, lines=[line("beans", quantity=3, free_units=1)])
    assert stamps(DoubleStamps(sku="beans", weekdays=("sunday",)), bought) == [2]
    assert stamps(DoubleStamps(sku="tea", weekdays=("sunday",)), bought) == []


def test_the_day_is_the_shops() -> None:
    """Sunday 23:30 in London is Monday in Prague."""
    late = order(at=SUNDAY.replace(hour=23, minute=30), quantity=2)
    assert stamps(DoubleStamps(sku="beans", weekdays=("monday",), timezone="Europe/Prague"), late) == [2]


def test_what_cannot_be_is_refused() -> None:
    """No day, or a zone that does not exist, is an error that begins with the setting's name."""
    with pytest.raises(BadValue, match=r"^weekdays is empty"):
        DoubleStamps(sku="beans", weekdays=())
    with pytest.raises(BadValue, match=r"^timezone is 'Prague'"):
        DoubleStamps(sku="beans", weekdays=("sunday",), timezone="Prague")


def test_beside_a_punch_card() -> None:
    """In a shop a card is full sooner; a refund takes the extra stamps too."""
    card = {"sku": "beans", "stamps": 10}
    twice = {"sku": "beans", "weekdays": ["saturday"]}
    with Shop(plugins={"punch_card": card, "double_stamps": twice}) as shop:
        shop.buys("ann", quantity=3, at=after(days=1))
        assert shop.wallet("ann", "stamps").available == 6
        shop.refunds("ann")
        assert shop.wallet("ann", "stamps").available == 0
