"""How often something is offered to a customer who wants to leave."""

from attrs import frozen

from retention_sdk.actions import Action, Offer
from retention_sdk.cancelling import UNDECIDED, Flow, screens
from retention_sdk.events import CancelRequest, CancelSurveyed, OfferDeclined, SessionEvent
from retention_sdk.guards.tally import Reason, Tally
from retention_sdk.language import said

ASKS_FOR_OFFERS = (CancelRequest, CancelSurveyed, OfferDeclined)
"""The events that an offer can answer."""


@frozen
class OfferScreens:
    """A guard that refuses an offer which the flow, or the law where the customer is, has no screen for.

    What is offered for one event is one screen.

    Args:
        flow: the merchant's flow.
    """

    flow: Flow

    def __call__(self, action: Action, tally: Tally) -> Reason | None:
        """Why an offer is refused; None for what is none, and where there is a screen for it."""
        event = tally.event
        if not isinstance(action, Offer) or not isinstance(event, CancelRequest | SessionEvent):
            return None
        # a strategy that had failed on a request is asked again when there is a session
        session = tally.customer.session(event.id if isinstance(event, CancelRequest) else event.session)
        if not isinstance(event, ASKS_FOR_OFFERS) or (session is not None and session.state not in UNDECIDED):
            sentence = said("The customer has decided, so {title} is not offered.", title=action.title)
            return "too_late_to_offer", sentence
        asked_at = event.jurisdiction if isinstance(event, CancelRequest) else ""
        jurisdiction = session.jurisdiction if session else asked_at or self.flow.jurisdiction
        shown = session.screens if session else 0
        most, why = screens(self.flow, jurisdiction, event.occurred_at.date())
        if shown < most:
            return None
        return "over_offer_screens", said(
            "{most} screens of offers are allowed, and {shown} were shown: {why}.", most=most, shown=shown, why=why
        )
