"""The sample of announce."""

from retention_sdk import Occasion, SignUp
from retention_sdk.testing import Sample, after, order


def told(id: str, day: int, name: str) -> Occasion:
    """A time at which something is told."""
    return Occasion(id=id, customer="c", occurred_at=after(day), plugin="announce", name=name)


NOTICE = {"title": {"en": "New tiers", "cs": "Nové úrovně"}, "text": "Silver is new.", "on": "2100-02-01"}

SAMPLE = Sample(
    settings={"notices": {"tiers": NOTICE, "late": {**NOTICE, "on": "2100-01-03"}}},
    story=[
        order("o-1"),
        SignUp(id="join", customer="c", occurred_at=after(1)),
        told("a-1", 2, "notices.tiers"),
        told("a-2", 3, "notices.late"),
        told("a-3", 20, "notices.tiers"),
        order("o-2", at=after(21)),
        told("a-4", 30, "expiring"),
        told("a-5", 32, "expiring"),
        told("a-6", 50, "expiring"),
        told("a-7", 90, "expiring"),
    ],
    most={"send_message": 1},
    beside={"plugins": {"welcome": {}, "points": {"expires_days": 40}}},
)
