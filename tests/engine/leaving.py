"""A customer who wants to leave: an engine with save_offer, and what happens in a cancel session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from retention_sdk import (
    CancelRequest,
    CancelSession,
    Customer,
    DiscountSubscription,
    Engine,
    Event,
    IssueCoupon,
    Offer,
    PauseSubscription,
    PercentOff,
    days,
    hookimpl,
)
from tests.build import START, eur, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of a store that there is not


def leaving(id: str = "x-1", customer: str = "c", at: datetime = START, **more: Any) -> CancelRequest:
    """A cancel request because of the price."""
    fields = {"subscription": "s-1", "reason": "price", "price": eur(10), **more}
    return CancelRequest(id=id, customer=customer, occurred_at=at, **fields)


def shop(url: str, strategies: dict[str, object] | None = None, **tables: Any) -> Engine:
    """An engine whose strategy offers 30 % off, and a pause to those who decline it."""
    plugins = {"plugins": {"save_offer": {"then": "pause"}}} if strategies is None else {}
    return opened(url, strategies or {}, **{"offers": {"secret": SECRET}, **plugins, **tables})


def session(engine: Engine, id: str = "x-1", customer: str = "c") -> CancelSession:
    """A session as it stands."""
    found = engine.customer(customer).session(id)
    assert found is not None
    return found


class TwoOffers:
    """Offers 20 % off and a pause on one screen, and a coupon to those who decline."""

    @hookimpl
    def on_cancel_request(self, event: CancelRequest) -> Iterator[Offer]:
        """Offers both."""
        yield Offer("20 % off", [DiscountSubscription(event.subscription, 20, 3, cost=eur(6))], valid_for=days(2))
        yield Offer("a pause", [PauseSubscription(event.subscription, days(30))], valid_for=days(2))

    @hookimpl
    def on_offer_declined(self, event: Event, customer: Customer) -> Iterator[Offer]:
        """Offers a coupon."""
        yield Offer("a coupon", [IssueCoupon(PercentOff(10), cost=eur(2))], valid_for=days(2))
