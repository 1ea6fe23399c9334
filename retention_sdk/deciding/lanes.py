"""Lanes: of the strategies of one lane, the one that gives most to an event wins."""

from collections.abc import Mapping, Sequence

from attrs import Factory, define, field, frozen

from retention_sdk.actions import Action, Giving
from retention_sdk.deciding.asking import Answer
from retention_sdk.decision import Refusal
from retention_sdk.language import said


def _lane_of(lanes: "Lanes") -> dict[str, str]:
    return {strategy: name for name, strategies in lanes.lanes.items() for strategy in strategies}


@frozen
class Lanes:
    """Which strategies compete.

    Args:
        lanes: lane to its strategies, each in one lane alone; of equal ones the first wins.
        exclusive: the lanes that come first, and where one of them gives, no other lane does.

    Attributes:
        lane_of: strategy to its lane.
    """

    lanes: Mapping[str, Sequence[str]]
    exclusive: Sequence[str] = ()
    lane_of: Mapping[str, str] = field(init=False, default=Factory(_lane_of, takes_self=True))

    def competes(self, answer: Answer) -> bool:
        """Whether an answer gives something, and is a strategy's that is in a lane."""
        return answer.plugin in self.lane_of and any(isinstance(action, Giving) for action in answer.actions)

    def contested(self, answers: Sequence[Answer]) -> bool:
        """Whether more than one answer competes; else none can lose."""
        return sum(self.competes(answer) for answer in answers) > 1

    def order(self, answers: Sequence[Answer]) -> list[int]:
        """The places of the answers in the order in which they are reviewed.

        Those that compete change places among themselves: exclusive lanes first, then what costs most.
        """
        places = [place for place, answer in enumerate(answers) if self.competes(answer)]
        ordered = list(range(len(answers)))
        if len(places) < 2:
            return ordered
        for place, better in zip(places, sorted(places, key=lambda at: self._rank(answers[at])), strict=True):
            ordered[place] = better
        return ordered

    def _rank(self, answer: Answer) -> tuple[bool, int, int, int]:
        lane = self.lane_of[answer.plugin]
        names = list(self.lanes)
        return (
            lane not in self.exclusive,
            names.index(lane),
            -worth(answer.actions),
            list(self.lanes[lane]).index(answer.plugin),
        )


def worth(actions: Sequence[Action]) -> int:
    """What actions cost together in minor units, as far as that is known."""
    return sum(action.cost.minor for action in actions if isinstance(action, Giving) and action.cost is not None)


@define
class Contest:
    """The lanes at one event.

    Attributes:
        lanes: who competes.
        winners: lane to the strategy that was granted something.
    """

    lanes: Lanes
    winners: dict[str, str] = field(factory=dict[str, str])

    def lost(self, answer: Answer) -> list[Refusal]:
        """The refusals of an answer whose lane, or event, another strategy has won; none where it has not lost."""
        if not self.winners or not self.lanes.competes(answer):
            return []
        winner = self._winner(self.lanes.lane_of[answer.plugin])
        if winner is None:
            return []
        lane = self.lanes.lane_of[winner]
        code, sentence = (
            "lost_to",
            said(
                "Of the lane {lane} one strategy gives at a time, and {plugin} gives more.",
                lane=repr(lane),
                plugin=winner,
            ),
        )
        if lane in self.lanes.exclusive and lane != self.lanes.lane_of[answer.plugin]:
            name = winner.capitalize()
            sentence = said("{plugin} gives, and its lane {lane} goes with no other.", plugin=name, lane=repr(lane))
        return [Refusal(answer.plugin, action, code, sentence) for action in answer.actions]

    def _winner(self, lane: str) -> str | None:
        if lane in self.winners:
            return self.winners[lane]
        alone = [name for name in self.winners if name in self.lanes.exclusive]
        return self.winners[alone[0]] if alone else None

    def won(self, answer: Answer, accepted: Sequence[Action]) -> None:
        """Note that an answer was granted something."""
        if self.lanes.competes(answer) and any(isinstance(action, Giving) for action in accepted):
            self.winners.setdefault(self.lanes.lane_of[answer.plugin], answer.plugin)
