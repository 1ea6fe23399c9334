"""Two customers become one: the facts of both are one story, told again from where they first touch."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from retention_sdk.actions import Credit, Debit, Tag, Untag
from retention_sdk.decision import Reversal
from retention_sdk.ledger import Movement
from retention_sdk.ledger.journal import ISSUED, REDEEMED
from retention_sdk.store import Past, Row
from retention_sdk.turns.desk import Desk
from retention_sdk.turns.incoming import Incoming, Position
from retention_sdk.turns.replay.facts import Fact, new_facts
from retention_sdk.turns.replay.replay import History, Replayed, Script, told_again
from retention_sdk.turns.replay.replaying import Replaying
from retention_sdk.turns.replay.story import Story, leaves_the_house

_QUIET = (Tag, Untag)
"""What the customer has or has not, whoever put it on them first."""


@frozen
class Union:
    """Two customers who are one.

    Args:
        into: the one who stays.
        other: the one who is no customer of their own any more; None where they were merged before.
    """

    into: Desk
    other: Desk | None = None

    @property
    def turns(self) -> int:
        """How many turns later what the other did is the survivor's."""
        return self.into.turn

    @property
    def latest(self) -> Position:
        """Where the latest fact of both stands."""
        return max(self.into.latest, self.other.latest) if self.other else self.into.latest

    def past(self, past: Past) -> Past:
        """What happened to both, as what happened to the survivor."""
        if self.other is None:
            return past
        name, other, turns = self.into.customer, self.other.customer, self.turns

        def of_both(rows: Iterable[Row], *places: int) -> list[Row]:
            """Rows with the survivor's name and turns, where they were the other's."""
            return [_moved(row, name, turns, places) if row[0] == other else row for row in rows]

        return Past(
            of_both(past.events, 1),
            of_both(past.movements, 7),
            of_both(past.lots),
            of_both(past.outbox),
            past.counters,
        )

    def desk(self) -> Desk:
        """The survivor's desk, with the turns of both."""
        if self.other is None:
            return self.into
        desk = Desk(self.into.customer, self.into.journal)
        desk.before, desk.turn = self.into.before, self.turns + self.other.turn
        return desk

    def told(self, history: History, event: Incoming, fold: Callable[[Story, list[Movement]], Replaying]) -> Replayed:
        """Decide the facts of both again, from the first of whoever came later.

        What one of them had done before the other came stays as it was decided.

        Args:
            history: what happened to both.
            event: that they are one.
            fold: makes the fold, out of the story so far and what it moved.

        Returns:
            What it came to; nothing is written yet.
        """
        desk = self.desk()
        stored = sorted(history.facts, key=lambda fact: fact.position)
        begun = {fact.turn > self.turns: place for place, fact in reversed(list(enumerate(stored)))}
        first = max(begun.values()) if len(begun) == 2 else len(stored)
        facts = [*stored, *new_facts([event], desk.turn)]
        return told_again(desk, Script(history, facts, first, self._text(stored, first)), fold)

    def _text(self, stored: Sequence[Fact], first: int) -> str:
        """The standing, in its stored form, just before a fact: as it was for the one whose facts come before it."""
        if not stored or self.other is None:
            return self.into.text
        others = stored[0].turn > self.turns
        later = (fact.view for fact in stored[first:] if (fact.turn > self.turns) == others)
        return next(later, self.other.text if others else self.into.text)


def _moved(row: Row, customer: str, turns: int, places: Sequence[int]) -> Row:
    values = list(row)
    values[0] = customer
    for place in places:
        values[place] += turns
    return tuple(values)


def changed(replayed: Replayed) -> Iterator[Reversal]:
    """What the customer has not any more, and what they have now, since decisions were made again.

    Args:
        replayed: the replay.

    Yields:
        What is taken back first, each in the order in which it was given.
    """
    fold = replayed.replaying
    was, now, new = fold.stood, fold.story.given, {fact.turn for fact, _ in replayed.told} - replayed.redone.keys()
    before, after = _booked(replayed.history.movements), _booked(fold.moved())
    told = [
        Reversal(grant.plugin, key, grant.action, before.get(key, 0) - after.get(key, 0), stands=key in now)
        for key, (fact, grant) in {**was, **now}.items()
        if fact.turn not in new and not isinstance(grant.action, _QUIET)
    ]
    for stands in (False, True):
        yield from (one for one in told if one.stands == stands and _is_change(one, known=one.key in was))


def _is_change(one: Reversal, *, known: bool) -> bool:
    if isinstance(one.action, (Credit, Debit)):
        return bool(one.units)
    return leaves_the_house(one.action) and one.stands != known


def _booked(movements: Iterable[Movement]) -> dict[str, int]:
    """What each action has put into its wallet; below zero, what it took out."""
    found: dict[str, int] = {}
    for one in movements:
        if one.key:
            issued = (one.source == ISSUED) - (one.target == ISSUED)
            redeemed = (one.target == REDEEMED) - (one.source == REDEEMED)
            found[one.key] = found.get(one.key, 0) + one.amount * (issued - redeemed)
    return found
