"""A storefront adapter, and what its store sends: JSON that is signed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from retention_adapters.storefront import Storefront, key_of, signed
from retention_sdk import Secret
from retention_sdk.platforms import WebhookRequest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from retention_sdk import Event
    from retention_sdk.platforms import Notice

URL = "https://shop.example/retention/actions"
SECRET = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
OTHER = Secret("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")

ORDER = {
    "kind": "purchase",
    "id": "order-1001",
    "customer": "c-42",
    "occurred_at": "2026-03-01T09:30:00+01:00",
    "lines": [{"sku": "beans-250", "quantity": 2, "total": {"amount": "39.98", "currency": "EUR"}}],
}


def storefront(**settings: Any) -> Storefront:
    """An adapter of a store that has a secret."""
    return Storefront(**{"url": URL, "secret": SECRET} | settings)


def impatient(adapter: Storefront) -> Storefront:
    """An adapter that does not wait before it asks again."""
    adapter._endpoint.http._sleep = lambda _: None
    return adapter


def webhook(
    body: object,
    *,
    secret: Secret = SECRET,
    at: datetime | None = None,
    id: str = "m-1",
    came_in: datetime | None = None,
) -> WebhookRequest:
    """What a store sends; bytes are sent as they are."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return WebhookRequest(signed([key_of(secret)], id, raw, at), raw, at=came_in)


def received(body: object, **settings: Any) -> Sequence[Event | Notice]:
    """What the adapter makes of a body that is signed as it should be."""
    return storefront(**settings).receive(webhook(body))
