"""What customers do and time brings them, in short."""

from datetime import datetime
from typing import Unpack

from retention_sdk.events import Birthday, Lapse, ProfileChanged, Referral, SignUp, Visit
from retention_sdk.testing.builders.fields import BirthdayFields, EventFields, ReferralFields, VisitFields
from retention_sdk.testing.builders.times import START


def sign_up(id: str = "s-1", customer: str = "c", at: datetime = START, **more: Unpack[EventFields]) -> SignUp:
    """A customer joins the program."""
    return SignUp(id=id, customer=customer, occurred_at=at, **more)


def visit(id: str = "v-1", customer: str = "c", at: datetime = START, **more: Unpack[VisitFields]) -> Visit:
    """A customer drops in."""
    return Visit(id=id, customer=customer, occurred_at=at, **more)


def birthday(id: str = "b-1", customer: str = "c", at: datetime = START, **more: Unpack[BirthdayFields]) -> Birthday:
    """It is a customer's birthday."""
    return Birthday(id=id, customer=customer, occurred_at=at, **more)


def profile_changed(
    id: str = "p-1", customer: str = "c", at: datetime = START, **more: Unpack[EventFields]
) -> ProfileChanged:
    """More is known of a customer, or something else: it stands in `profile`."""
    return ProfileChanged(id=id, customer=customer, occurred_at=at, **more)


def referral(
    id: str = "f-1", customer: str = "c", at: datetime = START, friend: str = "d", **more: Unpack[ReferralFields]
) -> Referral:
    """A customer brings a friend."""
    return Referral(id=id, customer=customer, occurred_at=at, friend=friend, **more)


def lapse(
    id: str = "l-1", customer: str = "c", at: datetime = START, silent_days: int = 60, **more: Unpack[EventFields]
) -> Lapse:
    """A customer has been silent for so many days."""
    return Lapse(id=id, customer=customer, occurred_at=at, silent_days=silent_days, **more)
