"""Review: each proposal goes through the guards, a price falls with what it pays for, and a place has its instead."""

from collections.abc import Sequence

from attrs import define, field, frozen

from retention_sdk.actions import Action, Remember, TakePlace
from retention_sdk.deciding.bundles import bundles
from retention_sdk.decision import Note, Refusal
from retention_sdk.guards import NONE_LEFT, Guard, Guards, Limit, Reason, Tally
from retention_sdk.guards.partly import noted
from retention_sdk.language import said

Proposal = tuple[int, Action]
"""An action and its place in the answer."""

INSTEAD = 10_000
"""The instead of the first action has its places from here on, that of the next from twice as far."""


def _action(proposal: Proposal) -> Action:
    return proposal[1]


@define
class Reviewed:
    """What became of a strategy's proposals.

    Attributes:
        tally: what was granted for the event, these proposals too.
        granted: what is granted, each with its place; some of it in part.
        refusals: what is refused.
        notes: what is granted in part.
    """

    tally: Tally
    granted: list[Proposal] = field(factory=list[Proposal])
    refusals: list[Refusal] = field(factory=list[Refusal])
    notes: list[Note] = field(factory=list[Note])


@frozen
class _Review:
    """One strategy's proposals before the guards."""

    guards: Guards
    first: int
    whole: bool

    def refused(self, bundle: Sequence[Proposal], tally: Tally) -> tuple[int, Reason] | None:
        """The place of the first action of a bundle that a guard refuses, and why."""
        for place, action in bundle:
            tally.place = self.first + place
            for guard in self.guards.concerned(type(action), type(tally.event)):
                reason = guard(action, tally)
                if reason is not None:
                    return place, reason
            tally.add(action)
        return None

    def part(self, proposal: Proposal, tally: Tally) -> tuple[Proposal, Note] | None:
        """What limits leave of a proposal, and why not all; None where that is nothing, or another guard refuses."""
        place, action = proposal
        less, sentence = action, ""
        tally.place = self.first + place
        for guard in self.guards.concerned(type(action), type(tally.event)):
            reason = guard(less, tally)
            if reason is not None:
                rest = guard.part(less, tally) if isinstance(guard, Limit) and not self.whole else None
                if rest is None:
                    return None
                less, sentence = rest, reason[1]
        tally.add(less)
        return (place, less), noted(tally.plugin, less, action, sentence)

    def settle(self, plugin: str, bundle: list[Proposal], reviewed: Reviewed) -> Reason | None:
        """Grant what goes together, or refuse it; why it is refused, None where it is not."""
        tried = reviewed.tally.copy()
        tried.plugin = plugin
        refused = self.refused(bundle, tried)
        if refused is None:
            reviewed.granted += bundle
            reviewed.tally = tried
            return None
        if len(bundle) == 1 and (less := self.part(bundle[0], tried)) is not None:
            reviewed.granted.append(less[0])
            reviewed.notes.append(less[1])
            reviewed.tally = tried
            return None
        culprit, reason = refused
        reviewed.refusals += [
            Refusal(plugin, action, *(reason if place == culprit else _along(reason))) for place, action in bundle
        ]
        return reason


def review(  # noqa: PLR0913 - what is reviewed, by whom, and how
    plugin: str,
    answer: Sequence[Action],
    tally: Tally,
    guards: Sequence[Guard],
    first: int = 0,
    *,
    whole: bool = False,
) -> Reviewed:
    """Which of a strategy's proposals are granted.

    Args:
        plugin: the strategy's name.
        answer: what it answered, in order; what it wants to remember is passed over.
        tally: what was granted for this event before.
        guards: who may refuse.
        first: the place of the first action among all that the strategy's name answers.
        whole: whether nothing may be granted in part, as what was promised.

    Returns:
        What is granted and refused, and the tally with what was granted. What pays for something, and what it pays
        for, is never granted in part.
    """
    reviewed, asked = Reviewed(tally), _Review(guards if isinstance(guards, Guards) else Guards(guards), first, whole)
    proposals = [(place, one) for place, one in enumerate(answer) if not isinstance(one, Remember)]
    left: list[Proposal] = []
    for bundle in bundles(proposals, _action):
        (place, head), *rest = bundle
        if not isinstance(head, TakePlace):
            asked.settle(plugin, bundle, reviewed)
        elif (reason := asked.settle(plugin, [(place, head)], reviewed)) is None:
            # a message that cannot be sent costs nobody their place
            for needs in bundles(rest, _action):
                asked.settle(plugin, needs, reviewed)
        else:
            reviewed.refusals += [Refusal(plugin, action, *_along(reason)) for _, action in rest]
            if reason[0] == NONE_LEFT:
                left += [((place + 1) * INSTEAD + more, one) for more, one in enumerate(head.instead)]
    for proposal in left:
        asked.settle(plugin, [proposal], reviewed)
    return reviewed


def _along(reason: Reason) -> Reason:
    return "goes_with_refused", said("It goes with what was refused: {sentence}", sentence=reason[1])
