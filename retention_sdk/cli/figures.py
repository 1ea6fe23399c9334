"""What a merchant wants to see of a year: who was rewarded, what it cost, what is outstanding, and why."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from attrs import define, field, frozen

from retention_sdk.actions import Giving, IssueCoupon, Offer
from retention_sdk.cli.summary import Given, Summary
from retention_sdk.decision import Decision
from retention_sdk.engine import Engine
from retention_sdk.events import STORE, CancelRequest, Complaint, Purchase
from retention_sdk.money import Money
from retention_sdk.store.ledger_check import Difference, check_ledger
from retention_sdk.store.outstanding import Outstanding, outstanding

BEST = 8
"""How many customers are named."""


@define
class Buyer:
    """A customer's year."""

    id: str
    spent: Money
    name: str = ""
    orders: int = 0
    given: Given = field(factory=Given)

    def add(self, decision: Decision) -> None:
        """Count a decision in."""
        event = decision.event
        if isinstance(event, Purchase):
            self.orders += 1
            self.spent += event.total
        if event.profile and event.profile.name:
            self.name = event.profile.name
        for action in decision.actions:
            self.given.add(action)


@frozen
class Figures:
    """A year of a store.

    Args:
        store: its name.
        events: how many there were.
        first: when the first one happened.
        last: when the last one happened.
        buyers: how many customers.
        orders: how many orders.
        turnover: what they paid for them.
        best: those who were given most.
        summary: what each strategy gave, what was refused, who failed.
        outstanding: by unit, what can be spent at the end, what only later, and what is owed.
        told: a purchase, a complaint and a cancel request, with what became of them.
        beside: the first decision in which each strategy gave something that was asked for by name, if any.
        differences: what the ledger check found.
    """

    store: str
    events: int
    first: datetime
    last: datetime
    buyers: int
    orders: int
    turnover: Money
    best: Sequence[Buyer]
    summary: Summary
    outstanding: dict[str, Outstanding]
    told: Sequence[Decision]
    beside: Mapping[str, Decision | None]
    differences: Sequence[Difference]


def figures(engine: Engine, decisions: Sequence[Decision], beside: Iterable[str] = ()) -> Figures:
    """The figures of a store.

    Args:
        engine: the store's.
        decisions: all of its decisions, oldest first, at least one.
        beside: the strategies that are looked at by name.

    Returns:
        The figures.
    """
    store = engine.config.store
    summary, buyers = Summary(store.currency), dict[str, Buyer]()
    for decision in decisions:
        id = decision.event.customer
        if id != STORE:
            buyers.setdefault(id, Buyer(id, Money.zero(store.currency))).add(decision)
        summary.add(decision)
    last = decisions[-1].event.occurred_at
    return Figures(
        store=store.name,
        events=len(decisions),
        first=decisions[0].event.occurred_at,
        last=last,
        buyers=len(buyers),
        orders=sum(buyer.orders for buyer in buyers.values()),
        turnover=Money.sum((buyer.spent for buyer in buyers.values()), store.currency),
        best=sorted(buyers.values(), key=lambda one: (-one.given.cost, -one.spent.minor, one.id))[:BEST],
        summary=summary,
        outstanding=outstanding(engine.store, store.key, last),
        told=[found for wanted in _TOLD if (found := _first(decisions, wanted))],
        beside={name: _first(decisions, partial(_gives, name)) for name in beside},
        differences=check_ledger(engine.store, store.key),
    )


def _first(decisions: Iterable[Decision], wanted: Callable[[Decision], bool]) -> Decision | None:
    return next(filter(wanted, decisions), None)


def _gives(name: str, decision: Decision) -> bool:
    return any(grant.plugin == name for grant in decision.granted)


def _gave(decision: Decision, kind: type[Giving]) -> bool:
    return any(isinstance(action, kind) and action.cost for action in decision.actions)


_TOLD: tuple[Callable[[Decision], bool], ...] = (
    lambda decision: isinstance(decision.event, Purchase) and _gave(decision, IssueCoupon),
    lambda decision: isinstance(decision.event, Complaint) and _gave(decision, Giving),
    lambda decision: isinstance(decision.event, CancelRequest) and _gave(decision, Offer),
)


def data(seen: Figures) -> dict[str, Any]:
    """The figures as plain data."""
    return {
        "store": seen.store,
        "events": seen.events,
        "customers": seen.buyers,
        "orders": seen.orders,
        "turnover": str(seen.turnover),
        "best": [
            {
                "id": one.id,
                "name": one.name,
                "orders": one.orders,
                "spent": str(one.spent),
                "units": dict(one.given.units),
                "actions": dict(one.given.actions),
                "cost": str(Money(one.given.cost, seen.turnover.currency)),
            }
            for one in seen.best
        ],
        **seen.summary.data(),
        "outstanding": {unit: left._asdict() for unit, left in seen.outstanding.items()},
        "explained": [decision.explain() for decision in (*seen.told, *filter(None, seen.beside.values()))],
        "ledger": [difference.sentence for difference in seen.differences],
    }
