"""How often something is offered to a customer who wants to leave."""

from retention_sdk.actions import Action, Offer
from retention_sdk.cancelling import Flow, screens
from retention_sdk.events import CancelRequest, SessionEvent
from retention_sdk.guards.tally import Guard, Reason, Tally


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
        if isinstance(event, CancelRequest):
            shown, jurisdiction = 0, event.jurisdiction or flow.jurisdiction
        else:
            session = tally.customer.session(event.session)
            shown, jurisdiction = (session.screens, session.jurisdiction) if session else (0, flow.jurisdiction)
        most, why = screens(flow, jurisdiction, event.occurred_at.date())
        if shown < most:
            return None
        return (
            "over_offer_screens",
            f"{most} screens of offers are allowed in a cancel session, {shown} were shown: {why}.",
        )

    return guard
