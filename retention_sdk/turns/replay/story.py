"""What was told so far: a customer's facts up to one of them, and the customer as of each."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from attrs import evolve

from retention_sdk.actions import (
    Action,
    Credit,
    Debit,
    Giving,
    HoldItem,
    HoldUnits,
    ReleaseItem,
    ReleaseUnits,
    Remember,
    Schedule,
    SetTier,
    TakeBack,
)
from retention_sdk.customer import Customer, Reward, Standing
from retention_sdk.deciding.standing import with_profile
from retention_sdk.decision import Decision, Granted
from retention_sdk.guards import Grant
from retention_sdk.ledger import Movement
from retention_sdk.turns.desk import credits_within, orders_within, rewards_within, standing_of
from retention_sdk.turns.incoming import Position
from retention_sdk.turns.program import Program
from retention_sdk.turns.recall import Recall
from retention_sdk.turns.replay.books import credits_of, wallets_of
from retention_sdk.turns.replay.facts import Fact
from retention_sdk.turns.replay.memory import Memory, laid
from retention_sdk.turns.replay.orders import Orders


class Story:
    """The facts that were decided, in the order in which they happened, with what they caused.

    Args:
        customer: whose.

    Attributes:
        facts: the facts so far.
        orders: the orders so far.
        given: what was granted and not taken back, by key, with when.
        recall: recognises those who were forgotten; None recognises nobody.
        codes: what platforms told that the customer types to use what was given, by key.
    """

    def __init__(self, customer: str) -> None:
        self.customer = customer
        self.facts: list[Fact] = []
        self.orders = Orders()
        self.given: dict[str, tuple[Fact, Granted]] = {}
        self.recall: Recall | None = None
        self.codes: Mapping[str, str] = {}

    def add(self, fact: Fact) -> None:
        """Add a decided fact, what it grants and what it takes back; its orders were added before."""
        self.facts.append(fact)
        self._grant(fact, self.given)
        self._reverse(fact, self.given)

    def reverse(self, decision: Decision) -> None:
        """Give the last fact its decision with what it takes back."""
        self.facts[-1] = evolve(self.facts[-1], decision=decision)
        self._reverse(self.facts[-1], self.given)

    def fact_of(self, order: str) -> Fact:
        """The purchase of an order."""
        event = self.orders.paid[order]
        return next(fact for fact in self.facts if fact.event is event)

    def remembered(self, fact: Fact) -> Memory:
        """What the strategies laid over their memory when a fact was decided, as far as the fact after it tells."""
        after = next((one.view for one in self.facts if one.position > fact.position), fact.view)
        return laid(standing_of(fact.view).memory, standing_of(after).memory)

    def rewards(self, before: Position | None = None) -> list[Reward]:
        """What was given and not taken back, now or as of a position, in the order of the facts."""
        given = self.given if before is None else self._given_before(before)
        return [
            Reward(grant.plugin, grant.action, fact.event.occurred_at, self.codes.get(key))
            for key, (fact, grant) in given.items()
            if isinstance(grant.action, Giving) and leaves_the_house(grant.action)
        ]

    def granted(self) -> list[Granted]:
        """What was granted and not taken back, in the order of the facts."""
        return [grant for _, grant in sorted(self.given.values(), key=lambda one: one[0].position)]

    def grants(self) -> list[Grant]:
        """What was granted, is in the outbox and was not taken back, in the order of the facts."""
        return [
            Grant(fact.event.occurred_at, grant.plugin, grant.action)
            for fact, grant in self.given.values()
            if leaves_the_house(grant.action)
        ]

    def customer_at(self, fact: Fact, movements: Sequence[Movement], program: Program) -> Customer:
        """The customer as a strategy saw them when a fact was decided.

        Args:
            fact: one of the facts.
            movements: all that moved so far.
            program: the strategies that see them, as of then.

        Returns:
            The customer.
        """
        standing, before = self._seen(fact), list(self._before(fact, movements))
        window, store, wallets = program.window, program.shop, MappingProxyType(wallets_of(before))
        if not window:
            return Customer(self.customer, standing, wallets, store=store)
        since, until = fact.event.occurred_at - window, fact.event.occurred_at
        return Customer(
            *(self.customer, standing, wallets),
            orders_within(self.orders.all_left(fact.position), since, until),
            rewards_within(self.rewards(fact.position), since, until),
            store=store,
            credits=credits_within(credits_of(before if program.units else ()).values(), program.units, since, until),
        )

    def _seen(self, fact: Fact) -> Standing:
        """The standing that a fact was decided on: what was known before it, and what it tells itself."""
        standing = standing_of(fact.view)
        if self.recall is not None:
            standing = self.recall.noted(standing, fact.event, new=not fact.view)
        return with_profile(standing, fact.event)

    def _before(self, fact: Fact, movements: Sequence[Movement]) -> Iterator[Movement]:
        """What earlier facts caused, and what time did by the fact itself."""
        earlier = {one.turn for one in self.facts if one.position < fact.position}
        for movement in movements:
            if movement.cause in earlier or (movement.cause == fact.turn and not movement.plugin):
                yield movement

    def _given_before(self, before: Position) -> dict[str, tuple[Fact, Granted]]:
        given: dict[str, tuple[Fact, Granted]] = {}
        for fact in self.facts:
            if fact.position < before:
                self._grant(fact, given)
                self._reverse(fact, given)
        return given

    def _grant(self, fact: Fact, given: dict[str, tuple[Fact, Granted]]) -> None:
        for grant in fact.decision.granted if fact.decision else ():
            given[grant.key] = (fact, grant)

    def _reverse(self, fact: Fact, given: dict[str, tuple[Fact, Granted]]) -> None:
        for reversal in fact.decision.reversals if fact.decision else ():
            if not reversal.stands:
                given.pop(reversal.key, None)
            elif reversal.key not in given:
                of, under = next(
                    ((one, grant.under) for one in self.facts if (grant := _granted(one, reversal.key))), (fact, "")
                )
                given[reversal.key] = (of, Granted(reversal.plugin, reversal.key, reversal.action, under=under))


def leaves_the_house(action: Action) -> bool:
    """Whether an action is in the outbox: what is only booked, remembered or scheduled is not."""
    if isinstance(action, Credit):
        return action.cost is not None
    kept = (Debit, HoldItem, HoldUnits, ReleaseItem, ReleaseUnits, Remember, Schedule, SetTier, TakeBack)
    return not isinstance(action, kept)


def _granted(fact: Fact, key: str) -> Granted | None:
    granted = fact.decision.granted if fact.decision else ()
    return next((grant for grant in granted if grant.key == key), None)
