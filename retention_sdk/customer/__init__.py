"""The customer: what is known of them, and what a strategy sees."""

from retention_sdk.customer.known import HeldItem, History, Occasions, OpenComplaint, PlaceTaken, Returning, TierLock
from retention_sdk.customer.standing import Standing
from retention_sdk.customer.view import Customer, Reward, StoreView
from retention_sdk.customer.wallets import Credited, Expiring, Wallet

__all__ = [
    "Credited",
    "Customer",
    "Expiring",
    "HeldItem",
    "History",
    "Occasions",
    "OpenComplaint",
    "PlaceTaken",
    "Returning",
    "Reward",
    "Standing",
    "StoreView",
    "TierLock",
    "Wallet",
]
