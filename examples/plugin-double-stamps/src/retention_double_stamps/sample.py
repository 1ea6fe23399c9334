"""What double_stamps is tried with: how it is set, and a story in which it does all that it can do."""

from retention_sdk.testing import Sample, after, order

SAMPLE = Sample(
    settings={"sku": "beans", "weekdays": ["friday", "saturday"], "timezone": "Europe/Prague"},
    story=[
        order("o-1", quantity=2),
        order("o-2", sku="tea", at=after(hours=1)),
        order("o-3", quantity=3, at=after(days=1)),
        order("o-4", at=after(days=2)),
    ],
    most={"credit": 1},
)
"""The story begins on a Friday; the tea is not stamped, and on Sunday nothing is."""
