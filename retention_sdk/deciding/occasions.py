"""What an occasion means: the strategy that has named it is asked about it, and nobody else."""

from collections.abc import Sequence

from attrs import evolve, frozen

from retention_sdk.deciding.own import OwnTurn
from retention_sdk.decision import Decision, Note
from retention_sdk.events import Event, Occasion
from retention_sdk.language import said
from retention_sdk.registry import Ask


@frozen
class OccasionTurn(OwnTurn):
    """What an occasion means.

    Args:
        plugin: the strategy that has named it.
        heard: whether it is switched on, and answers occasions.
    """

    plugin: str = ""
    heard: bool = True

    def asked(self, strategies: Sequence[Ask]) -> Sequence[Ask]:
        """The strategy that has named it."""
        return [one for one in strategies if one.plugin == self.plugin]

    def told(self, event: Event, decision: Decision) -> Decision:
        """The decision, with why nobody was asked."""
        if self.heard or decision.granted:
            return super().told(event, decision)
        sentence = said("The strategy {plugin} is not switched on, or answers no occasions.", plugin=self.plugin)
        return evolve(decision, notes=(*decision.notes, Note("not_switched_on", sentence)))


def occasion_turn(event: Event, strategies: Sequence[Ask]) -> OccasionTurn | None:
    """What an event means, where it is an occasion.

    Args:
        event: any event.
        strategies: those that answer occasions.

    Returns:
        None where it is none.
    """
    if not isinstance(event, Occasion):
        return None
    return OccasionTurn(plugin=event.plugin, heard=any(one.plugin == event.plugin for one in strategies))
