"""An order that a platform shows again as it is known: nobody is asked about it."""

from collections.abc import Sequence

from attrs import frozen

from retention_sdk.deciding.own import OwnTurn
from retention_sdk.events import Event, OrderEdited
from retention_sdk.registry import Ask


@frozen
class _Unchanged(OwnTurn):
    """What an order that is shown as it is known means: nothing to anybody."""

    def asked(self, strategies: Sequence[Ask]) -> Sequence[Ask]:
        """Nobody."""
        return strategies[:0]


_UNCHANGED = _Unchanged()


def shown_turn(event: Event) -> OwnTurn | None:
    """What an order that is shown again means.

    Args:
        event: any event.

    Returns:
        What it means where it is shown as it is known; None for any other event.
    """
    return _UNCHANGED if isinstance(event, OrderEdited) and event.unchanged else None
