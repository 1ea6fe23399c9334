"""An offer to those who want to leave, by their reason."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from retention_sdk import (
    Action,
    CancelReason,
    CancelRequest,
    CreateTask,
    Customer,
    DiscountSubscription,
    Offer,
    PauseSubscription,
    Remember,
    SendMessage,
    SkipDelivery,
    days,
    hookimpl,
    setting,
    strategy,
)


class Kind(StrEnum):
    """What can be offered."""

    DISCOUNT = "discount"
    PAUSE = "pause"
    SKIP = "skip"
    NOTHING = "nothing"


BROKEN = (CancelReason.TECHNICAL, CancelReason.SERVICE)


@strategy
class SaveOffer:
    """Offers a discount, a pause or a skipped delivery to those who want to leave, whichever answers their reason.

    A discount mends nothing that is broken: a technical or service reason brings an apology and a task for support.
    """

    for_price: Kind = setting(default=Kind.DISCOUNT, help="what is offered if the price is too high")
    for_competitor: Kind = setting(default=Kind.DISCOUNT, help="what is offered if another shop suits better")
    for_not_using: Kind = setting(default=Kind.SKIP, help="what is offered if it is not used")
    for_temporary: Kind = setting(default=Kind.PAUSE, help="what is offered if it is only for a while")
    for_moving: Kind = setting(default=Kind.PAUSE, help="what is offered if the customer moves house")
    for_other: Kind = setting(default=Kind.NOTHING, help="what is offered for any other reason")
    max_discount_percent: int = setting(default=30, ge=0, le=100, help="percent off in a discount; 0 offers none")
    cycles: int = setting(default=3, ge=1, help="periods that a discount lasts")
    pause_days: int = setting(default=30, ge=1, help="days that a pause lasts")
    deliveries: int = setting(default=1, ge=1, help="deliveries that are skipped")
    open_days: int = setting(default=7, ge=1, help="days that an offer stands")
    cooldown_days: int = setting(default=180, ge=0, help="days after an offer in which there is no other")
    call_after_days: int | None = setting(
        default=None, ge=0, help="also a call to those who first bought so many days ago"
    )
    caller: str = setting(default="agent", help="who calls")
    support: str = setting(default="support", help="who mends what is broken")

    @hookimpl
    def on_cancel_request(self, event: CancelRequest, customer: Customer) -> Iterator[Action]:
        """Sees to what is broken, or offers what answers the reason."""
        if event.reason in BROKEN:
            yield from self._recovery(event)
            return
        last = customer.state.get("offered_at")
        if last and event.occurred_at < datetime.fromisoformat(str(last)) + days(self.cooldown_days):
            return
        rungs = [rung for rung in (self._offer(event), self._call(event, customer)) if rung]
        yield from rungs
        if rungs:
            yield Remember({"offered_at": event.occurred_at.isoformat()})

    def _recovery(self, event: CancelRequest) -> Iterator[Action]:
        reason = f"wants to leave for a {event.reason} reason"
        script = f"Find out what is broken, mend it, tell the customer. They said: {event.text or 'nothing'}"
        yield SendMessage("apology", data={"category": event.reason.value, "order": None}, reason=reason)
        yield CreateTask(
            "Mend what drives the customer away", role=self.support, due=days(1), script=script, reason=reason
        )

    def _offer(self, event: CancelRequest) -> Offer | None:
        subscription, percent, cycles = event.subscription, self.max_discount_percent, self.cycles
        action: Action
        match getattr(self, f"for_{event.reason}") if subscription else Kind.NOTHING:
            case Kind.DISCOUNT if percent:
                cost = event.price and event.price.part(percent * cycles, 100)
                action = DiscountSubscription(subscription, percent, cycles, cost=cost)
                title = f"{percent} % off the next {cycles} periods"
            case Kind.PAUSE:
                action = PauseSubscription(subscription, days(self.pause_days))
                title = f"a pause of {self.pause_days} days"
            case Kind.SKIP:
                action = SkipDelivery(subscription, self.deliveries)
                title = f"the next {self.deliveries} deliveries skipped"
            case _:
                return None
        return Offer(title, (action,), valid_for=days(self.open_days), reason=f"wants to leave: {_words(event)}")

    def _call(self, event: CancelRequest, customer: Customer) -> CreateTask | None:
        first = customer.history.first_at
        if self.call_after_days is None or first is None or event.occurred_at - first < days(self.call_after_days):
            return None
        script = "Ask what would make it worth staying. Let them go kindly if nothing does."
        reason = f"a customer since {first:%Y-%m-%d} wants to leave: {_words(event)}"
        return CreateTask(
            "Call before the customer leaves", role=self.caller, due=days(1), script=script, reason=reason
        )


def _words(event: CancelRequest) -> str:
    return event.reason.replace("_", " ")
