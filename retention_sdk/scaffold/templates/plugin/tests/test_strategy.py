"""The strategy some_name."""

import pytest
from retention_sdk import BadValue
from retention_sdk.testing import Shop, after, customer, order

from retention_some_name import SomeName


@pytest.mark.parametrize(("hours", "given"), [(1, 0), (2, 1), (4, 1), (5, 0)])
def test_at_its_hours_only(hours: int, given: int) -> None:
    """Points from 14:00 on, and none from 17:00 on; the day of the test begins at noon."""
    answered = SomeName().on_purchase(order(at=after(hours=hours)), customer())
    assert len(list(answered)) == given


def test_what_cannot_be_is_refused() -> None:
    """Hours that end before they begin are refused, and the sentence begins with the setting."""
    with pytest.raises(BadValue, match=r"^ends is 9"):
        SomeName(begins=10, ends=9)


def test_in_a_shop() -> None:
    """The points are in the wallet, and a refund takes them back."""
    with Shop(plugins={"some_name": {"points": 25, "begins": 0, "ends": 24}}) as shop:
        shop.buys("ann", 20)
        assert shop.wallet("ann", "points").available == 25
        shop.refunds("ann")
        assert shop.wallet("ann", "points").available == 0
