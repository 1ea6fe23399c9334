"""Approvals: what becomes of what was above somebody's authority. Pure: each is a fold over a customer's facts."""

from retention_sdk.approvals.approval import Approval
from retention_sdk.approvals.book import Approvals, answered, asked, found, kept, waiting, went_up

__all__ = [
    "Approval",
    "Approvals",
    "answered",
    "asked",
    "found",
    "kept",
    "waiting",
    "went_up",
]
