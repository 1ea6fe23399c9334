"""The fold of a replay: like any other, and it corrects orders."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from attrs import evolve

from retention_sdk.actions import Credit, Giving, TakeBack
from retention_sdk.customer import Customer, Standing
from retention_sdk.deciding import Verdict
from retention_sdk.decision import Decision, Granted, Note, Reversal
from retention_sdk.events import (
    CancelRequest,
    Correction,
    Delivered,
    Event,
    InvitationAnswered,
    PlaceFreed,
    Purchase,
    RedemptionCancelled,
    SessionEvent,
)
from retention_sdk.guards import Gift, Limit, Reason, Slot, Tally, gift_of
from retention_sdk.guards.partly import CODE as PARTLY
from retention_sdk.language import N_, Said, said
from retention_sdk.ledger import Movement
from retention_sdk.registry import Ask
from retention_sdk.store import Loaded, Row
from retention_sdk.times import from_micros
from retention_sdk.turns.desk import Desk, orders_within, standing_of
from retention_sdk.turns.fold import Folding
from retention_sdk.turns.incoming import Incoming, position
from retention_sdk.turns.program import Program, Programs
from retention_sdk.turns.replay.again import Again, Stands
from retention_sdk.turns.replay.correcting import Correcting
from retention_sdk.turns.replay.facts import NOW, Fact
from retention_sdk.turns.replay.settled import cost_of, settled
from retention_sdk.turns.replay.standing import history_of, ranked, set_back
from retention_sdk.turns.replay.story import Story, leaves_the_house
from retention_sdk.turns.replay.undoing import left_short, redemption_of, told_no, undone
from retention_sdk.turns.replay.within import Refuse, within


def _no_lots(_customers: Sequence[str], _unit: str) -> Sequence[Row]:
    """Nothing is read while a replay goes on: the past has been read whole."""
    return ()


def _partly(reversal: Reversal) -> bool:
    """Whether only some of a credit's units are taken back: it goes on to cost what it did."""
    return isinstance(reversal.action, Credit) and reversal.stands


RELEASES = (CancelRequest, SessionEvent, InvitationAnswered, PlaceFreed)
"""Events that end what was given before, and may give anew."""

NOTHING = Stands({}, {})

SETTLED: Reason = ("settled", said("A limit has refused it before."))


class Replaying(Folding):
    """Decides a customer's facts in the order in which they happened, and corrects orders.

    Args:
        story: the facts before the first one that is decided here.
        moved: what those facts moved.
        program: strategies, guards and settings of now.
        programs: those of each version of the settings.
        now: when the events are handled.

    Attributes:
        stood: what stood of all decisions before the replay, by key.
        outbox: (key, kind, body, cost, at, status, plugin, under, round) of all that was given before the
            replay, by key, as of its latest round.
    """

    def __init__(
        self, story: Story, moved: Sequence[Movement], program: Program, programs: Programs, now: datetime
    ) -> None:
        super().__init__(Loaded(), _no_lots, program, now)
        self.story, self._before, self._current, self._programs = story, moved, program, programs
        self._orders = Again(story, programs)
        self.stood: Mapping[str, tuple[Fact, Granted]] = {}
        self.outbox: Mapping[str, Row] = {}
        self._fact: Fact
        self._corrects: tuple[list[str], list[Note]] = ([], [])

    def moved(self) -> list[Movement]:
        """All that moved so far."""
        return [*self._before, *self.writes.journal.movements]

    def seat(self, desk: Desk) -> None:
        """Put the customer's desk up."""
        self._desks[desk.customer] = desk

    def decide(self, fact: Fact) -> Decision:
        """Decide a fact, with the settings that it was decided with where they can be had.

        Args:
            fact: one that is not in the story yet.

        Returns:
            The decision; where a decided fact's settings cannot be had any more it is what it was.
        """
        self._fact = fact
        program = self._of(fact) or evolve(self._current, settings=fact.settings)
        # counters are kept as they are now, whatever was kept then
        self.program = evolve(program, counters=self._current.counters)
        self.desk(fact.event.customer).turn = fact.turn - 1
        return self._first(Incoming(fact.event, fact.body, fact.fingerprint, fact.notes))

    def _of(self, fact: Fact) -> Program | None:
        return self._current if fact.settings == NOW else self._programs(fact.settings)

    def _decide(
        self, desk: Desk, event: Event, seen: Standing, asks: Sequence[Ask], cause: int | None = None
    ) -> Verdict:
        self._corrects = self.story.orders.add(event)
        stored = self._fact.decision
        if stored is None:
            return super()._decide(desk, event, seen, asks, cause)
        if self._of(self._fact) is None or told_no(event, stored):
            desk.turn += 1
            desk.account.begin(desk.turn, event.occurred_at, cause)
            return Verdict(
                evolve(stored, reversals=(), notes=tuple(one for one in stored.notes if one.code == PARTLY)), {}
            )
        failed = {failure.plugin for failure in stored.failures if not failure.is_guards}
        self.program = evolve(self.program, guards=settled(self.program.store, self.program.guards, stored))
        well = [ask for ask in asks if ask.first or ask.plugin not in failed]
        verdict = super()._decide(desk, event, seen, well, cause)
        # whoever failed is asked again by a retry, and by nothing else
        failures = tuple(one for one in stored.failures if not one.is_guards) + verdict.decision.failures
        # what it granted before is counted already
        self.writes.count(self._counts(event.occurred_at, stored.granted), -1)
        return Verdict(evolve(verdict.decision, failures=failures), verdict.memory, verdict.counted)

    def _view(self, desk: Desk, event: Event, seen: Standing, cause: int | None) -> Customer:
        customer, window = super()._view(desk, event, seen, cause), self.program.window
        if not window or not isinstance(event, Correction):
            return customer
        at, left = event.occurred_at, self.story.orders.all_left()
        return evolve(customer, corrected=orders_within(left, at - window, at))

    def _counts(self, at: datetime, granted: Iterable[Granted]) -> Iterator[tuple[Slot, int]]:
        """What things that were granted at an instant add to the counters of now."""
        for one in granted:
            if isinstance(one.action, Giving):
                yield from self._current.counters.count(at, gift_of(one.action, one.plugin, one.under))

    def _released(self) -> Sequence[tuple[datetime, Gift]]:
        stored = self._fact.decision
        if stored is None or not isinstance(self._fact.event, RELEASES):
            return ()
        rows = (self.outbox.get(one.key) for one in stored.reversals)
        return [(from_micros(row[4]), Gift(row[6], row[7], int(row[3]))) for row in rows if row is not None]

    def _given(self, desk: Desk) -> list[tuple[datetime, int]]:
        """What was given, by facts that are not told yet too: an amount holds over them all."""
        told = {fact.turn for fact in self.story.facts}
        later = (
            (fact.event.occurred_at, cost_of(grant.action))
            for fact, grant in self.stood.values()
            if fact.turn not in told and leaves_the_house(grant.action)
        )
        return [*super()._given(desk), *(one for one in later if one[1])]

    def _corrected(self, desk: Desk, incoming: Incoming, view: str, decision: Decision) -> Decision:
        event, story, decision = incoming.event, self.story, self._spoken(decision)
        orders, notes = self._corrects
        settings = self.program.settings
        story.add(evolve(self._fact, settings=settings, view=view, decision=decision))
        notes += undone(self._fact.decision, decision)
        reversals: list[Reversal] = []
        correcting = Correcting(*(desk.account, self._current, self.moved), lambda: left_short(story, reversals))
        for order in orders:
            reversals += self._correct(desk, order, notes, correcting)
        if isinstance(event, RedemptionCancelled):
            reversals += self._cancel(event, notes, correcting)
        for grant in decision.granted:
            if isinstance(grant.action, TakeBack):
                reversals += self._take_back(grant.plugin, grant.action, reversals, correcting)
        # what ends with an event of a cancel session, and why it had no place, is in the decision already
        reversals, notes = [*decision.reversals, *reversals], [*decision.notes, *notes]
        decision = self._spoken(evolve(decision, reversals=tuple(reversals), notes=tuple(notes)))
        story.reverse(decision)
        desk.standing = ranked(desk.standing, reversals, story.granted())
        if orders or isinstance(event, RedemptionCancelled):
            desk.rewards, desk.grants = story.rewards(), story.grants()
        if orders or story.orders.waiting != desk.standing.waiting:
            desk.orders = story.orders.all_left()
            history = history_of(desk.orders)
            desk.standing = evolve(desk.standing, history=history, waiting=story.orders.waiting)
        return decision

    def _correct(self, desk: Desk, id: str, notes: list[Note], correcting: Correcting) -> list[Reversal]:
        story, fact, event = self.story, self.story.fact_of(id), self._fact.event
        # corrections that waited for their order are older than it, and make their difference when it comes
        before = event if isinstance(event, Purchase) else story.orders.left(id, position(event))
        was = self._orders.stands(fact, before, self.moved())
        stands = self._orders.stands(fact, story.orders.left(id), self.moved())
        if stands.proportional:
            message = N_("The settings of order {order} cannot be had any more: its gifts shrink in proportion to it.")
            notes.append(Note("proportional", Said(message, "", {"order": id})))
        given = {key: grant for key, (_, grant) in story.given.items() if leaves_the_house(grant.action)}
        stands, refused = within(stands, story.given.keys(), self._refuse(desk, fact.event))
        notes += refused
        self._deliver(desk, fact)  # what comes back whole, and had been delivered meanwhile, waits no more
        made = list(correcting.make(given, was, stands))
        self._deliver(desk, fact)
        self._count(fact.event, made, {**was.granted, **stands.granted})
        desk.standing = set_back(desk.standing, standing_of(fact.view), was, stands)
        return made

    def _deliver(self, desk: Desk, order: Fact) -> None:
        """Tell the ledger again of an order's deliveries: it knows only of what had something in it then."""
        for one in self.story.facts:
            if isinstance(one.event, Delivered) and one.event.order == order.event.id and one.position > order.position:
                desk.account.deliver(one.event.order, one.event.occurred_at)

    def _cancel(self, event: RedemptionCancelled, notes: list[Note], correcting: Correcting) -> list[Reversal]:
        """Take a redemption back: its units go to the lots that they came from."""
        found = redemption_of(self.story, event)
        if isinstance(found, Note):
            notes.append(found)
            return []
        of, stands = found
        made = list(correcting.make(stands, Stands(stands, {}), NOTHING))
        self._count(of.event, made, stands)
        return made

    def _take_back(
        self, plugin: str, action: TakeBack, before: Sequence[Reversal], correcting: Correcting
    ) -> list[Reversal]:
        """Take back what a strategy gave for an earlier event and nothing has taken back yet."""
        gone, made = {one.key for one in before if not one.stands}, list[Reversal]()
        for key, (fact, grant) in list(self.story.given.items()):
            of_event = (fact.event.source, fact.event.id) == (action.source, action.event)
            if of_event and grant.plugin == plugin and isinstance(grant.action, Giving) and key not in gone:
                one = list(correcting.make({key: grant}, Stands({key: grant}, {}), NOTHING))
                self._count(fact.event, one, {key: grant})
                made += one
        return made

    def _refuse(self, desk: Desk, order: Event) -> Refuse:
        """What the limits say to giving something of an order again; to what is stored they have said it before."""
        customer, given = Customer(desk.customer), self._given(desk)
        tally = Tally(order, customer, self._current.currency, self._kept(order.occurred_at), given=given)
        limits = [guard for guard in self._current.guards if isinstance(guard, Limit)]
        stored = self._fact.decision
        before = None if stored is None else {one.key for one in stored.reversals if one.stands}

        def refuse(grant: Granted) -> Reason | None:
            """Why something is not given again; None where it is, and then it counts for what comes after it."""
            if before is not None:
                return None if grant.key in before or not cost_of(grant.action) else SETTLED
            tally.plugin, tally.under = grant.plugin, grant.under
            reason = next((reason for guard in limits if (reason := guard(grant.action, tally))), None)
            if reason is None:
                tally.add(grant.action)
            return reason

        return refuse

    def _count(self, order: Event, made: Sequence[Reversal], granted: Mapping[str, Granted]) -> None:
        """Count what a new correction releases, and what it gives again; a stored one has been counted.

        What makes up for what was short was counted when that was taken back.
        """
        for one in made if self._fact.decision is None else ():
            if one.key in granted and not _partly(one):
                change = self._counts(order.occurred_at, [evolve(granted[one.key], action=one.action)])
                self.writes.count(change, 1 if one.stands else -1)
