"""The replays of a batch."""

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import frozen

from retention_sdk.ledger import Movement
from retention_sdk.store import Past
from retention_sdk.times import from_micros
from retention_sdk.turns.fold import Folding
from retention_sdk.turns.incoming import Incoming
from retention_sdk.turns.program import Programs
from retention_sdk.turns.replay.replay import History, histories, replay
from retention_sdk.turns.replay.replaying import Replaying
from retention_sdk.turns.replay.story import Story
from retention_sdk.turns.replay.writing import write


@frozen
class Replays:
    """Makes the fold of one customer's replay."""

    folding: Folding
    programs: Programs
    past: Past
    history: History

    def month(self, micros: int) -> str:
        """The month of an instant; empty where there is no budget."""
        return self.folding.program.period(from_micros(micros))

    def fold(self, story: Story, moved: Sequence[Movement]) -> Replaying:
        """A fold that goes on from a story."""
        fold = Replaying(story, moved, self.folding.program, self.programs, self.folding.now)
        fold.stood = self.history.stood(story.customer)
        fold.outbox = self.history.outbox
        fold.recall = story.recall = self.folding.recall
        spent = Counter({str(period): int(minor) for period, minor in self.past.budgets})
        fold.spent_before = dict(spent + Counter(self.folding.writes.spent))
        return fold


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
        replays = Replays(folding, programs, past, known.get(customer) or History())
        replayed = replay(folding.desk(customer), replays.history, incoming, replays.fold)
        write(replayed, folding.writes, replays.month)
        folding.told(replayed.decisions())
