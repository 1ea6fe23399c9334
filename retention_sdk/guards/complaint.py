"""Whoever waits for an answer to something severe is not advertised to."""

from collections.abc import Collection

from retention_sdk.actions import Action, Offer
from retention_sdk.events import Severity
from retention_sdk.guards.contact import advertises
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.language import said


def complaint(transactional: Collection[str]) -> Guard:
    """A guard that refuses advertisements and offers while a severe complaint is open.

    Args:
        transactional: the purposes of messages that are no advertisement.

    Returns:
        The guard.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        """Why a customer with a severe complaint is left in peace; None where there is no such complaint."""
        if not tally.customer.complaints or not (isinstance(action, Offer) or advertises(action, transactional)):
            return None
        severe = [one for one in tally.customer.complaints if one.severity == Severity.SEVERE]
        if not severe:
            return None
        id, day = severe[0].id, severe[0].at.date()
        return "severe_complaint", said(
            "The severe complaint {id} of {day} is open, and is answered first.", id=id, day=day
        )

    return guard
