"""One customer's facts decided again, from the first new one on."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from attrs import define, field, frozen

from retention_sdk.decision import Decision, Granted
from retention_sdk.ledger import Lot, Movement
from retention_sdk.store import Past, Row
from retention_sdk.store.rows import code_in, lot_of
from retention_sdk.turns.desk import NEVER, Desk
from retention_sdk.turns.incoming import Incoming
from retention_sdk.turns.replay.books import credits_of, lots_of, wallets_of
from retention_sdk.turns.replay.facts import Fact, new_facts, stored_fact
from retention_sdk.turns.replay.housed import housed
from retention_sdk.turns.replay.replaying import Replaying
from retention_sdk.turns.replay.story import Story


@define
class History:
    """What one customer's past holds, from the rows of `Past`.

    Attributes:
        facts: the stored facts.
        movements: all that moved.
        lots: the lots as they are now, by key.
        outbox: (key, kind, body, cost, at, status, plugin, under, round) of all that was given, by key,
            as of its latest round.
        codes: what platforms told that customers type to use what was given, by key.
    """

    facts: list[Fact] = field(factory=list[Fact])
    movements: list[Movement] = field(factory=list[Movement])
    lots: dict[str, Lot] = field(factory=dict[str, Lot])
    outbox: dict[str, Row] = field(factory=dict[str, Row])
    codes: dict[str, str] = field(factory=dict[str, str])

    def stood(self, customer: str) -> dict[str, tuple[Fact, Granted]]:
        """What stands of all decisions, by key."""
        story = Story(customer)
        for fact in sorted(self.facts, key=lambda fact: fact.position):
            story.add(fact)
        return story.given


def histories(past: Past) -> dict[str, History]:
    """What the past of each customer holds."""
    found: defaultdict[str, History] = defaultdict(History)
    for row in past.events:
        found[row[0]].facts.append(stored_fact(row))
    for customer, *moved in past.movements:
        found[customer].movements.append(Movement(customer, 0, 0, *moved))
    for row in past.lots:
        found[row[0]].lots[row[1]] = lot_of(row)
    for customer, *told, receipt in sorted(past.outbox, key=lambda row: int(row[9])):
        found[customer].outbox[told[0]] = tuple(told)
        if code := code_in(receipt):
            found[customer].codes[told[0]] = code
    return found


@frozen
class Script:
    """What is decided again.

    Args:
        history: what is stored.
        facts: all facts in the order in which they happened, the new ones too.
        first: the place of the first that is decided again.
        text: what is known of the customer just before it, in its stored form.
    """

    history: History
    facts: Sequence[Fact]
    first: int
    text: str


@frozen
class Replayed:
    """What a replay came to.

    Args:
        history: what was stored.
        facts: all facts in the order in which they happened, the new ones too, as they were before it.
        first: the place of the first that was decided again.
        replaying: the fold, with what it wrote and the story as it is told now.
        desk: the customer as they stand now.
    """

    history: History
    facts: Sequence[Fact]
    first: int
    replaying: Replaying
    desk: Desk

    @property
    def redone(self) -> dict[int, Fact]:
        """The stored facts that were decided again, by turn, as they were before."""
        return {fact.turn: fact for fact in self.facts[self.first :] if fact.decision is not None}

    @property
    def told(self) -> Sequence[tuple[Fact, Decision]]:
        """The facts from the first new one on, as they are decided now."""
        facts = self.replaying.story.facts[self.first :]
        return [(fact, fact.decision) for fact in facts if fact.decision is not None]

    def decisions(self) -> dict[tuple[str, str], tuple[str, Decision]]:
        """The fingerprint and decision of each new event, by source and id."""
        redone = self.redone
        return {
            (fact.event.source, fact.event.id): (fact.fingerprint, decision)
            for fact, decision in self.told
            if fact.turn not in redone
        }


def replay(
    desk: Desk, history: History, incoming: Sequence[Incoming], replaying: Callable[[Story, list[Movement]], Replaying]
) -> Replayed:
    """Decide a customer's facts again, from the first new one on.

    Args:
        desk: the customer as they stand.
        history: what is stored of them.
        incoming: the new events.
        replaying: makes the fold, out of the story before the first new event and what it moved.

    Returns:
        What it came to; nothing is written yet.
    """
    facts = sorted([*history.facts, *new_facts(incoming, desk.turn)], key=lambda fact: fact.position)
    first = next(place for place, fact in enumerate(facts) if fact.decision is None)
    text = next((fact.view for fact in facts[first:] if fact.decision is not None), desk.text)
    return told_again(desk, Script(history, facts, first, text), replaying)


def told_again(desk: Desk, script: Script, replaying: Callable[[Story, list[Movement]], Replaying]) -> Replayed:
    """Decide a customer's facts again, from one of them on.

    Args:
        desk: the customer as they stand.
        script: what is decided again.
        replaying: makes the fold, out of the story before that fact and what it moved.

    Returns:
        What it came to; nothing is written yet.
    """
    history, facts, first = script.history, script.facts, script.first
    story = Story(desk.customer)
    story.codes = history.codes
    for fact in facts[:first]:
        story.orders.add(fact.event)
        story.add(fact)
    turns = {fact.turn for fact in story.facts}
    moved = [movement for movement in history.movements if movement.cause in turns]
    fold = replaying(story, moved)
    seat = _seat(desk, fold, history, moved)
    seat.text = housed(script.text, desk.customer)
    seat.latest = facts[first - 1].position if first else NEVER
    fold.seat(seat)
    for fact in facts[first:]:
        fold.decide(fact)
    seat.turn = desk.turn + sum(fact.decision is None for fact in facts)
    return Replayed(history, facts, first, fold, seat)


def _seat(desk: Desk, fold: Replaying, history: History, moved: Sequence[Movement]) -> Desk:
    """The customer's desk as of the facts before the first new one."""
    lots = lots_of(moved, history.lots)
    seat = Desk(desk.customer, fold.writes.journal, lambda _, unit: [lot for lot in lots if lot.unit == unit])
    seat.before, seat.wallets = desk.before, wallets_of(moved, lots)
    seat.orders, seat.rewards, seat.grants = fold.story.orders.all_left(), fold.story.rewards(), fold.story.grants()
    seat.credits = credits_of(moved)
    return seat
