"""Nothing is given to whom is too young for it."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from retention_sdk.actions import Action, Giving
from retention_sdk.guards.contact import advertises
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.language import said


def age(least: int, zone: ZoneInfo, transactional: Collection[str]) -> Guard:
    """A guard that refuses gifts and advertisements to whom is known to be younger.

    Args:
        least: in years.
        zone: the store's, in which a birthday begins.
        transactional: the purposes of messages that go to anybody.

    Returns:
        The guard. Where the year of birth is not known it refuses nothing, nor what is owed.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        """Why something is kept from a customer who is too young for it; None where it is not."""
        born = tally.customer.profile.birthday
        if born is None or born.year is None:
            return None
        if not (isinstance(action, Giving) and not action.entitlement) and not advertises(action, transactional):
            return None
        today = tally.event.occurred_at.astimezone(zone)
        years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if years >= least:
            return None
        return "under_age", said(
            "The customer is {years} years old, and {least} is the least for it.", years=years, least=least
        )

    return guard
