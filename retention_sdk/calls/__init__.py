"""What a store's own code calls besides `handle`, one file a subject; `Engine` has them all."""

from retention_sdk.calls.approving import ApprovalCalls
from retention_sdk.calls.cancelling import CancelCalls, OpenOffer
from retention_sdk.calls.delivering import Deliveries, DeliveryCalls
from retention_sdk.calls.holds import HoldCalls
from retention_sdk.calls.numbers import NumberCalls
from retention_sdk.calls.receiving import ReceiveCalls
from retention_sdk.calls.reconciling import ReconcileCalls, Reconciled
from retention_sdk.calls.rewards import RewardCalls, RewardChoice
from retention_sdk.calls.ticking import TickCalls
from retention_sdk.calls.why import WhyCalls

__all__ = ["Deliveries", "EveryCall", "OpenOffer", "Reconciled", "RewardChoice"]


class EveryCall(
    CancelCalls,
    ApprovalCalls,
    RewardCalls,
    HoldCalls,
    NumberCalls,
    ReceiveCalls,
    ReconcileCalls,
    TickCalls,
    WhyCalls,
    DeliveryCalls,
):
    """All of them."""
