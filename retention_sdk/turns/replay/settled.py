"""What was settled when a fact was decided first: a limit that held then is not asked again."""

from collections.abc import Sequence

from retention_sdk.actions import Action, Giving
from retention_sdk.deciding import action_key
from retention_sdk.decision import Decision
from retention_sdk.guards import Guard, Limit, Reason, Tally

CODES = ("over_budget", "none_left", "over_customer_limit")
"""What a `Limit` says. All other refusals follow from facts, which a replay may find otherwise."""


def settled(store: str, guards: Sequence[Guard], decision: Decision) -> tuple[Guard, ...]:
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
    refused = [(one.plugin, one.action, (one.code, one.sentence)) for one in decision.refusals if one.code in CODES]

    def after(guard: Guard) -> Guard:
        def ask(action: Action, tally: Tally) -> Reason | None:
            if granted.get(action_key(store, tally.event, tally.plugin, tally.place)) == action:
                return None
            asked = (reason for plugin, other, reason in refused if (plugin, other) == (tally.plugin, action))
            return next(asked, None) or guard(action, tally)

        return ask

    return tuple(after(guard) if isinstance(guard, Limit) else guard for guard in guards)


def cost_of(action: Action) -> int:
    """What an action costs, in minor units; nothing where it is not known, and of what is owed."""
    charge = action.charge if isinstance(action, Giving) else None
    return 0 if charge is None else charge.minor
