"""Actions: what a strategy can propose, each a frozen value."""

from retention_sdk.actions.approvals import RequestApproval
from retention_sdk.actions.base import KINDS, Action, Giving, NoInverse
from retention_sdk.actions.contact import CloseTask, CreateTask, RequestSurvey, SendMessage
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
from retention_sdk.actions.items import HoldItem, ReleaseItem
from retention_sdk.actions.numbers import IssueNumber
from retention_sdk.actions.offers import Offer
from retention_sdk.actions.places import TakePlace
from retention_sdk.actions.social import PostSocial
from retention_sdk.actions.standing import Remember, Schedule, SetTier, Tag, Untag
from retention_sdk.actions.subscription import (
    CancelSubscription,
    ChangePlan,
    DiscountSubscription,
    EndDiscount,
    ExtendService,
    PauseSubscription,
    ResumeSubscription,
    ShortenService,
    SkipDelivery,
    UnskipDelivery,
)
from retention_sdk.actions.taking import TakeBack, TakeStoreCredit, VoidCoupon, VoidGiftCard
from retention_sdk.actions.wallet import Credit, Debit

__all__ = [
    "KINDS",
    "Action",
    "AmountOff",
    "Benefit",
    "CancelSubscription",
    "ChangePlan",
    "CloseTask",
    "CreateTask",
    "Credit",
    "Debit",
    "DiscountSubscription",
    "EndDiscount",
    "ExtendService",
    "FreeItem",
    "FreeShipping",
    "Giving",
    "HoldItem",
    "HoldUnits",
    "IssueCoupon",
    "IssueGiftCard",
    "IssueNumber",
    "IssueStoreCredit",
    "NoInverse",
    "Offer",
    "PauseSubscription",
    "PercentOff",
    "PostSocial",
    "RefundMoney",
    "ReleaseItem",
    "ReleaseUnits",
    "Remember",
    "RequestApproval",
    "RequestSurvey",
    "ResumeSubscription",
    "Schedule",
    "SendMessage",
    "SendReplacement",
    "SetTier",
    "ShortenService",
    "SkipDelivery",
    "Tag",
    "TakeBack",
    "TakePlace",
    "TakeStoreCredit",
    "UnskipDelivery",
    "Untag",
    "VoidCoupon",
    "VoidGiftCard",
]
