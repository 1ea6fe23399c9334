"""Asking one strategy, alone: whatever it does, it costs only its own proposals."""

import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from time import perf_counter
from typing import cast

from attrs import Attribute, frozen

from retention_sdk.actions import (
    KINDS,
    Action,
    Credit,
    Debit,
    HoldUnits,
    ReleaseUnits,
    RequestApproval,
    Schedule,
    TakeBack,
)
from retention_sdk.customer import Customer
from retention_sdk.errors import RetentionError, told_of
from retention_sdk.events import STORE, Correction, Event, Occasion
from retention_sdk.events.store import see_whose
from retention_sdk.money import Money
from retention_sdk.registry import FAILED, Ask
from retention_sdk.wire import to_json

MOST = 1_000
"""The most actions that one answer may have; it stops an answer without end."""

SLOW = 0.1
"""Seconds after which a strategy is named in the log as slow."""

_log = logging.getLogger("retention_sdk.deciding")


@frozen
class Answer:
    """What a strategy answered: actions, or an error."""

    plugin: str
    hook: str
    actions: tuple[Action, ...] = ()
    error: str | None = None


class _Rubbish(RetentionError):
    """An answer that is none."""


def _checked(answer: object, event: Event, currency: str, *, own: bool) -> tuple[Action, ...]:
    if answer is None:
        return ()
    if isinstance(answer, (str, bytes, Action)) or not hasattr(answer, "__iter__"):
        raise _Rubbish(f"answered a {type(answer).__name__}; answer an iterable of actions, or None")
    actions = tuple(islice(cast(Iterable[Action], answer), MOST + 1))
    if len(actions) > MOST:
        raise _Rubbish(f"answered more than {MOST} actions to one event")
    whose = "store" if event.customer == STORE else "customer"
    for action in actions:
        _check(action, currency)
        if action.whose not in (whose, "anybody"):
            raise _Rubbish(f"answered a {type(action).__name__} for the {whose} itself; it is for a {action.whose}")
        if isinstance(action, RequestApproval) and not own:
            raise _Rubbish(
                "answered a RequestApproval; answer the action itself, and the engine asks whoever may give it"
            )
    if not own:
        _refuse_holds(actions)
    return actions


def _check(action: Action, currency: str) -> None:
    if not isinstance(action, Action):
        raise _Rubbish(f"answered a {type(action).__name__} among its actions; answer actions only")
    if KINDS.get(getattr(action, "kind", "")) is not type(action):
        raise _Rubbish(f"answered a {type(action).__name__}, which is of no known kind and cannot be stored")
    if type(action) is Credit and action.cost is None:
        return  # the commonest of all, and there is no money in it
    for amount in amounts(action):
        if amount.currency != currency:
            raise _Rubbish(f"answered {amount} in a {type(action).__name__}; the store's currency is {currency}")
    if isinstance(action, Schedule):
        see_whose(action.event)
    if isinstance(action, Schedule) or not type(action).__module__.startswith("retention_sdk."):
        to_json(action)  # a class of somebody else's may hold what has no stored form


def _refuse_holds(actions: Iterable[Action]) -> None:
    for action in actions:
        if isinstance(action, (HoldUnits, ReleaseUnits)) or (isinstance(action, Debit) and action.hold):
            raise _Rubbish(
                f"answered a {type(action).__name__} about a hold, which only the engine has; answer a Debit"
            )


def _refuse_untimely(actions: Iterable[Action], event: Event) -> None:
    if not isinstance(event, Correction | Occasion) and any(isinstance(action, TakeBack) for action in actions):
        raise _Rubbish(
            f"answered a TakeBack to a {event.kind}; answer it to a correction of an order, or to an occasion"
        )


def amounts(value: object) -> Iterator[Money]:
    """All the money in a value, however deep."""
    if isinstance(value, Money):
        yield value
    elif isinstance(value, tuple):
        for item in cast("tuple[object, ...]", value):
            yield from amounts(item)
    else:
        for one in cast("tuple[Attribute[object], ...]", getattr(type(value), "__attrs_attrs__", ())):
            yield from amounts(getattr(value, one.name))


def ask(one: Ask, event: Event, customer: Customer, currency: str) -> Answer:
    """Ask one strategy about one event.

    Args:
        one: the strategy's hook.
        event: what happened.
        customer: the customer as of just before it.
        currency: the store's; a cost in another is refused.

    Returns:
        Its actions; or an error where it raised, exited, or answered rubbish. Only a keyboard interrupt passes.
    """
    begun = perf_counter()
    try:
        actions = _checked(one.call(event, customer), event, currency, own=bool(one.first))
        _refuse_untimely(actions, event)
        answer = Answer(one.plugin, one.hook, actions)
    except KeyboardInterrupt:
        raise
    except _Rubbish as error:
        answer = Answer(one.plugin, one.hook, error=str(error))
    except BaseException as error:  # noqa: BLE001 - it is named and stored
        # sys.exit() in a plugin must not take the store's process down
        answer = Answer(one.plugin, one.hook, error=told_of(error))
    took = perf_counter() - begun
    if took > SLOW:
        _log.warning("plugins.%s took %d ms in %s; strategies should take none", one.plugin, took * 1000, one.hook)
    if answer.error:
        _log.error(FAILED, one.plugin, one.hook, answer.error)
    return answer
