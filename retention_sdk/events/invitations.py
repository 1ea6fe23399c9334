"""Invitations: who was invited answers."""

from typing import ClassVar

from attrs import field, frozen

from retention_sdk.checks import flag, named, whole
from retention_sdk.events.base import Event

MOST_PLACES = 1_000
"""The most places that one answer asks for."""


@frozen(kw_only=True)
class InvitationAnswered(Event):
    """A customer says whether they come. A later answer to the same invitation goes instead of the earlier one.

    Args:
        invitation: the invitation's name, which is what its places are of.
        coming: whether they come.
        places: for how many people, the customer too.
    """

    kind: ClassVar[str] = "invitation_answered"

    invitation: str = field(validator=named)
    coming: bool = field(default=True, validator=flag)
    places: int = field(default=1, validator=whole(1, MOST_PLACES))


@frozen(kw_only=True)
class PlaceFreed(Event):
    """A place is free again, and it is the turn of a customer on its waiting list.

    Args:
        of: what it is a place of.
    """

    kind: ClassVar[str] = "place_freed"

    of: str = field(validator=named)
