"""Who is offered what instead of leaving."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from attrs import frozen

from retention_plugins.parts.alternatives import Alternative
from retention_sdk import (
    Action,
    BadValue,
    CancelReason,
    CancelRequest,
    CancelSurveyed,
    CreateTask,
    Customer,
    MintedOffer,
    Money,
    Offer,
    OfferDeclined,
    SendMessage,
    days,
    setting,
)

MOST = 2
"""How many offers one who wants to leave sees, one after the other."""

BROKEN = (CancelReason.TECHNICAL, CancelReason.SERVICE)
"""The reasons that no offer mends."""


Wants = CancelRequest | CancelSurveyed | OfferDeclined
"""What those say who want to leave."""


@frozen
class Leaving:
    """Somebody who wants to leave: when, why, what, what they pay for it each period, and what they have seen."""

    customer: Customer
    at: datetime
    reason: CancelReason
    subscription: str
    price: Money | None
    seen: tuple[MintedOffer, ...] = ()
    screens: int = 0

    @classmethod
    def of(cls, event: Wants, customer: Customer) -> "Leaving":
        """Who says something: as the request has it, or its session. Where there is none, nothing can be offered."""
        if isinstance(event, CancelRequest):
            return cls(customer, event.occurred_at, event.reason, event.subscription, event.price)
        session = customer.session(event.session)
        if session is None:
            return cls(customer, event.occurred_at, CancelReason.OTHER, "", None)
        reason = event.reason if isinstance(event, CancelSurveyed) else session.reason
        of = (session.subscription, session.price, session.offers, session.screens)
        return cls(customer, event.occurred_at, reason, *of)

    def offered(self, alternatives: Sequence[Alternative], *, again: timedelta, open_for: timedelta) -> list[Offer]:
        """What they can have instead, less the kinds that they have had within a span, or seen."""
        why, offers = f"wants to leave: {self.reason.replace('_', ' ')}", list[Offer]()
        out = {kind for kind, at in had(self.customer).items() if datetime.fromisoformat(at) > self.at - again}
        out |= {action.kind for one in self.seen for action in one.offer.actions}
        for one in alternatives if self.subscription else ():
            action = one.action(self.subscription, self.price)
            if action.kind not in out:
                title = one.said(action, self.customer.profile.language or "en")
                offers.append(Offer(title, (action,), valid_for=open_for, reason=why))
        return offers


def recovery(event: CancelRequest | CancelSurveyed, support: str) -> Iterator[Action]:
    """An apology for what is broken, and a task to mend it."""
    why = f"wants to leave for a {event.reason} reason"
    script = f"Find out what is broken, mend it, tell the customer. They said: {event.text or 'nothing'}"
    yield SendMessage("apology", data={"category": event.reason.value, "order": None}, reason=why)
    yield CreateTask("Mend what drives the customer away", role=support, due=days(1), script=script, reason=why)


def had(customer: Customer) -> Mapping[str, str]:
    """When the customer accepted an offer of each kind of action last."""
    found: Any = customer.state.get("had")
    return found or {}


@frozen(kw_only=True)
class Rule:
    """Who is offered what. What a rule does not name fits everybody."""

    reasons: tuple[CancelReason, ...] = setting(default=(), help="for these reasons")
    tiers: tuple[str, ...] = setting(default=(), help="in one of these tiers")
    tags: tuple[str, ...] = setting(default=(), help="with one of these tags")
    customer_days: int = setting(default=0, ge=0, le=36_500, help="whose first order is so many days ago, or more")
    orders: int = setting(default=0, ge=0, help="with so many orders, or more")
    price_from: Money | None = setting(default=None, help="who pay so much a period, or more")
    price_below: Money | None = setting(default=None, help="who pay less than that a period")
    offers: tuple[str, ...] = setting(default=(), help="what is offered, the next when one is declined; [] is nothing")

    def must_fit(self, known: Mapping[str, Alternative]) -> None:
        """See that it offers what there is, at most two of different kinds, and nothing for what is broken.

        Args:
            known: what can be offered, by name.

        Raises:
            BadValue: it does not.
        """
        if unknown := [name for name in self.offers if name not in known]:
            raise BadValue(f"rules has the offer {unknown[0]!r}; there are {', '.join(known)}")
        kinds = {known[name].kind for name in self.offers}
        if len(self.offers) > MOST or len(kinds) < len(self.offers):
            raise BadValue(f"rules has {', '.join(self.offers)} in one; write {MOST} of different kinds at most")
        if kinds and (broken := [reason for reason in self.reasons if reason in BROKEN]):
            raise BadValue(f"rules has offers for the reason {broken[0]}; what is broken is mended, and has a case")

    def in_words(self, known: Mapping[str, Alternative]) -> str:
        """Whom it offers what, for the merchant."""
        whom = [" or ".join(reason.replace("_", " ") for reason in self.reasons) or "any reason"]
        whom += [f"tier {' or '.join(self.tiers)}"] if self.tiers else []
        whom += [f"tag {' or '.join(self.tags)}"] if self.tags else []
        whom += [f"a customer for {self.customer_days} days"] if self.customer_days else []
        whom += [f"{self.orders} orders or more"] if self.orders else []
        whom += [f"{self.price_from} a period or more"] if self.price_from else []
        whom += [f"below {self.price_below} a period"] if self.price_below else []
        offers = (known[name].in_words() for name in self.offers)
        return f"Who leaves ({', '.join(whom)}) is offered {', then '.join(offers) or 'nothing'}."

    def fits(self, one: Leaving) -> bool:
        """Whether it is for somebody who wants to leave."""
        customer, first = one.customer, one.customer.history.first_at
        return (
            self._pays(one.price)
            and (not self.reasons or one.reason in self.reasons)
            and (not self.tiers or customer.tier in self.tiers)
            and (not self.tags or not customer.tags.isdisjoint(self.tags))
            and (not self.customer_days or (first is not None and one.at - first >= days(self.customer_days)))
            and customer.history.orders >= self.orders
        )

    def _pays(self, price: Money | None) -> bool:
        least, below = self.price_from, self.price_below
        if any(bound and (price is None or price.currency != bound.currency) for bound in (least, below)):
            return False  # nobody knows
        return price is None or ((least is None or price >= least) and (below is None or price < below))


RULES = (
    Rule(reasons=(CancelReason.PRICE,), offers=("discount", "pause")),
    Rule(reasons=(CancelReason.COMPETITOR,), offers=("discount",)),
    Rule(reasons=(CancelReason.NOT_USING,), offers=("skip", "pause")),
    Rule(reasons=(CancelReason.TEMPORARY, CancelReason.MOVING), offers=("pause",)),
)
"""What is offered to whom where the merchant says nothing: any other reason brings nothing."""
