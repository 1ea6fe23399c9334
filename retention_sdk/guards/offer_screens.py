"""How often something is offered to a customer who wants to leave."""

from retention_sdk.actions import Action, Offer
from retention_sdk.cancelling import UNDECIDED, Flow, screens
from retention_sdk.events import CancelRequest, CancelSurveyed, OfferDeclined, SessionEvent
from retention_sdk.guards.tally import Guard, Reason, Tally

ASKS_FOR_OFFERS = (CancelRequest, CancelSurveyed, OfferDeclined)
"""The events that an offer can answer."""


def offer_screens(flow: Flow) -> Guard:
    """A guard that refuses an offer which the flow, or the law where the customer is, has no screen for.

    What is offered for one event is one screen.

    Args:
        flow: the merchant's flow.

    Returns:
        The guard.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        event = tally.event
        if not isinstance(action, Offer) or not isinstance(event, CancelRequest | SessionEvent):
            return None
        # a strategy that had failed on a request is asked again when there is a session
        session = tally.customer.session(event.id if isinstance(event, CancelRequest) else event.session)
        if not isinstance(event, ASKS_FOR_OFFERS) or (session is not None and session.state not in UNDECIDED):
            return "too_late_to_offer", f"The customer has decided, so {action.title} is not offered."
        asked_at = event.jurisdiction if isinstance(event, CancelRequest) else ""
        jurisdiction = session.jurisdiction if session else asked_at or flow.jurisdiction
        shown = session.screens if session else 0
        most, why = screens(flow, jurisdiction, event.occurred_at.date())
        if shown < most:
            return None
        return "over_offer_screens", f"{most} screens of offers are allowed, and {shown} were shown: {why}."

    return guard
