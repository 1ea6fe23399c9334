"""An offer to those who want to leave, by their reason and by who they are."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from retention_plugins.parts.alternatives import KINDS, OFFERS, Alternative
from retention_plugins.parts.ending import announced, due, forgotten, noted
from retention_plugins.parts.saving import BROKEN, MOST, RULES, Leaving, Rule, had, recovery
from retention_sdk import (
    Action,
    CancelledDirectly,
    CancelRequest,
    CancelSurveyed,
    CreateTask,
    Customer,
    DiscountSubscription,
    Occasion,
    Offer,
    OfferAccepted,
    OfferDeclined,
    OfferFailed,
    Remember,
    SendMessage,
    days,
    hookimpl,
    setting,
    strategy,
)


@strategy
class SaveOffer:
    """Offers those who want to leave what answers their reason, or lets them go; and says when a discount ends.

    A discount mends nothing that is broken: for a technical or service reason, for which the engine opens a case,
    it apologises and gives support a task.
    """

    rules: tuple[Rule, ...] = setting(default=(), help="who is offered what, the first that fits; ours where none is")
    offers: dict[str, Alternative] = setting(
        default={}, help="what can be offered, by name; discount, pause, skip and call are there already"
    )
    open_days: int = setting(default=7, ge=1, le=36_500, help="days that an offer stands")
    cooldown_days: int = setting(default=180, ge=0, le=36_500, help="days after an offer in which there is no other")
    again_days: int = setting(default=365, ge=0, le=36_500, help="days in which nobody is offered what they have had")
    period_days: int = setting(
        default=30, ge=1, le=36_500, help="days that a period lasts, to know when a discount ends"
    )
    notice_days: int = setting(default=7, ge=1, le=36_500, help="days before a discount ends that the customer is told")
    support: str = setting(default="support", ge=1, help="who mends what is broken")

    def __attrs_post_init__(self) -> None:
        for rule in self.rules or RULES:
            rule.must_fit(self._known)

    def in_words(self) -> Iterator[str]:
        """What it does, for the merchant."""
        yield from (rule.in_words(self._known) for rule in self.rules or RULES)
        yield f"An offer is made once in {self.cooldown_days} days."
        yield f"The end of a discount is told {self.notice_days} days before."

    @property
    def _known(self) -> Mapping[str, Alternative]:
        return OFFERS | self.offers

    @property
    def proposes(self) -> tuple[type[Action], ...]:
        """The kinds of what it may answer, and of what its offers promise."""
        kinds = dict.fromkeys(KINDS[self._known[name].kind] for rule in self.rules or RULES for name in rule.offers)
        return (SendMessage, CreateTask, Offer, Remember, *(kind for kind in kinds if kind is not CreateTask))

    @hookimpl
    def on_cancel_request(self, event: CancelRequest, customer: Customer) -> Iterator[Action]:
        """Sees to what is broken, or offers what answers the reason."""
        yield from self._answer(event, customer)

    @hookimpl
    def on_cancel_surveyed(self, event: CancelSurveyed, customer: Customer) -> Iterator[Action]:
        """Answers a reason that is told later, where nothing was offered yet."""
        session = customer.session(event.session)
        if session and session.reason not in BROKEN and (event.reason in BROKEN or not session.offers):
            yield from self._answer(event, customer)

    @hookimpl
    def on_offer_declined(self, event: OfferDeclined, customer: Customer) -> Iterator[Action]:
        """Offers something of another kind, once, where nothing that is still open was offered."""
        one = Leaving.of(event, customer)
        if one.screens < MOST and all(offer.declined or offer.key == event.offer for offer in one.seen):
            yield from self._offers(one)[:1]

    @hookimpl
    def on_offer_accepted(self, event: OfferAccepted, customer: Customer) -> Iterator[Action]:
        """Remembers what was had, and when a discount ends."""
        session = customer.session(event.session)
        taken = session and session.minted(event.offer)
        for action in taken.offer.actions if taken else ():
            yield Remember({"had": {**had(customer), action.kind: event.occurred_at.isoformat()}})
            if isinstance(action, DiscountSubscription):
                yield noted(customer, event, action, period=self.period_days, notice=self.notice_days)

    @hookimpl
    def on_offer_failed(self, event: OfferFailed, customer: Customer) -> Iterator[Action]:
        """Forgets the end of a discount that there is not."""
        yield from forgotten(customer, event.session)

    @hookimpl
    def on_cancelled_directly(self, event: CancelledDirectly, customer: Customer) -> Iterator[Action]:
        """Tells nobody of a discount who has left."""
        gone = customer.session(event.session)
        same = (one.id for one in customer.standing.sessions if gone and one.subscription == gone.subscription)
        yield from forgotten(customer, event.session, *same)

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterable[tuple[datetime, str]]:
        """When customers are told that a discount ends."""
        return due(customer, after)

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Tells the customer, before the price goes up, that it will."""
        yield from announced(customer, event.name)

    def _answer(self, event: CancelRequest | CancelSurveyed, customer: Customer) -> Iterator[Action]:
        last, at = customer.state.get("offered_at"), event.occurred_at
        if event.reason in BROKEN:
            yield from recovery(event, self.support)
        elif not last or at >= datetime.fromisoformat(str(last)) + days(self.cooldown_days):
            for offer in self._offers(Leaving.of(event, customer))[:1]:
                yield offer
                yield Remember({"offered_at": at.isoformat()})

    def _offers(self, one: Leaving) -> list[Offer]:
        """What the first rule that fits offers."""
        rule = next((rule for rule in self.rules or RULES if rule.fits(one)), None)
        found = [self._known[name] for name in rule.offers] if rule else []
        return one.offered(found, again=days(self.again_days), open_for=days(self.open_days))
