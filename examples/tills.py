# /// script
# requires-python = ">=3.11"
# dependencies = ["retention-sdk"]
# ///
"""An adapter of one's own: the tills of the shop send each receipt as JSON, signed with a shared secret.

It is what the examples beside it hear through, and what they have in common: `shop()` makes their engine.
"""

from __future__ import annotations

import hmac
import json
import os
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from retention_sdk import Engine, Line, Money, Purchase, setting
from retention_sdk.platforms import InvalidSignature, Refused, UnreadableWebhook, adapter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from retention_sdk import Event
    from retention_sdk.platforms import Finding, Repeat, WebhookRequest

SECRET = "a secret that the tills know too"  # noqa: S105 -- an example's


def signature(body: bytes, secret: str = SECRET) -> str:
    """What a till signs a receipt with."""
    return hmac.new(secret.encode(), body, sha256).hexdigest()


@adapter
class Tills:
    """Hears from the tills. They carry nothing out."""

    secret: str = setting(help="what they sign with")
    name: str = setting(default="tills")

    @property
    def capabilities(self) -> Mapping[str, Repeat]:
        """Nothing."""
        return {}

    def receive(self, request: WebhookRequest) -> Sequence[Event]:
        """Verify a receipt on its raw bytes, and make an order of it."""
        given = request.header("x-till-signature").encode()
        if not hmac.compare_digest(given, signature(request.body, self.secret).encode()):
            raise InvalidSignature("x-till-signature is not that of the body")
        try:
            return [self._order(json.loads(request.body))]
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableWebhook(f"a receipt lacks something: {type(error).__name__}") from error

    def _order(self, receipt: Mapping[str, Any]) -> Purchase:
        lines = [
            Line(sku=line["sku"], quantity=line["quantity"], total=Money.of(line["total"], "EUR"))
            for line in receipt["lines"]
        ]
        paid = datetime.fromisoformat(receipt["paid_at"])
        return Purchase(
            id=receipt["number"], customer=receipt["customer"], occurred_at=paid, source=self.name, lines=lines
        )

    def perform(self, *_: object) -> None:
        """Nothing is asked of a till."""
        raise Refused("a till carries nothing out")

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """Tills forget."""
        del since
        return iter(())

    def setup(self) -> Sequence[str]:
        """Nothing has to be put in place."""
        return ()

    def doctor(self) -> Sequence[Finding]:
        """Nothing can be wrong that one could see from here."""
        return ()

    def close(self) -> None:
        """Nothing is open."""


def shop() -> Engine:
    """The engine of the shop: points and stamps, and a webhook address for its tills."""
    database = os.environ.get("SHOP_DATABASE", "sqlite:///retention.db")
    store = {"name": "Bean & Leaf", "currency": "EUR", "timezone": "Europe/Prague", "database": database}
    plugins = {"points": {}, "punch_card": {"sku": "beans-250", "stamps": 10}}
    return Engine.from_config({"store": store, "plugins": plugins}, adapters={"tills": Tills(secret=SECRET)})
