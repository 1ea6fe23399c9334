"""An order's decision as it would have been, had the order been what is left of it."""

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from retention_sdk.actions import Action, Credit
from retention_sdk.deciding.decide import decide
from retention_sdk.decision import Decision, Granted
from retention_sdk.events import Purchase
from retention_sdk.guards import Tally, balance
from retention_sdk.guards.partly import smaller
from retention_sdk.ledger import Movement
from retention_sdk.turns.program import Programs
from retention_sdk.turns.replay.facts import Fact
from retention_sdk.turns.replay.memory import Memory
from retention_sdk.turns.replay.story import Story


@frozen
class Stands:
    """What stands of an order's decision.

    Args:
        granted: its actions, by key.
        memory: what the strategies remember of it.
        proportional: the strategies that could not be asked, whose gifts shrink with the order instead.
    """

    granted: Mapping[str, Granted]
    memory: Memory
    proportional: bool = False


@frozen
class Again:
    """Decides orders again, each on the customer and with the settings that it was decided on.

    Args:
        story: the facts so far.
        programs: the strategies of each version of the settings.
    """

    story: Story
    programs: Programs

    def stands(self, fact: Fact, left: Purchase | None, movements: Sequence[Movement]) -> Stands:
        """What stands of an order's decision where so much is left of it.

        Args:
            fact: the purchase, decided.
            left: what is left of it; None is nothing.
            movements: all that moved so far.

        Returns:
            What stands. What the guards refused when the order was paid stays refused.
        """
        if left is None:
            return Stands({}, {})
        program = self.programs(fact.settings)
        if program is None:
            shrunk = {} if fact.decision is None else _shrunk(fact, left)
            return Stands(shrunk, self.story.remembered(fact), proportional=True)
        customer = self.story.customer_at(fact, movements, program)
        failed = {one.plugin for one in fact.decision.failures if not one.is_guards} if fact.decision else set[str]()
        asks = [ask for ask in program.asks.get("on_purchase", ()) if ask.plugin not in failed]
        verdict = decide(program.store, Tally(left, customer, program.currency), asks, (balance,))
        if left == fact.event and fact.decision is not None:
            return Stands(_as_paid(fact.decision, verdict.decision), verdict.memory)
        granted = {grant.key: _within(fact, grant) for grant in verdict.decision.granted}
        return Stands(_without_refused(fact, granted), verdict.memory)


def _order(fact: Fact) -> Purchase | None:
    return fact.event if isinstance(fact.event, Purchase) else None


def _as_paid(decision: Decision, whole: Decision) -> dict[str, Granted]:
    """What a whole order was given; of whoever answered about a part of it alone, what the whole would be given."""
    told = [grant for grant in decision.granted if grant.plugin not in decision.asked_of_part]
    told += [grant for grant in whole.granted if grant.plugin in decision.asked_of_part]
    return {grant.key: grant for grant in told}


def _within(fact: Fact, grant: Granted) -> Granted:
    """What was granted in part is no more than that part."""
    if fact.decision is None or grant.plugin in fact.decision.asked_of_part:
        return grant
    first = next((one for one in fact.decision.granted if one.key == grant.key), None)
    return grant if first is None else evolve(grant, action=smaller(grant.action, first.action))


def _without_refused(fact: Fact, granted: Mapping[str, Granted]) -> dict[str, Granted]:
    """A strategy that was refused something for the order is given nothing new for what is left of it."""
    if fact.decision is None:
        return dict(granted)
    before = {grant.key for grant in fact.decision.granted}
    refused = {refusal.plugin for refusal in fact.decision.refusals}
    return {key: grant for key, grant in granted.items() if key in before or grant.plugin not in refused}


def _shrunk(fact: Fact, left: Purchase) -> dict[str, Granted]:
    """Gifts in proportion to what is left: units are rounded down, and what cannot be split stays."""
    order, granted = _order(fact), fact.decision.granted if fact.decision else ()
    paid = order.total.minor if order else 0
    shrunk: dict[str, Granted] = {}
    for grant in granted:
        action = _part(grant.action, max(left.total.minor, 0), paid)
        if action is not None:
            shrunk[grant.key] = evolve(grant, action=action)
    return shrunk


def _part(action: Action, left: int, paid: int) -> Action | None:
    if not isinstance(action, Credit) or left >= paid:
        return action
    amount = action.amount * left // paid
    return evolve(action, amount=amount) if amount else None
