"""Delivery: what waits in the outbox to be carried out, or undone, and what becomes of it."""

from retention_sdk.delivery.delivering import Delivering
from retention_sdk.delivery.due import Due, due
from retention_sdk.delivery.listing import OPEN, WORDS, Outbox, Parcel, Rest
from retention_sdk.delivery.performed import performed
from retention_sdk.delivery.undoing import to_do, to_undo

__all__ = [
    "OPEN",
    "WORDS",
    "Delivering",
    "Due",
    "Outbox",
    "Parcel",
    "Rest",
    "due",
    "performed",
    "to_do",
    "to_undo",
]
