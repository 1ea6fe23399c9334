"""The fold: events decided one after another over what was read; what they change is collected, not written."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from attrs import evolve

from retention_sdk.customer import Customer, Standing
from retention_sdk.deciding import Verdict, decide
from retention_sdk.deciding.approvals_kept import with_approvals
from retention_sdk.deciding.casework import casework, gifts_added, with_cases
from retention_sdk.deciding.own import NOTHING_OWN
from retention_sdk.deciding.places import place_turn
from retention_sdk.deciding.sessions import with_more_offers
from retention_sdk.deciding.standing import with_event, with_profile, with_verdict
from retention_sdk.decision import Decision, Note
from retention_sdk.errors import EventConflict, RetentionError
from retention_sdk.events import Delivered, Event, Occasion, Purchase
from retention_sdk.guards import Gift, Kept, Tally
from retention_sdk.money import Money
from retention_sdk.registry import Ask
from retention_sdk.store.erasing import TOLD
from retention_sdk.store.rows import Loaded, Writes
from retention_sdk.times import to_micros
from retention_sdk.turns.desk import NEVER, Desk, FetchRows, desks, standing_of
from retention_sdk.turns.incoming import Incoming, position, same_fact
from retention_sdk.turns.kept import customer_row
from retention_sdk.turns.own import own_turn
from retention_sdk.turns.posting import Posting
from retention_sdk.turns.program import Program
from retention_sdk.turns.queue import Queue
from retention_sdk.turns.recall import Recall
from retention_sdk.turns.released import Released
from retention_sdk.turns.spoken import spoken
from retention_sdk.turns.stored import amended, decision_of, decision_text
from retention_sdk.wire import from_json

Result = Decision | RetentionError


class Folding:
    """Decides events in order, each on what the ones before it left.

    Args:
        loaded: what the store has of the events and of their customers.
        fetch: reads the open lots of a stored wallet.
        program: strategies, guards and settings.
        now: when the events are handled.

    Attributes:
        program: strategies, guards and settings.
        now: when the events are handled.
        counted_before: what each row of a counter came to before, by name and period.
        known: the rows of events that were handled before, by source and id.
        writes: what is to be written.
        recall: recognises those who were forgotten; None recognises nobody.
    """

    def __init__(self, loaded: Loaded, fetch: FetchRows, program: Program, now: datetime) -> None:
        self.writes = Writes()
        self.known = {(row[0], row[1]): row for row in loaded.events}
        self._done: dict[tuple[str, str], tuple[str, Decision]] = {}
        self._desks = desks(loaded, self.writes.journal, fetch)
        self.counted_before: Mapping[tuple[str, str], int] = {(row[0], row[1]): row[2] for row in loaded.counters}
        self.program, self.now = program, now
        self._now = to_micros(now)
        self.recall: Recall | None = None

    def desk(self, customer: str) -> Desk:
        """The desk of a customer; a blank one of a new customer."""
        return self._desks.get(customer) or self._desks.setdefault(customer, Desk(customer, self.writes.journal))

    def recognise(self, events: Sequence[Event]) -> None:
        """Look up at once whether those who are new to a batch were forgotten before."""
        if self.recall is not None:
            self.recall.prepare(events, self._desks)

    @property
    def queue(self) -> Queue:
        """Puts a batch's events in their places."""
        return Queue(self.known, self._desks, self.program.horizon, self.recall, self.program.takers)

    def told(self, decisions: Mapping[tuple[str, str], tuple[str, Decision]]) -> None:
        """Be told what was decided on events of the batch, each with the fingerprint of its body."""
        self._done.update(decisions)

    def handle(self, incoming: Incoming) -> Result:
        """Decide one event; one that is known answers what was decided, or the conflict.

        It may be known under the id of somebody who is its customer now, or be of somebody who is forgotten.
        """
        event = incoming.event
        key = (event.source, event.id)
        if (row := self.known.get(key)) is not None:
            if row[4] == incoming.fingerprint or not row[5] or same_fact(row, event):
                return self._spoken(decision_of(self._as_decided(incoming, row[5]), row[7]))
            return EventConflict(event.source, event.id, row[4], incoming.fingerprint)
        if (done := self._done.get(key)) is not None:
            if done[0] == incoming.fingerprint or done[1].event == event:
                return done[1]
            return EventConflict(event.source, event.id, done[0], incoming.fingerprint)
        if self.recall is not None and self.recall.forgotten(event, self._desks.get(event.customer)):
            return self.told_of(event, Note(*TOLD))
        decision = self._first(incoming)
        self._done[key] = (incoming.fingerprint, decision)
        return decision

    def knows(self, customer: str) -> bool:
        """Whether anything ever happened to a customer who is not forgotten."""
        desk = self._desks.get(customer)
        return desk is not None and desk.turn > 0 and desk.latest != NEVER

    def told_of(self, event: Event, note: Note) -> Decision:
        """A decision on an event that nothing is done with."""
        return self._spoken(Decision(event, notes=(note,)))

    def left(self, event: Event) -> Event | None:
        """What is left of a known event: an order may have been corrected since. None is nothing."""
        kept = self.known[event.source, event.id][9]
        return event if kept is None else from_json(kept, Purchase) if kept else None

    def overtaken(self, event: Event) -> bool:
        """Whether a customer who answered something has done something since: then the answer may be another by now."""
        return place_turn(event, Standing()) is not None and self.desk(event.customer).latest > position(event)

    def retry(self, event: Event, stored: Decision, plugins: Sequence[str]) -> Decision:
        """Ask strategies again that had failed on an event.

        They see the history of then and the wallets of now, so nothing is given twice; and of an order what is left.

        Args:
            event: the event; where it is an order, something is left of it.
            stored: what was decided on it.
            plugins: the strategies to ask.

        Returns:
            The decision with what they answered.
        """
        key = (event.source, event.id)
        turn, view = self.known[key][3], self.known[key][6]
        desk = self.desk(event.customer)
        seen = evolve(desk.standing, history=standing_of(view).history)
        asks = [ask for ask in self.program.asks.get(f"on_{event.kind}", ()) if ask.plugin in plugins]
        own = place_turn(event, desk.standing) or NOTHING_OWN
        released = Released(own.taken, self.program, self.writes, desk)
        verdict = self._decide(desk, self.left(event) or event, seen, asks, cause=turn)
        released.end(stands=own.goes_through(event, verdict.decision.granted))
        self._commit(desk, event, verdict)
        standing = own.after(desk.standing, event, verdict.decision.granted)
        verdict = evolve(verdict, decision=own.told(event, verdict.decision))
        standing = with_verdict(standing, verdict.decision.granted, verdict.memory)
        standing = with_more_offers(standing, event, verdict.decision.granted)
        standing = with_cases(standing, gifts_added(standing.cases, verdict.decision))
        desk.standing = with_approvals(standing, standing, verdict.decision)
        self._keep(desk)
        decision = self._spoken(amended(stored, verdict.decision, plugins))
        failed = {failure.plugin for failure in verdict.decision.failures}
        self.writes.answered += [(*key, plugin) for plugin in plugins if plugin not in failed]
        self.writes.decisions.append((*key, decision_text(decision)))
        if (revised := self.known[key][8]) is not None:
            again = self._spoken(amended(decision_of(event, revised), verdict.decision, plugins))
            self.writes.revised.append((view, decision_text(again), *key))
        return decision

    def _as_decided(self, incoming: Incoming, body: str) -> Event:
        """A known event as it was decided on, which may be from the horizon on."""
        if not body or body == incoming.body:
            return incoming.event
        return evolve(incoming.event, occurred_at=from_json(body, Event).occurred_at)

    def _first(self, incoming: Incoming) -> Decision:
        event = incoming.event
        desk = self.desk(event.customer)
        view, seen = desk.text, self._seen(desk, event)
        own = own_turn(event, seen, self.program)
        released = Released(own.taken, self.program, self.writes, desk, self._released())
        verdict = self._decide(desk, event, seen, own.asked(self.program.asks.get(f"on_{event.kind}", ())))
        released.end(stands=own.goes_through(event, verdict.decision.granted))
        decision, cases = verdict.decision, seen.cases
        if own.obstacle is None:
            decision, cases = casework(self.program, seen, decision, self._worths(desk, event, seen))
        if decision is not verdict.decision:
            verdict = evolve(verdict, decision=decision)
        self._commit(desk, event, verdict)
        if isinstance(event, Delivered) and any(wallet.pending for wallet in desk.wallets.values()):
            desk.account.deliver(event.order, event.occurred_at)
        known = with_event(own.after(seen, event, decision.granted), event, self.program.zone)
        known = with_verdict(known, decision.granted, verdict.memory)
        desk.standing = with_approvals(with_cases(known, cases), seen, decision)
        if isinstance(event, Purchase):
            desk.orders.append(event)
        desk.latest = position(event)
        told = own.told(event, decision)
        if incoming.notes:
            told = evolve(told, notes=(*incoming.notes, *told.notes))
        decision = self._corrected(desk, incoming, view, told)
        self._write(desk, incoming, view, decision)
        return decision

    def _seen(self, desk: Desk, event: Event) -> Standing:
        """What is known of the customer as of just before an event, and what it tells itself."""
        seen = desk.standing
        if self.recall is not None:
            seen = self.recall.noted(seen, event, new=not desk.text)
        return with_profile(seen, event)

    def _write(self, desk: Desk, incoming: Incoming, view: str, decision: Decision) -> None:
        event = incoming.event
        self.writes.events.append(
            (
                *(event.source, event.id, event.customer, desk.turn, event.kind),
                *(to_micros(event.occurred_at), self._now, self.program.settings),
                *(incoming.fingerprint, incoming.body, view, decision_text(decision), None, None),
            )
        )
        self._keep(desk)

    def _worths(self, desk: Desk, event: Event, seen: Standing) -> Callable[[str | None], Money | None]:
        """What an order cost, of those that a strategy sees: whatever else was read depends on the batch."""

        def worth(id: str | None) -> Money | None:
            """What an order cost; None where it is not known, or is too far back."""
            order = desk.view(seen, event.occurred_at, self.program.window, self.program.shop).order(id)
            return None if order is None else order.total

        return worth

    def _corrected(self, _desk: Desk, _incoming: Incoming, _view: str, decision: Decision) -> Decision:
        """The decision with what it takes back; in its turn, and about no order of before, an event takes nothing."""
        return self._spoken(decision)

    def _spoken(self, decision: Decision) -> Decision:
        """The decision with its sentences in the store's language."""
        return spoken(decision, self.program.language)

    def _decide(
        self, desk: Desk, event: Event, seen: Standing, asks: Sequence[Ask], cause: int | None = None
    ) -> Verdict:
        program = self.program
        desk.turn += 1
        desk.account.begin(desk.turn, event.occurred_at, cause)
        customer = self._view(desk, event, seen, cause)
        tally = Tally(
            *(event, customer, program.currency, self._kept(event.occurred_at)),
            given=self._given(desk),
            grants=tuple(desk.grants),
        )
        return decide(program.store, tally, asks, program.guards, program.rules)

    def _view(self, desk: Desk, event: Event, seen: Standing, cause: int | None) -> Customer:
        """The customer as the strategies see them."""
        program, before = self.program, None if cause is None else event
        customer = desk.view(seen, event.occurred_at, program.window, program.shop, before)
        if isinstance(event, Occasion):  # of all others it would cost a look at the lots
            customer = evolve(customer, expiring=desk.expiring())
        if not program.units:
            return customer
        return evolve(customer, credits=desk.credited(program.units, event.occurred_at, program.window))

    def _kept(self, at: datetime) -> tuple[Kept, ...]:
        """The counters at an instant, with what the events so far have left of them."""
        return self.program.counters.left(at, self.counted_before, self.writes.counts)

    def _released(self) -> Sequence[tuple[datetime, Gift]]:
        """(when, gift) of what the event took back when it was decided before."""
        return ()

    def _given(self, desk: Desk) -> list[tuple[datetime, int]]:
        return desk.given()

    def _commit(self, desk: Desk, event: Event, verdict: Verdict) -> None:
        posting = Posting(desk, event, self.writes, self.program.policy)
        for grant in verdict.decision.granted:
            posting.post(grant)
        self.writes.count(verdict.counted.items())
        for failure in verdict.decision.failures:
            if not failure.is_guards:
                row = (event.source, event.id, failure.plugin, desk.customer, failure.hook, failure.error, 1, self._now)
                self.writes.failures.append(row)

    def _keep(self, desk: Desk) -> None:
        self.writes.customers[desk.customer] = customer_row(desk, self.program.timetable)
