"""The sample of referral: Cleo brings Dan and Eve; of Dan's orders the first is kept, and Eve ordered before."""

from typing import Any

from retention_sdk import Profile, Purchase, Referral, ReferralKept, Referred, SignUp
from retention_sdk.testing import START, Sample, after, order

WHO = Profile(email="cleo@example.com")


def kept(id: str, bought: Purchase, days: int, **more: Any) -> ReferralKept:
    """What time brings of an order."""
    at = after(days)
    who: dict[str, Any] = {"customer": "c", "other": "d"} | more
    return ReferralKept(id=id, occurred_at=at, source="referral", order=bought.id, **who)


FIRST, SECOND = order("o-1", "d", 20, at=after(3)), order("o-2", "d", 30, at=after(5))
SAMPLE = Sample(
    settings={"points": 50, "friend_points": 20, "hold_days": 14, "minimum": "10 EUR", "most": 2},
    story=[
        SignUp(id="s-1", customer="c", occurred_at=START, profile=WHO),
        order("o-0", "e", 20),
        Referral(id="r-1", customer="c", occurred_at=after(2), friend="d"),
        Referred(id="shop-r-1", customer="d", occurred_at=after(2), source="referral", referrer="c"),
        Referral(id="r-2", customer="c", occurred_at=after(2), friend="e"),
        Referred(id="shop-r-2", customer="e", occurred_at=after(2), source="referral", referrer="c"),
        FIRST,
        SECOND,
        kept("k-1", FIRST, 17),
        kept("k-1-friend", FIRST, 17, customer="d", other="c", side="friend"),
        kept("k-2", SECOND, 19),
        order("o-3", "d", 30, at=after(21)),
    ],
    most={"issue_number": 1, "schedule": 1, "send_message": 1, "credit": 1, "issue_coupon": 1},
)
