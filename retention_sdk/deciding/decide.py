"""One event, one customer, all enabled strategies: what is granted, refused, and what failed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import define, field, frozen

from retention_sdk.actions import Action, Debit, Giving, PostSocial, Remember, RequestSurvey, SendMessage
from retention_sdk.customer import Customer
from retention_sdk.deciding.asking import Answer, ask
from retention_sdk.deciding.keys import action_key
from retention_sdk.deciding.lanes import Contest
from retention_sdk.deciding.requesting import requested
from retention_sdk.deciding.review import review
from retention_sdk.deciding.rules import ENGINE, Rules
from retention_sdk.decision import Decision, Failure, Granted, Note, Refusal
from retention_sdk.guards import Guard, Slot, Tally, gift_of
from retention_sdk.language import said
from retention_sdk.registry import Ask


@frozen
class Verdict:
    """A decision, and what the strategies want to remember.

    Args:
        decision: the decision.
        memory: what each strategy lays over its memory of the customer.
        counted: what the granted actions add to rows of counters.
    """

    decision: Decision
    memory: Mapping[str, Mapping[str, Any]]
    counted: Mapping[Slot, int] = {}


def _own_view(customer: Customer, plugin: str) -> Customer:
    own = customer.standing.memory.get(plugin)
    if own is None:
        return customer
    return Customer(
        *(customer.id, customer.standing, customer.wallets, customer.orders, customer.rewards),
        *(own, customer.store, customer.expiring, customer.corrected, customer.credits),
    )


def _is_gift(action: Action) -> bool:
    return isinstance(action, (Giving, Debit))


def _remembered(actions: Sequence[Action], refused: Sequence[Action]) -> dict[str, Any]:
    missed = {
        "given": any(map(_is_gift, refused)),
        "told": any(isinstance(one, SendMessage | RequestSurvey) for one in refused),
    }
    values: dict[str, Any] = {}
    for action in actions:
        if isinstance(action, Remember) and not missed.get(action.when):
            values |= action.values
    return values


@define
class _Turn:
    """One strategy's answer, and what became of it."""

    one: Ask
    answer: Answer
    granted: list[Granted] = field(factory=list[Granted])
    refusals: list[Refusal] = field(factory=list[Refusal])
    tasks: list[Granted] = field(factory=list[Granted])
    notes: list[Note] = field(factory=list[Note])

    @property
    def memory(self) -> dict[str, Any]:
        """What it wants to remember, as far as what was refused leaves it."""
        return _remembered(self.answer.actions, [refusal.action for refusal in self.refusals])


@define
class _Deciding:
    """One event while it is decided."""

    store: str
    tally: Tally
    guards: Sequence[Guard]
    rules: Rules
    under: str = ""

    def review(self, turn: _Turn) -> None:
        """Review what one strategy proposed."""
        plugin, event = turn.answer.plugin, self.tally.event
        first, under = turn.one.first, turn.one.under or self.under
        self.tally.under = under
        one = review(plugin, turn.answer.actions, self.tally, self.guards, first, whole=turn.one.whole)
        accepted, tried, turn.refusals, turn.notes = one.granted, one.tally, one.refusals, one.notes
        places = {place for place, _ in accepted}
        if turn.one.whole and turn.refusals:
            along = said("It goes with what was refused: {sentence}", sentence=turn.refusals[0].sentence)
            turn.refusals += [Refusal(plugin, action, "goes_with_refused", along) for _, action in accepted]
            accepted, tried = [], self.tally
        self.tally = tried
        for place, action in accepted:
            key = action_key(self.store, event, plugin, first + place)
            counts_in = gift_of(action, plugin, under).under if isinstance(action, Giving) else ""
            turn.granted.append(Granted(plugin, key, action, self.not_before(action), counts_in))
        if self.rules.requests is not None and turn.refusals:
            asked, reviewed = (turn.one, turn.answer), (places, turn.refusals)
            turn.tasks += requested(self.store, self.rules.requests, asked, reviewed, self.tally)

    def not_before(self, action: Action) -> datetime | None:
        """From when on an action may be done; None is at once."""
        if isinstance(action, PostSocial):
            return action.at
        return None if self.rules.not_before is None else self.rules.not_before(action, self.tally)

    def contest(self, turns: Sequence[_Turn]) -> None:
        """Review what all strategies proposed, the best of each lane first."""
        lanes = self.rules.lanes
        if lanes is None or not lanes.contested([turn.answer for turn in turns]):
            for turn in turns:
                self.review(turn)
            return
        contest = Contest(lanes)
        # what was promised before competes with nobody, and has won
        promised, proposed = [turn for turn in turns if turn.one.first], [turn for turn in turns if not turn.one.first]
        for turn in promised:
            self.review(turn)
            contest.won(turn.answer, [grant.action for grant in turn.granted])
        for place in lanes.order([turn.answer for turn in proposed]):
            turn = proposed[place]
            turn.refusals = contest.lost(turn.answer)
            if not turn.refusals:
                self.review(turn)
                contest.won(turn.answer, [grant.action for grant in turn.granted])


NOTHING = Rules()


def decide(store: str, tally: Tally, asks: Sequence[Ask], guards: Sequence[Guard], rules: Rules = NOTHING) -> Verdict:
    """Ask each strategy alone, in order, and review what it proposes.

    Args:
        store: the store's key.
        tally: the event, the customer as of just before it, and what the guards count on; nothing is granted yet.
        asks: the strategies' hooks for this kind of event.
        guards: who may refuse.
        rules: what is decided by besides.

    Returns:
        The verdict; nothing is changed.
    """
    event, customer = tally.event, tally.customer
    answers = [ask(one, event, _own_view(customer, one.plugin), tally.currency) for one in asks]
    failures = [Failure(one.plugin, one.hook, one.error) for one in answers if one.error is not None]
    turns = [_Turn(one, answer) for one, answer in zip(asks, answers, strict=True) if answer.error is None]
    deciding = _Deciding(store, tally, guards, rules, rules.under(event) if rules.under else "")
    deciding.contest(turns)
    memory: dict[str, Mapping[str, Any]] = {}
    for turn in turns:  # the engine may answer in a strategy's name, beside the strategy
        if turn.memory:
            memory[turn.answer.plugin] = {**memory.get(turn.answer.plugin, {}), **turn.memory}
    if rules.marks is not None and (marks := rules.marks(deciding.tally)):
        memory[ENGINE] = marks
    decision = Decision(
        event,
        tuple(grant for turn in turns for grant in (*turn.granted, *turn.tasks)),
        tuple(refusal for turn in turns for refusal in turn.refusals),
        (*failures, *tally.failures),
        notes=tuple(note for turn in turns for note in turn.notes),
    )
    return Verdict(decision, memory, deciding.tally.counted)
