"""The ledger: transfers between accounts, and the lots that credits make. Pure arithmetic over values."""

from retention_sdk.ledger.account import Account
from retention_sdk.ledger.holds import capture, hold, release
from retention_sdk.ledger.journal import Journal, Movement
from retention_sdk.ledger.lots import Lot, consumed, expiring, next_times
from retention_sdk.ledger.returns import Policy, Returns, Spent

__all__ = [
    "Account",
    "Journal",
    "Lot",
    "Movement",
    "Policy",
    "Returns",
    "Spent",
    "capture",
    "consumed",
    "expiring",
    "hold",
    "next_times",
    "release",
]
