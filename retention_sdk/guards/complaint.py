"""Whoever waits for an answer to something severe is not advertised to."""

from collections.abc import Collection

from retention_sdk.actions import Action, Offer
from retention_sdk.events import Severity
from retention_sdk.guards.contact import advertises
from retention_sdk.guards.tally import Guard, Reason, Tally


def complaint(transactional: Collection[str]) -> Guard:
    """A guard that refuses advertisements and offers while a severe complaint is open.

    Args:
        transactional: the purposes of messages that are no advertisement.

    Returns:
        The guard.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        if not tally.customer.complaints or not (isinstance(action, Offer) or advertises(action, transactional)):
            return None
        severe = [one for one in tally.customer.complaints if one.severity == Severity.SEVERE]
        if not severe:
            return None
        what = f"{severe[0].id} of {severe[0].at:%Y-%m-%d}"
        return "severe_complaint", f"The severe complaint {what} is open, and is answered first."

    return guard
