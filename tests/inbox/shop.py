"""A platform of one's own: it signs JSON orders with HMAC-SHA256, and its adapter can be made to misbehave."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from attrs import define, field

from retention_sdk import Engine, Line, Money, Purchase
from retention_sdk.errors import InvalidSignature, UnreadableWebhook
from retention_sdk.platforms import (
    FIRST,
    Attempt,
    Finding,
    ForgetCustomer,
    ForgetStore,
    Receipt,
    Repeat,
    StoreLeft,
    TellCustomer,
    WebhookRequest,
)
from tests.build import START, config

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from retention_sdk import Action, Event
    from retention_sdk.platforms import Notice

SECRET = "made up for tests"  # noqa: S105 - so it is

NOTICES = {"tell": TellCustomer, "forget": ForgetCustomer}


def signature(body: bytes, secret: str = SECRET) -> str:
    """What the platform signs a body with."""
    return hmac.new(secret.encode(), body, sha256).hexdigest()


def sent(body: bytes | Mapping[str, Any], *, secret: str = SECRET, **headers: str) -> WebhookRequest:
    """A webhook of the platform."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    known = {"content-type": "application/json", "x-shop-topic": "order", "x-shop-signature": signature(raw, secret)}
    return WebhookRequest(known | {name.replace("_", "-"): value for name, value in headers.items()}, raw)


def order(id: str, customer: str = "c", total: str = "10.00", **more: str) -> dict[str, Any]:
    """An order as the platform has it."""
    return {"orders": [{"id": id, "customer": customer, "total": total, **more}]}


@define
class Shop:
    """The platform's adapter.

    Attributes:
        secret: what webhooks are signed with.
        raises: what `receive` raises once it has verified, one after another; None raises nothing.
        seen: what it was asked to read.
        past: its history.
        asked: since when that was asked for.
        findings: what its doctor finds.
        fixed: what its setup did.
    """

    name: str = "shop"
    secret: str = SECRET
    raises: list[BaseException | None] = field(factory=list[Any])
    seen: list[WebhookRequest] = field(factory=list[WebhookRequest])
    past: Sequence[Event] = ()
    asked: list[datetime | None] = field(factory=list[Any])
    findings: Sequence[Finding] = ()
    fixed: Sequence[str] = ()
    capabilities: Mapping[str, Repeat] = field(factory=dict[str, Repeat])

    def receive(self, request: WebhookRequest) -> Sequence[Event | Notice]:
        """Verify, then read orders and notices."""
        self.see(request)
        self.seen.append(request)
        error = self.raises.pop(0) if self.raises else None
        if error is not None:
            raise error
        try:
            data = json.loads(request.body)
            return [*map(self.purchase, data.get("orders", ())), *map(self.notice, data.get("notices", ()))]
        except (ValueError, AttributeError, KeyError) as error:
            raise UnreadableWebhook(f"no orders in it: {type(error).__name__}") from error

    def see(self, request: WebhookRequest) -> None:
        """Verify on the raw bytes."""
        given = request.header("x-shop-signature").encode()
        if not hmac.compare_digest(given, signature(request.body, self.secret).encode()):
            raise InvalidSignature("x-shop-signature is not that of the body")

    def purchase(self, data: Mapping[str, str]) -> Event:
        """An order as an event."""
        at = datetime.fromisoformat(data["at"]) if "at" in data else START
        lines = [Line(sku="beans", quantity=1, total=Money.of(data["total"], data.get("currency", "EUR")))]
        return Purchase(id=data["id"], customer=data["customer"], occurred_at=at, source=self.name, lines=lines)

    def notice(self, data: Mapping[str, str]) -> Notice:
        """A notice."""
        if data["kind"] in NOTICES:
            return NOTICES[data["kind"]](data["customer"])
        return ForgetStore() if data["kind"] == "forget store" else StoreLeft()

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Carry nothing out."""
        raise NotImplementedError

    def history(self, since: datetime | None = None) -> Iterator[Event]:
        """What happened."""
        self.asked.append(since)
        yield from self.past

    def setup(self) -> Sequence[str]:
        """Put webhooks in place."""
        return self.fixed

    def doctor(self) -> Sequence[Finding]:
        """Look for what is wrong."""
        return self.findings

    def close(self) -> None:
        """Let go of nothing."""


@define
class QuickShop(Shop):
    """Verifies apart from reading, as one does whose reading asks its platform."""

    def verify(self, request: WebhookRequest) -> bool:
        """Verify alone; a greeting has nothing to read."""
        if request.body == b"hello":
            return False
        self.see(request)
        return True


def opened(url: str, shop: Shop, **tables: Any) -> Engine:
    """An engine that gives points for the shop's orders."""
    return Engine.from_config(config(url, plugins={"points": {}}, **tables), adapters={shop.name: shop})


def points(engine: Engine, customer: str = "c") -> int:
    """How many points a customer has."""
    return engine.customer(customer).wallet("points").available
