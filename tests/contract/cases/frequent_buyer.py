"""The case of frequent_buyer."""

from tests.build import after, order
from tests.contract.case import Case

CASE = Case(
    settings={"orders": 3, "within_days": 30},
    story=[order(f"o-{day}", at=after(day)) for day in (0, 5, 9, 20, 33, 70, 80, 90)],
    most={"issue_coupon": 1},
)
