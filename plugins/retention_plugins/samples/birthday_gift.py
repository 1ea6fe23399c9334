"""The sample of birthday_gift."""

from retention_sdk import Birthday, Consent, Profile
from retention_sdk.testing import Sample, after, order

WILLING = Profile(consents=[Consent(channel="email")])

SAMPLE = Sample(
    settings={"percent": 15, "points": 7},
    story=[
        order(profile=WILLING),
        Birthday(id="b-1", customer="c", occurred_at=after(10)),
        Birthday(id="b-2", customer="c", occurred_at=after(20)),
        order("o-2", at=after(300)),
        Birthday(id="b-3", customer="c", occurred_at=after(375)),
    ],
    most={"send_message": 1, "issue_coupon": 1, "credit": 1},
)
