"""The sample of contest."""

from retention_sdk import ContestDrawn, ContestEntry, ContestWon, MonthDay, Profile, SignUp
from retention_sdk.testing import Sample, after, order

GROWN, YOUNG = Profile(birthday=MonthDay(5, 1, 1990)), Profile(birthday=MonthDay(5, 1, 2099))
COMMITMENT = "6b7821f89fbe7fe4a991e3298c83a57683ec9400fc004fda950d134b7d167276"


def entry(id: str, day: int, customer: str = "c", profile: Profile | None = None) -> ContestEntry:
    """An entry by the free way."""
    return ContestEntry(id=id, customer=customer, contest="summer", occurred_at=after(day), profile=profile)


SAMPLE = Sample(
    settings={
        "name": "summer",
        "title": "The summer draw",
        "opens": "2100-01-05",
        "closes": "2100-02-20",
        "winners": 2,
        "prize": "a gift card of 20 EUR",
        "gift_card": "20 EUR",
        "free_way": "Write to us.",
        "by_purchase": True,
        "by_sign_up": True,
        "secret": "only a test knows these 32 characters",
        "commitment": COMMITMENT,
    },
    story=[
        order("o-0", at=after(5), profile=GROWN),
        entry("e-young", 6, customer="y", profile=YOUNG),
        SignUp(id="s-1", customer="d", occurred_at=after(6), profile=GROWN),
        entry("e-1", 8),
        entry("e-2", 9),
        order("o-1", at=after(10)),
        ContestWon(id="w-1", customer="c", occurred_at=after(60), contest="summer", place=1, entry="e", entries=2),
        ContestDrawn(id="d-1", customer="@store", occurred_at=after(60), contest="summer", seed="s", commitment="c"),
    ],
    most={"credit": 1, "send_message": 1, "issue_gift_card": 1, "create_task": 1},
)
