"""Receipts as they are stored."""

from collections.abc import Mapping
from typing import Any

from retention_sdk.frozen_json import thaw
from retention_sdk.platforms import Receipt
from retention_sdk.wire import dumps, loads


def to_text(receipt: Receipt | None) -> str:
    """A receipt's stored form; "{}" where no platform had anything to say."""
    if receipt is None:
        return "{}"
    told: Mapping[str, Any] = {
        "reference": receipt.reference,
        "code": receipt.code,
        "notes": list(receipt.notes),
        "data": thaw(receipt.data),
    }
    return dumps({name: value for name, value in told.items() if value})


def from_text(text: str) -> Receipt | None:
    """A receipt from its stored form; None where there is none."""
    return Receipt(**loads(text)) if text else None
