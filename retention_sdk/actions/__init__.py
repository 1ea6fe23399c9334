"""Actions: what a strategy can propose, each a frozen value."""

from retention_sdk.actions.base import KINDS, Action, Giving
from retention_sdk.actions.contact import CreateTask, RequestSurvey, SendMessage
from retention_sdk.actions.gifts import (
    AmountOff,
    Benefit,
    FreeItem,
    FreeShipping,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    PercentOff,
    RefundMoney,
    SendReplacement,
)
from retention_sdk.actions.holds import HoldUnits, ReleaseUnits
from retention_sdk.actions.offers import Offer
from retention_sdk.actions.standing import Remember, Schedule, SetTier, Tag, Untag
from retention_sdk.actions.subscription import (
    CancelSubscription,
    ChangePlan,
    DiscountSubscription,
    ExtendService,
    PauseSubscription,
    SkipDelivery,
)
from retention_sdk.actions.wallet import Credit, Debit

__all__ = [
    "KINDS",
    "Action",
    "AmountOff",
    "Benefit",
    "CancelSubscription",
    "ChangePlan",
    "CreateTask",
    "Credit",
    "Debit",
    "DiscountSubscription",
    "ExtendService",
    "FreeItem",
    "FreeShipping",
    "Giving",
    "HoldUnits",
    "IssueCoupon",
    "IssueGiftCard",
    "IssueStoreCredit",
    "Offer",
    "PauseSubscription",
    "PercentOff",
    "RefundMoney",
    "ReleaseUnits",
    "Remember",
    "RequestSurvey",
    "Schedule",
    "SendMessage",
    "SendReplacement",
    "SetTier",
    "SkipDelivery",
    "Tag",
    "Untag",
]
