"""The sample of tiers."""

from retention_sdk import Occasion, Refund, TierLocked
from retention_sdk.testing import Sample, after, order


def occasion(id: str, name: str, day: int) -> Occasion:
    """What the clock tells, at a time that the strategy has named."""
    return Occasion(id=id, customer="c", occurred_at=after(day), plugin="tiers", name=name)


SAMPLE = Sample(
    settings={
        "levels": {"silver": {"at": 50, "percent": 5}, "gold": {"at": 100, "percent": 10, "points": 20}},
        "within_days": 90,
        "grace_days": 5,
        "one_down": True,
        "exclude_skus": ["voucher"],
    },
    story=[
        order("o-1", total=60),
        order("o-2", total=50, at=after(10)),
        Refund(id="r-1", customer="c", order="o-1", occurred_at=after(20)),
        order("o-3", total=70, at=after(30)),
        occasion("n-1", "notice", 91),
        occasion("e-1", "end", 105),
        order("o-4", total=100, at=after(106)),
        TierLocked(id="l-1", customer="c", occurred_at=after(107), tier="gold", until=after(500), by="Sue"),
        order("o-5", total=10, at=after(300)),
        occasion("e-2", "look", 500),
    ],
    most={"set_tier": 1, "issue_coupon": 1, "credit": 1, "send_message": 1, "take_back": 2},
)
