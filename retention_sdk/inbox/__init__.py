"""The inbox: a webhook is verified, kept and answered at once, then read and handled."""

from retention_sdk.inbox.incoming import Received, arrived, refused
from retention_sdk.inbox.processing import LEASE, Desk, Processed, process

__all__ = ["LEASE", "Desk", "Processed", "Received", "arrived", "process", "refused"]
