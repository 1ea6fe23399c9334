"""Review: each proposal goes through the guards, and a price falls with what it pays for."""

from collections.abc import Sequence

from retention_sdk.actions import Action, Remember
from retention_sdk.deciding.bundles import bundles
from retention_sdk.decision import Refusal
from retention_sdk.guards import Guard, Reason, Tally
from retention_sdk.language import said

Proposal = tuple[int, Action]
"""An action and its place in the answer."""


def _action(proposal: Proposal) -> Action:
    return proposal[1]


def _refused(
    bundle: Sequence[Proposal], tally: Tally, guards: Sequence[Guard], first: int
) -> tuple[int, Reason] | None:
    """The place of the first action of a bundle that a guard refuses, and why."""
    for place, action in bundle:
        tally.place = first + place
        for guard in guards:
            reason = guard(action, tally)
            if reason is not None:
                return place, reason
        tally.add(action)
    return None


def review(
    plugin: str, answer: Sequence[Action], tally: Tally, guards: Sequence[Guard], first: int = 0
) -> tuple[list[Proposal], list[Refusal], Tally]:
    """Which of a strategy's proposals are granted.

    Args:
        plugin: the strategy's name.
        answer: what it answered, in order; what it wants to remember is passed over.
        tally: what was granted for this event before.
        guards: who may refuse.
        first: the place of the first action among all that the strategy's name answers.

    Returns:
        The granted proposals, the refusals, and the tally with what was granted.
    """
    granted: list[Proposal] = []
    refusals: list[Refusal] = []
    proposals = [(place, one) for place, one in enumerate(answer) if not isinstance(one, Remember)]
    for bundle in bundles(proposals, _action):
        tried = tally.copy()
        tried.plugin = plugin
        refused = _refused(bundle, tried, guards, first)
        if refused is None:
            granted += bundle
            tally = tried
            continue
        culprit, reason = refused
        along = ("goes_with_refused", said("It goes with what was refused: {sentence}", sentence=reason[1]))
        refusals += [Refusal(plugin, action, *(reason if place == culprit else along)) for place, action in bundle]
    return granted, refusals, tally
