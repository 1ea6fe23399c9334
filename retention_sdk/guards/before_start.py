"""Nothing is given for what happened before the store began to give: its history counts, and brings nothing."""

from datetime import date
from zoneinfo import ZoneInfo

from retention_sdk.actions import Action, Giving, HoldItem, IssueNumber, ReleaseItem, Schedule, SetTier, Tag, Untag
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.language import said

KNOWN_BY = (SetTier, Tag, Untag, IssueNumber, Schedule, HoldItem, ReleaseItem)
"""What says how a customer stands, and gives nothing away."""


def before_start(starts: date, zone: ZoneInfo) -> Guard:
    """A guard that refuses what strategies give for earlier facts, and all messages about them.

    Args:
        starts: the first day for which something is given.
        zone: the store's, in which a day begins.

    Returns:
        The guard. Tiers and tags it lets through, and what is owed.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        """Why nothing is given for a fact of before the first day; None for any other."""
        if isinstance(action, KNOWN_BY) or (isinstance(action, Giving) and action.entitlement):
            return None
        if tally.event.occurred_at.astimezone(zone).date() >= starts:
            return None
        return "before_start", said("It is for something of before {day}, when the store began to give.", day=starts)

    return guard
