"""The sample of punch_card."""

from retention_sdk.testing import Sample, after, order

SAMPLE = Sample(
    settings={"sku": "beans", "stamps": 4, "per_day": 7, "at_once": 19},
    story=[
        order("o-1", quantity=3),
        order("o-2", quantity=6, at=after(1)),
        order("o-3", customer="d", quantity=8, at=after(2)),
    ],
    most={"credit": 1, "debit": 19, "issue_coupon": 19},
)
