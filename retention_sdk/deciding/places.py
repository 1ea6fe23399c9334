"""Places in a decision: a later answer to an invitation goes instead of the earlier one, and frees its places."""

from collections.abc import Sequence

from attrs import evolve, frozen

from retention_sdk.actions import TakePlace
from retention_sdk.customer import PlaceTaken, Standing
from retention_sdk.deciding.own import OwnTurn
from retention_sdk.decision import Granted
from retention_sdk.events import Event, InvitationAnswered, PlaceFreed


@frozen
class PlaceTurn(OwnTurn):
    """What an event means for the places that a customer has.

    Args:
        of: what they are places of.
    """

    of: str = ""

    def goes_through(self, event: Event, granted: Sequence[Granted]) -> bool:
        """Whether it stands: whoever asks for more places than are left keeps those that they have."""
        return _gone(event) or any(_takes(one, self.of) for one in granted)

    def after(self, standing: Standing, event: Event, granted: Sequence[Granted]) -> Standing:
        """The standing with the places of the latest answer."""
        if not self.goes_through(event, granted):
            return standing
        kept = [one for one in standing.places if one.of != self.of]
        taken = [
            PlaceTaken(one.key, one.plugin, one.action, event.occurred_at)
            for one in granted
            if isinstance(one.action, TakePlace) and one.action.of == self.of
        ]
        return evolve(standing, places=(*kept, *taken))


def _gone(event: Event) -> bool:
    return isinstance(event, InvitationAnswered) and not event.coming


def _takes(grant: Granted, of: str) -> bool:
    return isinstance(grant.action, TakePlace) and grant.action.of == of


def place_turn(event: Event, standing: Standing) -> PlaceTurn | None:
    """What an event means for the places that a customer has.

    Args:
        event: any event.
        standing: what is known of the customer as of just before it.

    Returns:
        What ends with it; None where it is about no places.
    """
    match event:
        case InvitationAnswered(invitation=of) | PlaceFreed(of=of):
            return PlaceTurn(taken=tuple(one for one in standing.places if one.of == of), of=of)
        case _:
            return None
