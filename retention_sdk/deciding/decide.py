"""One event, one customer, all enabled strategies: what is granted, refused, and what failed."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from retention_sdk.actions import Action, Debit, Giving, Remember
from retention_sdk.customer import Customer
from retention_sdk.deciding.asking import ask
from retention_sdk.deciding.keys import action_key
from retention_sdk.deciding.review import review
from retention_sdk.decision import Decision, Failure, Granted, Refusal
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


def _own_view(customer: Customer, plugin: str) -> Customer:
    own = customer.standing.memory.get(plugin)
    if own is None:
        return customer
    return Customer(customer.id, customer.standing, customer.wallets, customer.orders, customer.rewards, own)


def _is_gift(action: Action) -> bool:
    return isinstance(action, (Giving, Debit))


def _remembered(actions: Sequence[Action]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for action in actions:
        if isinstance(action, Remember):
            values |= action.values
    return values


def decide(store: str, tally: Tally, asks: Sequence[Ask], guards: Sequence[Guard]) -> Verdict:
    """Ask each strategy alone, in order, and review what it proposes.

    Args:
        store: the store's key.
        tally: the event, the customer as of just before it, and what the guards count on; nothing is granted yet.
        asks: the strategies' hooks for this kind of event.
        guards: who may refuse.

    Returns:
        The verdict; nothing is changed.
    """
    event, customer = tally.event, tally.customer
    granted: list[Granted] = []
    refusals: list[Refusal] = []
    failures: list[Failure] = []
    memory: dict[str, Mapping[str, Any]] = {}
    for one in asks:
        answer = ask(one, event, _own_view(customer, one.plugin), tally.currency)
        if answer.error is not None:
            failures.append(Failure(one.plugin, one.hook, answer.error))
            continue
        accepted, refused, tried = review(one.plugin, answer.actions, tally, guards)
        if one.whole and refused:
            along = f"It goes with what was refused: {refused[0].sentence}"
            refused += [Refusal(one.plugin, action, "goes_with_refused", along) for _, action in accepted]
            accepted, tried = [], tally
        tally = tried
        for place, action in accepted:
            granted.append(Granted(one.plugin, action_key(store, event, one.plugin, one.first + place), action))
        refusals += refused
        if (values := _remembered(answer.actions)) and not any(_is_gift(refusal.action) for refusal in refused):
            memory[one.plugin] = values
    decision = Decision(event, tuple(granted), tuple(refusals), tuple(failures))
    return Verdict(decision, memory, tally.spent)
