"""One event, one customer, all enabled strategies: what is granted, refused, and what failed."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from retention_sdk.actions import Action, Remember
from retention_sdk.customer import Customer
from retention_sdk.deciding.asking import ask
from retention_sdk.deciding.keys import action_key
from retention_sdk.deciding.review import review
from retention_sdk.decision import Decision, Failure, Granted, Refusal
from retention_sdk.events import Event
from retention_sdk.guards import Guard, Tally
from retention_sdk.registry import Ask


@frozen
class Verdict:
    """A decision, and what the strategies want to remember.

    Args:
        decision: the decision.
        memory: what each strategy lays over its memory of the customer.
        spent: minor units that the granted actions cost.
    """

    decision: Decision
    memory: Mapping[str, Mapping[str, Any]]
    spent: int


def _remembered(actions: Sequence[Action]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for action in actions:
        if isinstance(action, Remember):
            values |= action.values
    return values


def decide(
    store: str, event: Event, customer: Customer, asks: Sequence[Ask], guards: Sequence[Guard], tally: Tally
) -> Verdict:
    """Ask each strategy alone, in order, and review what it proposes.

    Args:
        store: the store's key.
        event: what happened.
        customer: the customer as of just before it.
        asks: the strategies' hooks for this kind of event.
        guards: who may refuse.
        tally: what the guards count on, nothing granted in it yet.

    Returns:
        The verdict; nothing is changed.
    """
    granted: list[Granted] = []
    refusals: list[Refusal] = []
    failures: list[Failure] = []
    memory: dict[str, Mapping[str, Any]] = {}
    for one in asks:
        own = customer.standing.memory.get(one.plugin)
        view = customer if own is None else Customer(
            customer.id, customer.standing, customer.wallets, customer.orders, customer.rewards, own
        )
        answer = ask(one, event, view, tally.currency)
        if answer.error is not None:
            failures.append(Failure(one.plugin, one.hook, answer.error))
            continue
        if not answer.actions:
            continue
        proposals = [(place, action) for place, action in enumerate(answer.actions) if type(action) is not Remember]
        accepted, refused, tally = review(one.plugin, proposals, tally, guards)
        granted += [
            Granted(one.plugin, action_key(store, event, one.plugin, place), action) for place, action in accepted
        ]
        refusals += refused
        if len(proposals) < len(answer.actions) and not refused:
            memory[one.plugin] = _remembered(answer.actions)
    decision = Decision(event, tuple(granted), tuple(refusals), tuple(failures))
    return Verdict(decision, memory, tally.spent)
