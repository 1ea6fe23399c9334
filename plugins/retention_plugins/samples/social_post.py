"""The sample of social_post."""

from datetime import date, timedelta

from retention_sdk import STORE, StoreDay
from retention_sdk.testing import Sample, after


def _day(number: int) -> StoreDay:
    day = date(2100, 1, 1) + timedelta(days=number)
    return StoreDay(id=f"day-{number}", customer=STORE, occurred_at=after(number), day=day)


SAMPLE = Sample(
    settings={
        "accounts": ["one", "two"],
        "posts": [
            {"text": "New beans", "time": "10:00", "day": "2100-01-04"},
            {"text": "Coffee is free", "time": "08:30", "weekdays": ["monday"], "accounts": ["one"]},
        ],
    },
    story=[_day(number) for number in range(1, 12)],
    most={"post_social": 3},
)
