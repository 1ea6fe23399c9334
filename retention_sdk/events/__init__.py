"""Events: what happens in a store, each a frozen fact about one customer."""

from retention_sdk.events.base import KINDS, Event
from retention_sdk.events.orders import Delivered, Line, Purchase, Refund, RefundLine
from retention_sdk.events.people import Birthday, Lapse, Referral, SignUp, Visit
from retention_sdk.events.service import CancelReason, CancelRequest, Complaint, Severity, SurveyAnswer

__all__ = [
    "KINDS",
    "Birthday",
    "CancelReason",
    "CancelRequest",
    "Complaint",
    "Delivered",
    "Event",
    "Lapse",
    "Line",
    "Purchase",
    "Referral",
    "Refund",
    "RefundLine",
    "Severity",
    "SignUp",
    "SurveyAnswer",
    "Visit",
]
