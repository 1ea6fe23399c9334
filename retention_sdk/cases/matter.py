"""What an event complains of: somebody who wants to leave because something is broken complains too."""

from retention_sdk.events import CancelRequest, CancelSurveyed, Complaint, Event, Severity


def matter(event: Event) -> Complaint | None:
    """An event as a complaint; None where it is none.

    The reason of a cancel request is the category of its complaint, and losing a customer is a bad thing.
    """
    if isinstance(event, Complaint):
        return event
    if not isinstance(event, CancelRequest | CancelSurveyed):
        return None
    return Complaint(
        id=event.id,
        customer=event.customer,
        occurred_at=event.occurred_at,
        source=event.source,
        text=event.text,
        category=event.reason.value,
        severity=Severity.HIGH,
    )
