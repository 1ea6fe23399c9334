"""What some_name is tried with: how it is set, and a story in which it refuses all that it can refuse."""

from retention_sdk.testing import Sample, after, order

SAMPLE = Sample(
    settings={"skus": ["beans"]},
    story=[order("o-1"), order("o-2", at=after(days=1))],
    most={},
    beside={"plugins": {"points": {"rate": 1}}},
    refuses=("ruled_out",),
)
"""An order of a sample is one of beans; the points that another strategy would give for it are refused."""
