"""The sample of points."""

from datetime import date

from retention_sdk import Delivered
from retention_sdk.testing import Sample, after, order

SAMPLE = Sample(
    settings={
        "rate": 2,
        "expires_days": 40,
        "pending_days": 2,
        "pending_until": "delivered",
        "most_per_day": 30,
        "most_per_month": 150,
        "campaigns": {"spring": {"times": 2, "first_day": date(2100, 3, 1), "last_day": date(2100, 3, 2)}},
    },
    story=[
        order("o-1", total=10),
        order("o-2", total="0.40", at=after(3)),
        Delivered(id="d-1", customer="c", order="o-1", occurred_at=after(4)),
        order("o-3", total=9, at=after(59)),
        order("o-4", total=99, at=after(60)),
        order("o-5", total=99, at=after(60, hours=1)),
    ],
    most={"credit": 1},
)
