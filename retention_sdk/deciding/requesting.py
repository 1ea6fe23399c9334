"""What a strategy proposed above the authority of whoever answers: somebody who may give it is asked."""

from collections.abc import Collection, Iterator, Sequence

from attrs import evolve

from retention_sdk.actions import Action, Remember, TakePlace
from retention_sdk.deciding.asking import Answer
from retention_sdk.deciding.bundles import bundles
from retention_sdk.deciding.keys import action_key
from retention_sdk.deciding.rules import ENGINE
from retention_sdk.decision import Granted, Refusal
from retention_sdk.guards import Requests, Tally
from retention_sdk.guards.authority import OVER
from retention_sdk.registry import Ask

Proposal = tuple[int, Action]


def _action(proposal: Proposal) -> Action:
    return proposal[1]


def _refused(
    one: Ask, answer: Answer, accepted: Collection[int], refusals: Sequence[Refusal]
) -> Iterator[tuple[list[Proposal], list[Refusal]]]:
    """What was refused together, with the refusals."""
    proposals = [(place, action) for place, action in enumerate(answer.actions) if not isinstance(action, Remember)]
    if one.whole:
        if refusals:
            yield proposals, list(refusals)
        return
    left = iter(refusals)
    for bundle in bundles(proposals, _action):
        if bundle[0][0] not in accepted:
            yield bundle, [next(left) for _ in bundle]
        elif isinstance(bundle[0][1], TakePlace):  # what needs a place that is had is refused by itself
            for needs in bundles(bundle[1:], _action):
                if needs[0][0] not in accepted:
                    yield needs, [next(left) for _ in needs]


def requested(
    store: str,
    requests: Requests,
    asked: tuple[Ask, Answer],
    reviewed: tuple[Collection[int], Sequence[Refusal]],
    tally: Tally,
) -> Iterator[Granted]:
    """The requests for approval that an answer makes, each with its rings.

    What was refused together is approved together, and what the strategy wanted to remember is remembered then.

    Args:
        store: the store's key.
        requests: makes them.
        asked: who was asked, and what they answered.
        reviewed: the places of what was granted of it, and the refusals in the order of the answer.
        tally: what was granted for the event.

    Yields:
        What the engine grants.
    """
    one, answer = asked
    tally = tally.copy()
    tally.plugin = answer.plugin
    memory = tuple(one for one in answer.actions if isinstance(one, Remember) and one.when == "given")
    for bundle, why in _refused(one, answer, *reviewed):
        culprit = next((refusal for refusal in why if refusal.code == OVER), None)
        if culprit is None:
            continue
        together = (*(action for _, action in bundle), *memory)
        request = requests.request(culprit.action, OVER, together, tally)
        if request is None:
            continue
        if not one.first:  # a strategy's own answer to an approval asks anew
            request = evolve(request, approval=None)
        place = one.first + next(place for place, action in bundle if action == culprit.action)
        key, *rings = (
            action_key(store, tally.event, f"{ENGINE}/{answer.plugin}{ring}", place) for ring in ("", "/1", "/2")
        )
        actions = requests.clocked(request, request.approval or key, tally.event)
        yield from (Granted(ENGINE, of, action) for of, action in zip((key, *rings), actions, strict=False))
