"""Review: each proposal goes through the guards, and a price falls with what it pays for."""

from collections.abc import Iterator, Sequence

from retention_sdk.actions import Action, Credit, Debit, Remember
from retention_sdk.decision import Refusal
from retention_sdk.guards import Guard, Tally

Proposal = tuple[int, Action]
"""An action and its place in the answer."""


def _bundles(answer: Sequence[Action]) -> Iterator[list[Proposal]]:
    """A debit with what it pays for; anything else by itself."""
    bundle: list[Proposal] = []
    for place, action in enumerate(answer):
        if isinstance(action, Remember):
            continue
        if bundle and isinstance(bundle[0][1], Debit) and not isinstance(action, (Credit, Debit)):
            bundle.append((place, action))
            continue
        if bundle:
            yield bundle
        bundle = [(place, action)]
    if bundle:
        yield bundle


def _first_refusal(plugin: str, bundle: Sequence[Proposal], tally: Tally, guards: Sequence[Guard]) -> Refusal | None:
    for _, action in bundle:
        for guard in guards:
            reason = guard(action, tally)
            if reason is not None:
                return Refusal(plugin, action, *reason)
        tally.add(action)
    return None


def review(
    plugin: str, answer: Sequence[Action], tally: Tally, guards: Sequence[Guard]
) -> tuple[list[Proposal], list[Refusal], Tally]:
    """Which of a strategy's proposals are granted.

    Args:
        plugin: the strategy's name.
        answer: what it answered, in order; what it wants to remember is passed over.
        tally: what was granted for this event before.
        guards: who may refuse.

    Returns:
        The granted proposals, the refusals, and the tally with what was granted.
    """
    granted: list[Proposal] = []
    refusals: list[Refusal] = []
    for bundle in _bundles(answer):
        tried = tally.copy()
        refusal = _first_refusal(plugin, bundle, tried, guards)
        if refusal is None:
            granted += bundle
            tally = tried
            continue
        for _, action in bundle:
            with_it = Refusal(plugin, action, "goes_with_refused", f"It goes with what was refused: {refusal.sentence}")
            refusals.append(refusal if action is refusal.action else with_it)
    return granted, refusals, tally
