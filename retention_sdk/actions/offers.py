"""Offers: something that a customer may accept or decline."""

from datetime import timedelta
from typing import ClassVar

from attrs import Factory, field, frozen

from retention_sdk.actions.base import Action, Giving
from retention_sdk.checks import named, zero_or_more
from retention_sdk.money import Money


def _sum(offer: "Offer") -> Money | None:
    known = [action.cost for action in offer.actions if isinstance(action, Giving) and action.cost is not None]
    return Money.sum(known, known[0].currency) if known else None


@frozen
class Offer(Giving):
    """Something that the customer may accept or decline.

    Args:
        title: what is offered, in a line.
        actions: what follows when it is accepted.
        valid_for: how long after the event it stands; None is until it is withdrawn.
    """

    kind: ClassVar[str] = "offer"

    title: str = field(validator=named)
    actions: tuple[Action, ...] = field(converter=tuple)
    valid_for: timedelta | None = field(default=None, kw_only=True)
    cost: Money | None = field(default=Factory(_sum, takes_self=True), validator=zero_or_more, kw_only=True)
