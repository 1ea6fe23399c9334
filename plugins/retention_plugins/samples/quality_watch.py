"""The sample of quality_watch."""

from datetime import date, timedelta

from retention_sdk import STORE, ItemChecked, ItemCounts, StoreDay
from retention_sdk.testing import Sample, after


def _day(number: int, complaints: int = 0) -> StoreDay:
    items = [ItemCounts(sku="beans", orders=50, complaints=complaints)]
    day = date(2100, 1, 1) + timedelta(days=number)
    return StoreDay(id=f"day-{number}", customer=STORE, occurred_at=after(number), day=day, items=items)


SAMPLE = Sample(
    settings={"weeks": 1, "one_in": 1000},
    story=[
        *(_day(number, number % 2) for number in range(1, 12)),
        *(_day(number, 12) for number in range(12, 14)),
        *(_day(number) for number in range(14, 22)),
        _day(22, 30),
        ItemChecked(id="looked", customer=STORE, occurred_at=after(22, hours=2), sku="beans", good=True),
        _day(23),
    ],
    most={"create_task": 1, "hold_item": 1, "release_item": 1},
)
