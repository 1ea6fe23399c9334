"""What the facts of a small shop may be told with, so that an editor knows it and a type checker sees a wrong one."""

from collections.abc import Iterable
from datetime import datetime

from retention_sdk.events import CancelReason, Line, RefundLine
from retention_sdk.testing.builders.fields import (
    AnswerFields,
    CancelFields,
    ComplaintFields,
    EventFields,
    OrderFields,
    ReferralFields,
    VisitFields,
)
from retention_sdk.testing.builders.orders import Amount


class Told(EventFields, total=False):
    """What every fact may be told with: an id of its own, and another time than the clock's."""

    id: str
    at: datetime


class Bought(Told, OrderFields, total=False):
    """What an order may be told with."""

    sku: str
    quantity: int
    lines: Iterable[Line]


class AboutOrder(Told, total=False):
    """What may be told of an order; it is the customer's latest where none is named."""

    order: str


class PaidBack(AboutOrder, total=False):
    """What a refund may be told with."""

    amount: Amount
    lines: Iterable[RefundLine]


class DroppedIn(Told, VisitFields, total=False):
    """What a visit may be told with."""


class Brought(Told, ReferralFields, total=False):
    """What a referral may be told with."""


class Complained(Told, ComplaintFields, total=False):
    """What a complaint may be told with."""


class Leaving(Told, CancelFields, total=False):
    """What a request to cancel may be told with."""

    reason: CancelReason | str


class Answered(Told, AnswerFields, total=False):
    """What an answer to a survey may be told with."""

    survey: str
    score: int | None
