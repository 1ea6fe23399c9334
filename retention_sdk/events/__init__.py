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
from retention_sdk.events.sessions import (
    CancelledDirectly,
    CancelSurveyed,
    OfferAccepted,
    OfferApplied,
    OfferDeclined,
    OfferFailed,
    SaveCheckDue,
    SaveChecked,
    SessionAbandoned,
    SessionEvent,
)

__all__ = [
    "KINDS",
    "Birthday",
    "CancelReason",
    "CancelRequest",
    "CancelSurveyed",
    "CancelledDirectly",
    "Complaint",
    "Correction",
    "Delivered",
    "Dispute",
    "DisputeState",
    "Event",
    "Lapse",
    "Line",
    "OfferAccepted",
    "OfferApplied",
    "OfferDeclined",
    "OfferFailed",
    "OrderCancelled",
    "OrderEdited",
    "OrderReopened",
    "Purchase",
    "Referral",
    "Refund",
    "RefundLine",
    "SaveCheckDue",
    "SaveChecked",
    "SessionAbandoned",
    "SessionEvent",
    "Severity",
    "SignUp",
    "SurveyAnswer",
    "Visit",
]
