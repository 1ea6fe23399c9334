"""What was settled when a fact was decided first: a limit that held then is not asked again."""

from collections.abc import Callable, Sequence

from attrs import frozen

from retention_sdk.actions import Action, Giving
from retention_sdk.deciding import action_key
from retention_sdk.decision import Decision
from retention_sdk.guards import Guard, Guards, Limit, Reason, Tally
from retention_sdk.guards.partly import CODE, is_part, why

CODES = ("over_budget", "none_left", "no_places", "over_customer_limit")
"""What a `Limit` says. All other refusals follow from facts, which a replay may find otherwise."""


def settled(store: str, guards: Sequence[Guard], decision: Decision) -> Guards:
    """The guards that review a decision that is made again.

    What was granted was within the limits and has been counted, and what was refused was above them: so it stays,
    however much has been given since. Whatever follows from facts, as the screens of a cancel session do, is looked at
    anew, and what was not proposed before.

    Args:
        store: the store's key.
        guards: who may refuse.
        decision: what was decided.

    Returns:
        The guards, each with what was settled before it.
    """
    granted = {grant.key: grant.action for grant in decision.granted}

    def stood(tally: Tally) -> Action | None:
        """What was granted in the place that is being decided; None where nothing was."""
        return granted.get(action_key(store, tally.event, tally.plugin, tally.place))

    refused = [(one.plugin, one.action, (one.code, one.sentence)) for one in decision.refusals if one.code in CODES]

    def after(limit: Limit) -> Limit:
        """A limit that leaves to what was settled what was settled."""

        def ask(action: Action, tally: Tally) -> Reason | None:
            """Why an action is refused, as it was then; where it was not asked about then, as the limit says now."""
            before = stood(tally)
            if before == action:
                return None
            if before is not None and is_part(before, action):
                return CODE, why(decision.notes, tally.plugin, before, action)
            asked = (reason for plugin, other, reason in refused if (plugin, other) == (tally.plugin, action))
            return next(asked, None) or limit(action, tally)

        return _Settled(ask, limit.left, stood)

    return Guards(after(guard) if isinstance(guard, Limit) else guard for guard in guards)


@frozen
class _Settled(Limit):
    """A limit that was asked before: what it granted in part is the same part again."""

    stood: Callable[[Tally], Action | None]

    def part(self, action: Action, tally: Tally) -> Action | None:
        """What was granted of an action; what was not proposed then may be given in part now."""
        before = self.stood(tally)
        return before if is_part(before, action) else super().part(action, tally)


def cost_of(action: Action) -> int:
    """What an action costs, in minor units; nothing where it is not known, and of what is owed."""
    charge = action.charge if isinstance(action, Giving) else None
    return 0 if charge is None else charge.minor
