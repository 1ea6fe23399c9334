"""How customers react to what the shop does: parcels arrive, things come back, offers are taken, questions answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from attrs import define

from retention_sdk import (
    ContestEntry,
    Delivered,
    InvitationAnswered,
    Offer,
    OfferAccepted,
    OfferDeclined,
    Purchase,
    Referral,
    Refund,
    RefundLine,
    RequestSurvey,
    SendMessage,
    SignUp,
    SurveyAnswer,
    Visit,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from retention_sdk import Action, Decision, Event

HOURS = timedelta(hours=1)


@define
class Habits:
    """What customers do after something else.

    Args:
        dice: draws it.
        refunds: of a hundred orders, so many come back, half of them in part.
    """

    dice: random.Random
    refunds: int = 0
    made: int = 0

    def after(self, decision: Decision) -> Iterator[Event]:
        """What follows from an event and from what was decided for it."""
        event = decision.event
        if isinstance(event, Purchase):
            yield self._so(Delivered, event, 72, order=event.id)
            if self._chance(self.refunds):
                yield self._back(event)
        for grant in decision.granted:
            if isinstance(grant.action, Offer) and hasattr(event, "subscription"):
                kind = OfferAccepted if self._chance(50) else OfferDeclined
                yield self._so(kind, event, 1, session=event.id, offer=grant.key)

    def asked(self, action: Action, customer: str, at: datetime) -> Iterator[Event]:
        """What follows from what reached a customer."""
        if isinstance(action, RequestSurvey) and self._chance(40):
            fields = {"survey": action.survey, "score": self.dice.randint(0, 10), "order": action.order}
            yield self._made(SurveyAnswer, customer, at + 20 * HOURS, **fields)
        if isinstance(action, SendMessage) and action.template == "event_invitation" and self._chance(70):
            fields = {"invitation": "tasting-2025", "coming": True, "places": self.dice.randint(1, 2)}
            yield self._made(InvitationAnswered, customer, at + 30 * HOURS, **fields)
            if self._chance(20):
                yield self._made(InvitationAnswered, customer, at + 90 * HOURS, invitation="tasting-2025", coming=False)

    def besides(self, events: Sequence[Event]) -> Iterator[Event]:
        """What happens besides: friends are brought, members look around, and take part for nothing."""
        members = [event for event in events if isinstance(event, SignUp)]
        for number, event in enumerate(members):
            if number % 5 == 4:
                by = members[number - 4].customer
                yield self._made(Referral, by, event.occurred_at - HOURS, friend=event.customer)
            if number % 3 == 0:
                yield self._so(Visit, event, 24 * 9, categories=["tea"])
                at = event.occurred_at.replace(month=7, day=20)
                yield self._made(ContestEntry, event.customer, at, contest="summer-2025", via="mail")

    def _back(self, order: Purchase) -> Event:
        hours = self.dice.randrange(24, 24 * 30)
        if self._chance(50):
            return self._so(Refund, order, hours, order=order.id)
        line = self.dice.choice(order.lines)
        return self._so(Refund, order, hours, order=order.id, lines=[RefundLine(sku=line.sku, quantity=1)])

    def _chance(self, of_a_hundred: int) -> bool:
        return self.dice.randrange(100) < of_a_hundred

    def _so(self, kind: type[Any], event: Event, hours: int, **fields: Any) -> Event:
        return self._made(kind, event.customer, event.occurred_at + hours * HOURS, **fields)

    def _made(self, kind: type[Any], customer: str, at: datetime, **fields: Any) -> Event:
        self.made += 1
        event: Event = kind(id=f"{kind.kind}-{self.made}", customer=customer, occurred_at=at, source="habits", **fields)
        return event
