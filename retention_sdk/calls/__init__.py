"""What a store's own code calls besides `handle`, one file a subject; `Engine` has them all."""

from retention_sdk.calls.cancelling import CancelCalls, OpenOffer
from retention_sdk.calls.people import PeopleCalls

__all__ = ["CancelCalls", "OpenOffer", "PeopleCalls"]
