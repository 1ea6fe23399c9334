"""What was settled when a fact was decided first: a limit that held then is not asked again."""

from collections.abc import Sequence

from retention_sdk.actions import Action, Giving
from retention_sdk.decision import Decision
from retention_sdk.guards import Guard, Reason, Tally, balance
from retention_sdk.guards.offer_screens import OfferScreens

OPEN = ("balance", "wallet_full", "goes_with_refused", "over_offer_screens", "too_late_to_offer")
"""Refusals that follow from the wallets or a cancel session, which a replay may find otherwise."""


def settled(guards: Sequence[Guard], decision: Decision) -> tuple[Guard, ...]:
    """The guards that review a decision that is made again.

    What was granted was within the limits and has been counted, and what was refused was above them: so it stays,
    however much has been given since. Only wallets and cancel sessions are looked at anew, and what was not proposed
    before.

    Args:
        guards: who may refuse.
        decision: what was decided.

    Returns:
        The guards, each with what was settled before it.
    """
    granted = decision.actions
    refused = [(one.action, (one.code, one.sentence)) for one in decision.refusals if one.code not in OPEN]

    def after(guard: Guard) -> Guard:
        def ask(action: Action, tally: Tally) -> Reason | None:
            if action in granted:
                return None
            known = next((reason for other, reason in refused if other == action), None)
            return known or guard(action, tally)

        return ask

    return tuple(guard if guard is balance or isinstance(guard, OfferScreens) else after(guard) for guard in guards)


def cost_of(action: Action) -> int:
    """What an action costs, in minor units; nothing where it is not known."""
    return action.cost.minor if isinstance(action, Giving) and action.cost is not None else 0
