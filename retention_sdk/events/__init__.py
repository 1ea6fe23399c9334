"""Events: what happens in a store, each a frozen fact about one customer."""

from retention_sdk.events.base import KINDS, Event
from retention_sdk.events.corrections import (
    Correction,
    Dispute,
    DisputeState,
    OrderCancelled,
    OrderEdited,
    OrderReopened,
    Refund,
    RefundLine,
)
from retention_sdk.events.orders import Delivered, Line, Purchase
from retention_sdk.events.people import Birthday, Lapse, Referral, SignUp, Visit
from retention_sdk.events.service import CancelReason, CancelRequest, Complaint, Severity, SurveyAnswer

__all__ = [
    "KINDS",
    "Birthday",
    "CancelReason",
    "CancelRequest",
    "Complaint",
    "Correction",
    "Delivered",
    "Dispute",
    "DisputeState",
    "Event",
    "Lapse",
    "Line",
    "OrderCancelled",
    "OrderEdited",
    "OrderReopened",
    "Purchase",
    "Referral",
    "Refund",
    "RefundLine",
    "Severity",
    "SignUp",
    "SurveyAnswer",
    "Visit",
]
