"""An offer to those who want to leave, by their reason."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from retention_sdk import (
    Action,
    CancelReason,
    CancelRequest,
    CreateTask,
    Customer,
    DiscountSubscription,
    Money,
    Offer,
    OfferDeclined,
    PauseSubscription,
    Remember,
    SendMessage,
    SkipDelivery,
    days,
    hookimpl,
    setting,
    strategy,
)

Kind = Literal["discount", "pause", "skip", "nothing"]


@strategy
class SaveOffer:
    """Offers a discount, a pause or a skipped delivery to those who want to leave, whichever answers their reason.

    A discount mends nothing that is broken: for a technical or service reason, for which the engine opens a case,
    it apologises and gives support a task.
    """

    for_price: Kind = setting(default="discount", help="what is offered if the price is too high")
    for_competitor: Kind = setting(default="discount", help="what is offered if another shop suits better")
    for_not_using: Kind = setting(default="skip", help="what is offered if it is not used")
    for_temporary: Kind = setting(default="pause", help="what is offered if it is only for a while")
    for_moving: Kind = setting(default="pause", help="what is offered if the customer moves house")
    for_other: Kind = setting(default="nothing", help="what is offered for any other reason")
    then: Kind = setting(default="nothing", help="what is offered, once, to those who decline that")
    max_discount_percent: int = setting(default=30, ge=0, le=100, help="percent off in a discount; 0 offers none")
    cycles: int = setting(default=3, ge=1, help="periods that a discount lasts")
    pause_days: int = setting(default=30, ge=1, help="days that a pause lasts")
    deliveries: int = setting(default=1, ge=1, help="deliveries that are skipped")
    open_days: int = setting(default=7, ge=1, help="days that an offer stands")
    cooldown_days: int = setting(default=180, ge=0, help="days after an offer in which there is no other")
    call_after_days: int | None = setting(default=None, ge=0, help="also call those who first bought so many days ago")
    caller: str = setting(default="agent", help="who calls")
    support: str = setting(default="support", help="who mends what is broken")

    @property
    def proposes(self) -> tuple[type[Action], ...]:
        """The kinds of what it may answer, and of what its offers promise."""
        kinds: dict[Kind, type[Action]] = {"pause": PauseSubscription, "skip": SkipDelivery}
        kinds |= {"discount": DiscountSubscription} if self.max_discount_percent else {}
        reasons = (self.for_price, self.for_competitor, self.for_not_using, self.for_temporary, self.for_moving)
        asked = {*reasons, self.for_other, self.then}
        promised = (action for kind, action in kinds.items() if kind in asked)
        return (SendMessage, CreateTask, Offer, Remember, *promised)

    @hookimpl
    def on_cancel_request(self, event: CancelRequest, customer: Customer) -> Iterator[Action]:
        """Sees to what is broken, or offers what answers the reason."""
        last = customer.state.get("offered_at")
        if event.reason in (CancelReason.TECHNICAL, CancelReason.SERVICE):
            yield from self._recovery(event)
        elif not last or event.occurred_at >= datetime.fromisoformat(str(last)) + days(self.cooldown_days):
            why = f"wants to leave: {event.reason.replace('_', ' ')}"
            kind = getattr(self, f"for_{event.reason}")
            rungs = [*self._offer(kind, event.subscription, event.price, why), *self._call(event, customer, why)]
            yield from rungs
            if rungs:
                yield Remember({"offered_at": event.occurred_at.isoformat()})

    @hookimpl
    def on_offer_declined(self, event: OfferDeclined, customer: Customer) -> Iterator[Action]:
        """Offers something else, where nothing else was offered yet and nothing that is still open was."""
        session = customer.session(event.session)
        if session and session.screens == 1 and all(one.declined or one.key == event.offer for one in session.offers):
            why = f"wants to leave: {session.reason.replace('_', ' ')}"
            titles = {one.offer.title for one in session.offers}
            offers = self._offer(self.then, session.subscription, session.price, why)
            yield from (offer for offer in offers if offer.title not in titles)

    def _recovery(self, event: CancelRequest) -> Iterator[Action]:
        why = f"wants to leave for a {event.reason} reason"
        script = f"Find out what is broken, mend it, tell the customer. They said: {event.text or 'nothing'}"
        yield SendMessage("apology", data={"category": event.reason.value, "order": None}, reason=why)
        yield CreateTask(
            "Mend what drives the customer away", role=self.support, due=days(1), script=script, reason=why
        )

    def _offer(self, kind: Kind, subscription: str, price: Money | None, why: str) -> Iterator[Offer]:
        percent, cycles = self.max_discount_percent, self.cycles
        action: Action
        match kind if subscription else "nothing":
            case "discount" if percent:
                cost = price and price.part(percent * cycles, 100)
                action = DiscountSubscription(subscription, percent, cycles, cost=cost)
                title = f"{percent} % off the next {cycles} periods"
            case "pause":
                action = PauseSubscription(subscription, days(self.pause_days))
                title = f"a pause of {self.pause_days} days"
            case "skip":
                action = SkipDelivery(subscription, self.deliveries)
                title = f"the next {self.deliveries} deliveries skipped"
            case _:
                return
        yield Offer(title, (action,), valid_for=days(self.open_days), reason=why)

    def _call(self, event: CancelRequest, customer: Customer, why: str) -> Iterator[Action]:
        first, after = customer.history.first_at, self.call_after_days
        if first and after is not None and event.occurred_at - first >= days(after):
            why = f"a customer since {first:%Y-%m-%d} {why}"
            script = "Ask what would make it worth staying. Let them go kindly if nothing does."
            yield CreateTask(
                "Call before the customer leaves", role=self.caller, due=days(1), script=script, reason=why
            )
