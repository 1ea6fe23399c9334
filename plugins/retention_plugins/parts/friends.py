"""What is told of two who know each other, and whether the two are one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from retention_sdk import Customer, Purchase, Referral, ReferralKept, Referred, mark_of

SOURCE = "referral"

JUST_BEFORE = timedelta(microseconds=1)
"""A code may come with the order that it is used for, which is the friend's first."""


def are_one(customer: Customer, other: str, marks: Sequence[str] = ()) -> bool:
    """Whether somebody is the customer: by id, by address however it is written, or by another mark."""
    ids = {customer.id, *customer.standing.merged}
    return other in ids or not customer.profile.known_by.isdisjoint(marks)


def brought(event: Referral, referrer: Customer) -> Referred:
    """What is told of the friend where a customer brings one."""
    marks = sorted(referrer.profile.known_by)
    return Referred(
        id=f"{event.source}-{event.id}-{_sum(marks)}",
        customer=event.friend,
        occurred_at=event.occurred_at - JUST_BEFORE,
        source=SOURCE,
        referrer=referrer.id,
        marks=marks,
    )


def kept(order: Purchase, friend: Customer, referrer: str, at: datetime) -> ReferralKept:
    """What is told of the referrer when an order of the friend's is kept."""
    marks = sorted(friend.profile.known_by)
    return ReferralKept(
        id=f"{order.source}-{order.id}-{_sum(marks)}",
        customer=referrer,
        occurred_at=at,
        source=SOURCE,
        other=friend.id,
        order=order.id,
        marks=marks,
    )


def friends_side(event: ReferralKept, referrer: str) -> ReferralKept:
    """The same, as it is told of the friend."""
    return ReferralKept(
        id=f"{event.id}-friend",
        customer=event.other,
        occurred_at=event.occurred_at,
        source=SOURCE,
        other=referrer,
        side="friend",
        order=event.order,
    )


def _sum(marks: Sequence[str]) -> str:
    """What tells marks from others: what is told with other marks is another fact."""
    return mark_of(" ".join(marks))[:8]
