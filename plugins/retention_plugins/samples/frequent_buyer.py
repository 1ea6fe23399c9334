"""The sample of frequent_buyer."""

from retention_sdk.testing import Sample, after, order

SAMPLE = Sample(
    settings={"orders": 3, "within_days": 30},
    story=[order(f"o-{day}", at=after(day)) for day in (0, 5, 9, 20, 33, 70, 80, 90)],
    most={"issue_coupon": 1},
)
