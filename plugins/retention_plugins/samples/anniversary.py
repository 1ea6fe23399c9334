"""The sample of anniversary."""

from retention_sdk import Consent, Occasion, Profile
from retention_sdk.testing import Sample, after, order

WILLING = Profile(consents=[Consent(channel="email")])


def anniversary(year: int, day: int) -> Occasion:
    """The anniversary of a year, on a day of the story."""
    return Occasion(id=f"a-{year}-{day}", customer="c", occurred_at=after(day), plugin="anniversary", name=str(year))


SAMPLE = Sample(
    settings={"percent": 10, "points": 5},
    story=[
        order(profile=WILLING),
        order("o-2", at=after(300)),
        anniversary(2101, 364),
        anniversary(2101, 365),
        anniversary(2101, 366),
        order("o-3", at=after(700)),
        anniversary(2102, 731),
    ],
    most={"send_message": 1, "issue_coupon": 1, "credit": 1},
)
