"""The replays of a batch."""

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import frozen

from retention_sdk.ledger import Movement
from retention_sdk.store import Past
from retention_sdk.turns.fold import Folding
from retention_sdk.turns.incoming import Incoming
from retention_sdk.turns.program import Programs
from retention_sdk.turns.replay.replay import History, histories, replay
from retention_sdk.turns.replay.replaying import Replaying
from retention_sdk.turns.replay.story import Story
from retention_sdk.turns.replay.writing import write


def replay_all(folding: Folding, late: Mapping[str, Sequence[Incoming]], past: Past, programs: Programs) -> None:
    """Decide the past of some customers again, and leave what that changes with a batch.

    Args:
        folding: the batch; it is told the decisions, and gets what is to be written.
        late: the customers, each with all of the batch's new events.
        past: all that ever happened to them.
        programs: the strategies of each version of the settings.
    """
    known = histories(past)
    for customer, incoming in late.items():
        replay_one(folding, known.get(customer) or History(), incoming, past, programs)


def replay_one(
    folding: Folding, history: History, incoming: Sequence[Incoming], past: Past, programs: Programs
) -> None:
    """Decide the past of one customer again, and leave what that changes with a batch.

    Args:
        folding: the batch; it is told the decisions, and gets what is to be written.
        history: what is known of the customer; it stays as it is.
        incoming: all of the batch's new events of theirs.
        past: what was spent.
        programs: the strategies of each version of the settings.
    """
    replays = Replays(folding, programs, past, history)
    replayed = replay(folding.desk(incoming[0].event.customer), history, incoming, replays.fold)
    write(replayed, folding.writes, folding.program.counters, folding.program.timetable)
    folding.told(replayed.decisions())


@frozen
class Replays:
    """Makes the fold of one customer's replay."""

    folding: Folding
    programs: Programs
    past: Past
    history: History

    def fold(self, story: Story, moved: Sequence[Movement]) -> Replaying:
        """A fold that goes on from a story."""
        fold = Replaying(story, moved, self.folding.program, self.programs, self.folding.now)
        fold.stood = self.history.stood(story.customer)
        fold.outbox = self.history.outbox
        fold.recall = story.recall = self.folding.recall
        counted = Counter({(str(name), str(period)): int(amount) for name, period, amount in self.past.counters})
        for slot, amount in self.folding.writes.counts.items():
            counted[slot[:2]] += amount
        fold.counted_before = counted
        return fold
