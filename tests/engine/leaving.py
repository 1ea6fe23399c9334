"""A customer who wants to leave: an engine with save_offer, and what happens in a cancel session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from retention_sdk import (
    CancelRequest,
    CancelSession,
    DiscountSubscription,
    Engine,
    IssueCoupon,
    Offer,
    PauseSubscription,
    PercentOff,
    days,
    hookimpl,
)
from tests.build import START, eur, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from retention_sdk import Action

SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of a store that there is not


def leaving(id: str = "x-1", customer: str = "c", at: datetime = START, **more: Any) -> CancelRequest:
    """A cancel request because of the price."""
    fields = {"subscription": "s-1", "reason": "price", "price": eur(10), **more}
    return CancelRequest(id=id, customer=customer, occurred_at=at, **fields)


def shop(url: str, strategies: dict[str, object] | None = None, **tables: Any) -> Engine:
    """An engine whose strategy offers 30 % off, and a pause to those who decline it."""
    plugins = {"plugins": {"save_offer": {}}} if strategies is None else {}
    return opened(url, strategies or {}, **{"offers": {"secret": SECRET}, **plugins, **tables})


def session(engine: Engine, id: str = "x-1", customer: str = "c") -> CancelSession:
    """A session as it stands."""
    found = engine.customer(customer).session(id)
    assert found is not None
    return found


class TwoOffers:
    """Offers 20 % off and something else on one screen, and a coupon to those who decline.

    Args:
        gifts: what the second offer promises; a pause where not given.
    """

    def __init__(self, gifts: Sequence[Action] = ()) -> None:
        self.gifts = gifts

    @hookimpl
    def on_cancel_request(self, event: CancelRequest) -> Iterator[Offer]:
        """Offers both."""
        yield Offer("20 % off", [DiscountSubscription(event.subscription, 20, 3, cost=eur(6))], valid_for=days(2))
        yield Offer("more", self.gifts or [PauseSubscription(event.subscription, days(30))], valid_for=days(2))

    @hookimpl
    def on_offer_declined(self) -> Iterator[Offer]:
        """Offers a coupon."""
        yield Offer("a coupon", [IssueCoupon(PercentOff(10), cost=eur(2))], valid_for=days(2))
