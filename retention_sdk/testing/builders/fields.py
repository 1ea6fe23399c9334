"""The fields that short forms pass on, so that an editor knows them and a type checker sees a wrong one."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from retention_sdk.events import Severity
from retention_sdk.money import Money
from retention_sdk.profile import Profile


class EventFields(TypedDict, total=False):
    """What every event may have besides: see `Event`."""

    source: str
    profile: Profile | None
    as_of: datetime | None


class LineFields(TypedDict, total=False):
    """What a line may have besides: see `Line`."""

    categories: Iterable[str]
    discount: Money | None
    tax: Money | None
    points_paid: Money | None
    free_units: int


class OrderFields(EventFields, total=False):
    """What an order may have besides: see `Purchase`."""

    shipping: Money | None
    shipping_tax: Money | None
    coupons: Iterable[str]


class EditFields(EventFields, total=False):
    """What an edit of an order may have besides: see `OrderEdited`."""

    shipping: Money | None
    shipping_tax: Money | None
    coupons: Iterable[str] | None
    unchanged: bool


class VisitFields(EventFields, total=False):
    """What a visit may have besides: see `Visit`."""

    place: str
    skus: Iterable[str]
    categories: Iterable[str]


class BirthdayFields(EventFields, total=False):
    """What a birthday may have besides: see `Birthday`."""

    year: int | None
    late_days: int


class ReferralFields(EventFields, total=False):
    """What a referral may have besides: see `Referral`."""

    code: str | None


class ComplaintFields(EventFields, total=False):
    """What a complaint may have besides: see `Complaint`."""

    text: str
    category: str
    severity: Severity | str
    order: str | None
    sku: str | None
    value: Money | None


class CancelFields(EventFields, total=False):
    """What a request to cancel may have besides: see `CancelRequest`."""

    subscription: str
    text: str
    price: Money | None
    channel: str
    jurisdiction: str


class AnswerFields(EventFields, total=False):
    """What an answer to a survey may have besides: see `SurveyAnswer`."""

    text: str
    order: str | None
    topics: Iterable[str]
