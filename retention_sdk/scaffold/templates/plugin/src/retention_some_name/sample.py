"""What it is tried with: its settings, and a story in which it does all that it can."""

from retention_sdk.testing import Sample, after, order

SAMPLE = Sample(
    settings={"points": 25, "begins": 14, "ends": 17},
    story=[
        order("o-1", at=after(hours=1)),
        order("o-2", at=after(hours=2)),
        order("o-3", at=after(hours=5)),
    ],
    most={"credit": 1},
)
"""The story begins at noon: of its orders the second is paid at one of the hours."""
