"""What it is tried with: its settings, and a story in which it refuses something."""

from retention_sdk.testing import Sample, after, order

SAMPLE = Sample(
    settings={"skus": ["gift-card"]},
    story=[order("o-1", sku="beans"), order("o-2", sku="gift-card", at=after(days=1))],
    most={},
    beside={"plugins": {"points": {"rate": 1}}},
    refuses=("ruled_out",),
)
"""Another strategy gives points for each order; those for the second one are refused."""
