"""The case of points."""

from tests.build import after, order
from tests.contract.case import Case

CASE = Case(
    settings={"rate": 2, "expires_days": 40, "pending_days": 2},
    story=[order("o-1", total=10), order("o-2", total="0.40", at=after(3)), order("o-3", total=99, at=after(60))],
    most={"credit": 1},
)
