"""Offers: something that a customer may accept or decline."""

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from attrs import Factory, field, frozen
from attrs.validators import optional

from retention_sdk.actions.base import Action, Giving, NoInverse
from retention_sdk.actions.standing import Remember
from retention_sdk.checks import each, many, span_or_none, worded, zero_or_more
from retention_sdk.errors import BadValue
from retention_sdk.money import Money

MOST_LEVELS = 8
"""The most offers in one another."""


def _actions(actions: Iterable[Action]) -> tuple[Action, ...]:
    return many(actions)


def _sum(offer: "Offer") -> Money | None:
    actions = offer.actions if isinstance(offer.actions, tuple) else ()  # what is none is refused after this
    known = [action.cost for action in actions if isinstance(action, Giving) and action.cost is not None]
    return Money.sum(known, known[0].currency) if known else None


def _levels(offer: "Offer") -> int:
    return 1 + max((_levels(action) for action in offer.actions if isinstance(action, Offer)), default=0)


@frozen
class Offer(Giving):
    """Something that the customer may accept or decline.

    Args:
        title: what is offered, in a line.
        actions: what follows when it is accepted.
        valid_for: how long after the event it stands; None is until it is withdrawn.
    """

    kind: ClassVar[str] = "offer"

    title: str = field(validator=worded)
    actions: tuple[Action, ...] = field(converter=_actions, validator=each(Action))
    valid_for: timedelta | None = field(default=None, validator=span_or_none, kw_only=True)
    cost: Money | None = field(default=Factory(_sum, takes_self=True), validator=optional(zero_or_more), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if _levels(self) > MOST_LEVELS:
            raise BadValue(
                f"Offer.actions hold offers within offers deeper than {MOST_LEVELS} levels; keep them flatter"
            )
        if any(isinstance(action, Remember) for action in self.actions):
            raise BadValue("Offer.actions hold a Remember, which nobody would keep; answer it beside the offer")
        known = _sum(self)
        if known is not None and self.cost is not None:
            known.same_currency(self.cost)

    def undo(self, _key: str) -> Action | NoInverse:
        """The engine itself lets nobody accept it any more."""
        return NoInverse.BOOKED
