"""The sample of members_only."""

from retention_sdk import Consent, Occasion, Profile, SignUp
from retention_sdk.testing import Sample, after, order

WILLING = Profile(consents=[Consent(channel="email")])


def told(id: str, day: int) -> Occasion:
    """A time at which specials are told."""
    return Occasion(id=id, customer="c", occurred_at=after(day), plugin="members_only", name="members")


SAMPLE = Sample(
    settings={
        "specials": {
            "kenya": {
                "title": {"en": "Kenya", "cs": "Keňa"},
                "begins": "2100-01-06",
                "ends": "2100-01-09",
                "early_days": 3,
                "categories": ["coffee"],
                "percent": 10,
            },
            "visit": {"title": "A visit", "begins": "2100-01-20", "ends": "2100-01-20", "sku": "visit"},
        }
    },
    story=[
        order(profile=WILLING),
        told("m-0", 3),
        SignUp(id="join", customer="c", occurred_at=after(4)),
        *(told(f"m-{day}", day) for day in (5, 6, 10, 19, 20)),
    ],
    most={"send_message": 1, "issue_coupon": 1},
    beside={"plugins": {"welcome": {}}},
)
