"""The sample of winback."""

from retention_sdk import Consent, Occasion, Profile
from retention_sdk.testing import Sample, after, order

WILLING = Profile(consents=[Consent(channel="email")])


def late(day: int, name: str = "late") -> Occasion:
    """The clock finds somebody late."""
    return Occasion(id=f"late-{day}", customer="c", occurred_at=after(day), plugin="winback", name=name)


SAMPLE = Sample(
    settings={},
    story=[
        order(profile=WILLING),
        order("o-2", at=after(20)),
        order("o-3", at=after(40)),
        late(79),
        late(80),
        late(101, "still late"),
        order("o-4", at=after(110)),
        late(122, "still late"),
        order("o-5", at=after(130)),
        late(201),
    ],
    most={"send_message": 1, "issue_coupon": 1},
)
